"""The pages of rounds and decisions."""

from lontar.city.targeting.pages.checking import check_at_home
from lontar.city.targeting.pages.decisions import decisions, explanation, undecided
from lontar.city.targeting.pages.delays import delays
from lontar.city.targeting.pages.files import answers, decree_paper, draw, hand_in, layouts
from lontar.city.targeting.pages.meetings import (
    amend,
    meeting,
    meeting_sheet,
    meetings,
    minutes_scan,
    reopen,
    withdraw,
)
from lontar.city.targeting.pages.rounds import open_round, round_page, rounds, score
from lontar.city.targeting.pages.steps import approve, check, decree, reject, take_back

__all__ = [
    "amend",
    "answers",
    "approve",
    "check",
    "check_at_home",
    "decisions",
    "decree",
    "decree_paper",
    "delays",
    "draw",
    "explanation",
    "hand_in",
    "layouts",
    "meeting",
    "meeting_sheet",
    "meetings",
    "minutes_scan",
    "open_round",
    "reject",
    "reopen",
    "round_page",
    "rounds",
    "score",
    "take_back",
    "undecided",
    "withdraw",
]
