"""The tables of targeting."""

from lontar.city.targeting.models.rounds import BINDING, Decision, Round
from lontar.city.targeting.models.scores import WelfareModel
from lontar.city.targeting.models.steps import Amendment, Answer, Layout, Scan, Step
from lontar.city.targeting.models.surveys import SampledHome, Survey
from lontar.city.targeting.models.voices import Nomination, Objection

__all__ = [
    "BINDING",
    "Amendment",
    "Answer",
    "Decision",
    "Layout",
    "Nomination",
    "Objection",
    "Round",
    "SampledHome",
    "Scan",
    "Step",
    "Survey",
    "WelfareModel",
]
