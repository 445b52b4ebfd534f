"""Questions to privacy."""

from lontar.city.privacy.queries.asked import (
    HOURS,
    as_row,
    consents_of,
    hours_for,
    open_consent,
    referrals_of,
    referred_families,
    request_or_none,
    requests,
    waiting_for,
)
from lontar.city.privacy.queries.breach import HEADS, Breach, breach, notice
from lontar.city.privacy.queries.codes import purpose_told, way_told
from lontar.city.privacy.queries.document import document
from lontar.city.privacy.queries.kept import (
    Kept,
    confirmed_before,
    due_persons,
    look_again_on,
    old_worklists,
    rules,
    source_or_none,
    sources,
    why_kept,
)
from lontar.city.privacy.queries.who import (
    WHO_ANSWER,
    WHO_CHECK,
    WHO_ERASE,
    WHO_RECEIVE,
    WHO_REFER,
    WHO_SEE_BREACH,
    WHO_SEE_SOURCES,
)

__all__ = [
    "HEADS",
    "HOURS",
    "WHO_ANSWER",
    "WHO_CHECK",
    "WHO_ERASE",
    "WHO_RECEIVE",
    "WHO_REFER",
    "WHO_SEE_BREACH",
    "WHO_SEE_SOURCES",
    "Breach",
    "Kept",
    "as_row",
    "breach",
    "confirmed_before",
    "consents_of",
    "document",
    "due_persons",
    "hours_for",
    "look_again_on",
    "notice",
    "old_worklists",
    "open_consent",
    "purpose_told",
    "referrals_of",
    "referred_families",
    "request_or_none",
    "requests",
    "rules",
    "source_or_none",
    "sources",
    "waiting_for",
    "way_told",
    "why_kept",
]
