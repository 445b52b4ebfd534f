"""The verbs of delivery."""

from lontar.city.delivery.actions.checking import count_failed_check
from lontar.city.delivery.actions.entitling import Entitled, cancel, entitle
from lontar.city.delivery.actions.handing_over import AlreadyDelivered, HandedOver, hand_over
from lontar.city.delivery.actions.proofs import Proof

__all__ = [
    "AlreadyDelivered",
    "Entitled",
    "HandedOver",
    "Proof",
    "cancel",
    "count_failed_check",
    "entitle",
    "hand_over",
]
