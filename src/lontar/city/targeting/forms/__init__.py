"""What may be typed into the pages of targeting, and what its words are on a screen."""

from lontar.city.targeting.forms.rounds import DecisionSearch, OpenRound, Reason
from lontar.city.targeting.forms.steps import (
    AmendForm,
    AnswersForm,
    ApprovalForm,
    CheckForm,
    HandInForm,
    LayoutForm,
    MinutesForm,
    PaperForm,
)
from lontar.city.targeting.forms.words import (
    AMENDMENTS,
    CRITERIA,
    FIELDS,
    OUTCOMES,
    STANDING_LOOKS,
    STANDINGS,
    STATE_LOOKS,
    STATES,
    STEPS,
    VERDICT_LOOKS,
    VERDICTS,
)

__all__ = [
    "AMENDMENTS",
    "CRITERIA",
    "FIELDS",
    "OUTCOMES",
    "STANDINGS",
    "STANDING_LOOKS",
    "STATES",
    "STATE_LOOKS",
    "STEPS",
    "VERDICTS",
    "VERDICT_LOOKS",
    "AmendForm",
    "AnswersForm",
    "ApprovalForm",
    "CheckForm",
    "DecisionSearch",
    "HandInForm",
    "LayoutForm",
    "MinutesForm",
    "OpenRound",
    "PaperForm",
    "Reason",
]
