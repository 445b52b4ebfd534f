"""The tables of delivery."""

from lontar.city.delivery.models.asking import AskedFamily, PaymentSurvey
from lontar.city.delivery.models.orders import FileLayout, OrderLine, PayAccount, PaymentOrder, ResultFile, ResultRow
from lontar.city.delivery.models.owed import Entitlement, FailedCheck, Handover, Hold, Receipt
from lontar.city.delivery.models.slips import Slip
from lontar.city.delivery.models.taking_back import TakeBack

__all__ = [
    "AskedFamily",
    "Entitlement",
    "FailedCheck",
    "FileLayout",
    "Handover",
    "Hold",
    "OrderLine",
    "PayAccount",
    "PaymentOrder",
    "PaymentSurvey",
    "Receipt",
    "ResultFile",
    "ResultRow",
    "Slip",
    "TakeBack",
]
