"""The verbs of privacy."""

from lontar.city.privacy.actions.asking import answer_request, give_document, receive_request
from lontar.city.privacy.actions.consenting import end_consent, end_referral, record_consent, refer
from lontar.city.privacy.actions.counting import keep_counts
from lontar.city.privacy.actions.erasing import MustBeKept, check_rule, confirm_source, erase_person
from lontar.city.privacy.actions.rectifying import Rectified
from lontar.city.privacy.actions.rotating import rotate

__all__ = [
    "MustBeKept",
    "Rectified",
    "answer_request",
    "check_rule",
    "confirm_source",
    "end_consent",
    "end_referral",
    "erase_person",
    "give_document",
    "keep_counts",
    "receive_request",
    "record_consent",
    "refer",
    "rotate",
]
