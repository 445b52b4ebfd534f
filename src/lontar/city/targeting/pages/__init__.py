"""The pages of rounds and decisions."""

from lontar.city.targeting.pages.checking import check_at_home
from lontar.city.targeting.pages.coverage import covered, gap, overlap
from lontar.city.targeting.pages.decisions import decisions, explanation, undecided
from lontar.city.targeting.pages.delays import delays
from lontar.city.targeting.pages.files import answers, decree_paper, draw, hand_in, layouts
from lontar.city.targeting.pages.letters import letters
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
from lontar.city.targeting.pages.rulebook import (
    foresee,
    rule,
    rule_draft,
    rule_drop,
    rule_new,
    rule_publish,
    rule_try,
    rules,
)
from lontar.city.targeting.pages.scores import scores
from lontar.city.targeting.pages.steps import approve, check, deadline, decree, reject, take_back
from lontar.city.targeting.pages.surveys import close_survey, home, homes, open_survey, share_homes, survey, surveys
from lontar.city.targeting.pages.voices import (
    nominate,
    nomination,
    nomination_slip,
    nominations,
    object_to,
    objection,
    objection_slip,
    objections,
)

__all__ = [
    "amend",
    "answers",
    "approve",
    "check",
    "check_at_home",
    "close_survey",
    "covered",
    "deadline",
    "decisions",
    "decree",
    "decree_paper",
    "delays",
    "draw",
    "explanation",
    "foresee",
    "gap",
    "hand_in",
    "home",
    "homes",
    "layouts",
    "letters",
    "meeting",
    "meeting_sheet",
    "meetings",
    "minutes_scan",
    "nominate",
    "nomination",
    "nomination_slip",
    "nominations",
    "object_to",
    "objection",
    "objection_slip",
    "objections",
    "open_round",
    "open_survey",
    "overlap",
    "reject",
    "reopen",
    "round_page",
    "rounds",
    "rule",
    "rule_draft",
    "rule_drop",
    "rule_new",
    "rule_publish",
    "rule_try",
    "rules",
    "score",
    "scores",
    "share_homes",
    "survey",
    "surveys",
    "take_back",
    "undecided",
    "withdraw",
]
