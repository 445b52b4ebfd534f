"""The tables of targeting."""

from lontar.city.targeting.models.rounds import BINDING, Decision, Round
from lontar.city.targeting.models.steps import Amendment, Answer, Layout, Scan, Step

__all__ = ["BINDING", "Amendment", "Answer", "Decision", "Layout", "Round", "Scan", "Step"]
