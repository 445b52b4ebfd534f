"""The verbs of community."""

from lontar.city.community.actions.meetings import (
    Attended,
    call_meeting,
    close_meeting,
    hold_meeting,
    put_before,
    see_paper,
)
from lontar.city.community.actions.proposals import Draft, answer_proposal, propose, record_votes
from lontar.city.community.actions.words import require_discreet

__all__ = [
    "Attended",
    "Draft",
    "answer_proposal",
    "call_meeting",
    "close_meeting",
    "hold_meeting",
    "propose",
    "put_before",
    "record_votes",
    "require_discreet",
    "see_paper",
]
