"""The verbs of targeting."""

from lontar.city.targeting.actions.approving import approve_round
from lontar.city.targeting.actions.checking import note_check
from lontar.city.targeting.actions.deciding import decree_round, hand_in, save_layout, take_answers
from lontar.city.targeting.actions.doors import Shared, answer_homes, share_homes
from lontar.city.targeting.actions.meetings import Minutes, amend, close_meeting, reopen_meeting, withdraw_amendment
from lontar.city.targeting.actions.opening import Wish, open_once, open_round
from lontar.city.targeting.actions.scores import take_in_model
from lontar.city.targeting.actions.scoring import score_round
from lontar.city.targeting.actions.steps import move_deadline, reject_round, take_back
from lontar.city.targeting.actions.surveys import (
    Asked,
    SurveyPlan,
    answer_home,
    close_survey,
    forget,
    open_survey,
)
from lontar.city.targeting.actions.voices import (
    Named,
    answer_objection,
    nominate,
    receive_objection,
    settle_nomination,
)

__all__ = [
    "Asked",
    "Minutes",
    "Named",
    "Shared",
    "SurveyPlan",
    "Wish",
    "amend",
    "answer_home",
    "answer_homes",
    "answer_objection",
    "approve_round",
    "close_meeting",
    "close_survey",
    "decree_round",
    "forget",
    "hand_in",
    "move_deadline",
    "nominate",
    "note_check",
    "open_once",
    "open_round",
    "open_survey",
    "receive_objection",
    "reject_round",
    "reopen_meeting",
    "save_layout",
    "score_round",
    "settle_nomination",
    "share_homes",
    "take_answers",
    "take_back",
    "take_in_model",
    "withdraw_amendment",
]
