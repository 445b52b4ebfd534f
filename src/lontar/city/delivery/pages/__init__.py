"""Delivery's pages."""

from lontar.city.delivery.pages.handing_over import cancel, hand_over
from lontar.city.delivery.pages.lists import distribution_list, entitlements
from lontar.city.delivery.pages.one import entitlement, proof, receipt
from lontar.city.delivery.pages.public import check, find, receipt_proof
from lontar.city.delivery.pages.reaching import reach

__all__ = [
    "cancel",
    "check",
    "distribution_list",
    "entitlement",
    "entitlements",
    "find",
    "hand_over",
    "proof",
    "reach",
    "receipt",
    "receipt_proof",
]
