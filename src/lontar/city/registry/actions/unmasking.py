"""Names are seen for a purpose, and the seeing is written down."""

from datetime import date

from django.utils.translation import gettext as _

from lontar.city.journal.actions import record
from lontar.city.registry.models import Family
from lontar.kit.deeds import deed
from lontar.kit.gate import WHO_MAY_UNMASK, Actor, require
from lontar.kit.masks import MINUTES
from lontar.science.trouble import Refusal

PURPOSES = ("service", "verification", "delivery", "correction", "other")
REASON_LETTERS_MIN = 5


@deed
def unmask(*, purpose: str, reason: str, by: Actor, on: date) -> None:
    """Note why an officer takes the masks down for the next quarter of an hour."""
    require(by, *WHO_MAY_UNMASK)
    if purpose not in PURPOSES:
        raise Refusal(_("Pilih untuk apa nama perlu terlihat."), field="purpose")
    if purpose == "other" and len(reason.strip()) < REASON_LETTERS_MIN:
        raise Refusal(_("Tuliskan alasannya dengan beberapa kata."), field="reason")
    record(
        "unmask", subject=("access.officer", by.id), by=by, on=on, reason=reason.strip(),
        details={"purpose": purpose, "minutes": MINUTES},
    )  # fmt: skip


@deed
def see_family(family: Family, *, by: Actor, on: date) -> None:
    """Note who opened a family's page without masks, so that the family can be told."""
    record("see_family", subject=family, by=by, on=on, place_id=family.place_id)
