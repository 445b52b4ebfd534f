"""The pages of rounds and decisions."""

from lontar.city.targeting.pages.checking import check_at_home
from lontar.city.targeting.pages.decisions import decisions, explanation, undecided
from lontar.city.targeting.pages.rounds import approve, open_round, reject, round_page, rounds, score

__all__ = [
    "approve",
    "check_at_home",
    "decisions",
    "explanation",
    "open_round",
    "reject",
    "round_page",
    "rounds",
    "score",
    "undecided",
]
