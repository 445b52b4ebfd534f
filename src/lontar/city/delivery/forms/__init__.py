"""What may be typed into delivery's pages."""

from lontar.city.delivery.forms.asking import (
    ASKED_MEASURES,
    AskPaidForm,
    DrawPaidForm,
)
from lontar.city.delivery.forms.files import (
    KIND_WORDS,
    LIST_WORDS,
    FileForm,
    ListLayoutForm,
    ResultForm,
    ResultLayoutForm,
    SettleForm,
    TakeListForm,
)
from lontar.city.delivery.forms.handing import (
    HEAD,
    REPRESENTATIVE,
    Cancel,
    EntitlementSearch,
    HandOver,
    ReceiptCode,
)
from lontar.city.delivery.forms.paying import (
    CHANNELS,
    HOLD_REASONS,
    ORDER_STATES,
    CheckForm,
    ChoiceForm,
    HoldForm,
    LiftForm,
    MakeForm,
    OrdersForm,
    PeriodForm,
    ReasonForm,
    ReleaseForm,
)
from lontar.city.delivery.forms.taking_back import AskBackForm, LeaveForm

__all__ = [
    "ASKED_MEASURES",
    "CHANNELS",
    "HEAD",
    "HOLD_REASONS",
    "KIND_WORDS",
    "LIST_WORDS",
    "ORDER_STATES",
    "REPRESENTATIVE",
    "AskBackForm",
    "AskPaidForm",
    "Cancel",
    "CheckForm",
    "ChoiceForm",
    "DrawPaidForm",
    "EntitlementSearch",
    "FileForm",
    "HandOver",
    "HoldForm",
    "LeaveForm",
    "LiftForm",
    "ListLayoutForm",
    "MakeForm",
    "OrdersForm",
    "PeriodForm",
    "ReasonForm",
    "ReceiptCode",
    "ReleaseForm",
    "ResultForm",
    "ResultLayoutForm",
    "SettleForm",
    "TakeListForm",
]
