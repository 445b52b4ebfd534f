"""The verbs of works."""

from lontar.city.works.actions.ending import forget, hand_over_work, mend_defect, note_defect, stop_work
from lontar.city.works.actions.planning import Plan, plan_houses, plan_work
from lontar.city.works.actions.stages import Seen, confirm_stage, refuse_stage, report_stage, take_back_stage
from lontar.city.works.actions.tranches import ask_tranche, pay_tranche, reverse_tranche, withdraw_tranche

__all__ = [
    "Plan",
    "Seen",
    "ask_tranche",
    "confirm_stage",
    "forget",
    "hand_over_work",
    "mend_defect",
    "note_defect",
    "pay_tranche",
    "plan_houses",
    "plan_work",
    "refuse_stage",
    "report_stage",
    "reverse_tranche",
    "stop_work",
    "take_back_stage",
    "withdraw_tranche",
]
