"""The tables of the room: sources and periods, what people ask and allow, keys that were changed, what was erased."""

from lontar.city.privacy.models.asked import Consent, PersonRequest, Referral
from lontar.city.privacy.models.counted import CountTable
from lontar.city.privacy.models.kept import Erasure, Processing, RetentionRule, SealingKey

__all__ = [
    "Consent",
    "CountTable",
    "Erasure",
    "PersonRequest",
    "Processing",
    "Referral",
    "RetentionRule",
    "SealingKey",
]
