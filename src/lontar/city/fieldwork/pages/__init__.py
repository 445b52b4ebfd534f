"""The pages of fieldwork."""

from lontar.city.fieldwork.pages.campaigns import begin, bring_roster, campaign, campaigns, close, record_decree
from lontar.city.fieldwork.pages.deciding import changes, decide, doubts, pairs, settle
from lontar.city.fieldwork.pages.lists import assign, bring_sheet, paper, sheet, visits, workbook
from lontar.city.fieldwork.pages.visiting import mine, photo, report, visit

__all__ = [
    "assign",
    "begin",
    "bring_roster",
    "bring_sheet",
    "campaign",
    "campaigns",
    "changes",
    "close",
    "decide",
    "doubts",
    "mine",
    "pairs",
    "paper",
    "photo",
    "record_decree",
    "report",
    "settle",
    "sheet",
    "visit",
    "visits",
    "workbook",
]
