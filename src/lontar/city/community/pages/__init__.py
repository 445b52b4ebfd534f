"""Community for people: meetings, proposals, and what everybody may follow."""

from lontar.city.community.pages.meetings import call, close, meeting, meetings, minutes, paper, put_before, sheet
from lontar.city.community.pages.proposals import proposal, proposals, propose, votes
from lontar.city.community.pages.public import public_proposals, public_ward

__all__ = [
    "call", "close", "meeting", "meetings", "minutes", "paper", "proposal", "proposals", "propose", "public_proposals",
    "public_ward", "put_before", "sheet", "votes",
]  # fmt: skip
