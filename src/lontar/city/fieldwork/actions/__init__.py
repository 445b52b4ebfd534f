"""The verbs of fieldwork."""

from lontar.city.fieldwork.actions.campaigns import Plan, assign, close_campaign, open_campaign
from lontar.city.fieldwork.actions.changes import confirm_change, dismiss_change
from lontar.city.fieldwork.actions.deciding import decree, settle
from lontar.city.fieldwork.actions.rosters import keep_roster, read_roster
from lontar.city.fieldwork.actions.sheets import take_in_sheet
from lontar.city.fieldwork.actions.visiting import AlreadyReported, Found, Newcomer, Presence, Reported, report_visit

__all__ = [
    "AlreadyReported",
    "Found",
    "Newcomer",
    "Plan",
    "Presence",
    "Reported",
    "assign",
    "close_campaign",
    "confirm_change",
    "decree",
    "dismiss_change",
    "keep_roster",
    "open_campaign",
    "read_roster",
    "report_visit",
    "settle",
    "take_in_sheet",
]
