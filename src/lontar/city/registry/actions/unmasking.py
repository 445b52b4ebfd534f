"""Names are seen for a purpose, and the seeing is written down."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _

from lontar.city.journal.actions import note_export, record, saw
from lontar.city.registry.models import Family, Identifier, Membership
from lontar.city.registry.queries import WHO_TAKE_NUMBERS, Numbered, count_members, numbered
from lontar.kit.deeds import deed
from lontar.kit.formats import number as in_words
from lontar.kit.gate import WHO_MAY_SEE_NUMBERS, WHO_MAY_UNMASK, Actor, Role, require
from lontar.kit.masks import MINUTES
from lontar.kit.sealing import Unreadable, unseal, unseal_all
from lontar.science.trouble import Refusal

PURPOSES = ("service", "verification", "delivery", "correction", "other")
REASON_LETTERS_MIN = 5
PERSONS_TAKEN_MAX: Final = 20_000
"""A large ward has some 18,000 people."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What left the house, and the number under which the journal knows it."""

    number: uuid.UUID
    rows: list[Numbered]


@deed
def unmask(*, purpose: str, reason: str, by: Actor, on: date) -> None:
    """Note why an officer takes the masks down for the next quarter of an hour."""
    require(by, *WHO_MAY_UNMASK)
    _require_purpose(purpose, reason)
    record(
        "unmask", subject=("access.officer", by.id), by=by, on=on, reason=reason.strip(),
        details={"purpose": purpose, "minutes": MINUTES},
    )  # fmt: skip


@deed
def see_family(family: Family, *, by: Actor, on: date, purpose: str = "") -> None:
    """Note who opened a family's page without masks, so that the family can be told."""
    record("see_family", subject=family, by=by, on=on, place_id=family.place_id)
    saw("page", [family.pk], by=by, on=on, named=True, purpose=purpose)


@deed
def reveal_number(kind: str, key: int, *, purpose: str, reason: str, by: Actor, on: date) -> str:
    """The NIK of a person or the card's number of a family in full, for a purpose that is written down."""
    require(by, *WHO_MAY_SEE_NUMBERS)
    _require_purpose(purpose, reason)
    owner = {"person_id": key} if kind == Identifier.Kind.NIK else {"family_id": key}
    found = Identifier.objects.filter(kind=kind, current=True, **owner).order_by("-pk").first()
    if found is None:
        raise Refusal(_("Tidak ada nomor yang tersimpan."), advice=_("Periksa kartunya, lalu catat nomornya."))
    try:
        number = unseal(found.cipher).decode()
    except Unreadable as trouble:
        raise Refusal(
            _("Nomor ini tidak terbaca dengan kunci yang ada."),
            advice=_("Beri tahu administrator: berkas kunci harus dipulihkan dari cadangan."),
        ) from trouble
    subject = ("registry.person" if found.person_id else "registry.family", key)
    record(
        "reveal_number", subject=subject, by=by, on=on, place_id=found.place_id, reason=reason.strip(),
        details={"number": kind, "purpose": purpose},
    )  # fmt: skip
    families = [found.family_id] if found.family_id else _families_of(key)
    saw("number", families, by=by, on=on, named=True, purpose=purpose)
    return number


@deed
def numbers_for_hand_in(
    families: Sequence[int], *, purpose: str, by: Actor, on: date
) -> dict[int, tuple[str, str]]:  # fmt: skip
    """Card and head's NIK of each of these families in full, for a list that is handed in; it is written down."""
    require(by, Role.OPERATOR)
    keys = sorted(set(families))
    heads = dict(
        Membership.objects.filter(family_id__in=keys, until=None, relation=Membership.Relation.HEAD)
        .order_by("-pk")
        .values_list("family_id", "person_id")
    )
    numbers: dict[tuple[str, int], str] = {}
    found = Identifier.objects.filter(
        Q(kind=Identifier.Kind.KK, family_id__in=keys) | Q(kind=Identifier.Kind.NIK, person_id__in=heads.values()),
        current=True,
    ).order_by("pk")
    rows = list(found.values_list("kind", "family_id", "person_id", "cipher"))
    for (kind, family, person, _cipher), number in zip(rows, unseal_all(row[3] for row in rows), strict=True):
        numbers[kind, family if kind == Identifier.Kind.KK else person] = number.decode()
    note_export("numbers", keys, by=by, on=on, named=True, purpose=purpose)
    return {
        key: (numbers.get((Identifier.Kind.KK, key), ""), numbers.get((Identifier.Kind.NIK, heads.get(key, 0)), ""))
        for key in keys
    }


@deed
def take_numbers(
    families: Sequence[Family], wards: dict[int, str], *, purpose: str, reason: str, by: Actor, on: date
) -> Taken:
    """These families with NIK and card numbers, for a file that says itself who took it, when and what for.

    Each family is noted as seen, so that it can be told; more than a file should carry at once is refused.
    """
    require(by, *WHO_TAKE_NUMBERS)
    _require_purpose(purpose, reason)
    count = count_members(families)
    if not count:
        raise Refusal(_("Tidak ada keluarga yang cocok dengan pilihan itu."), advice=_("Ubah pilihannya."))
    if count > PERSONS_TAKEN_MAX:
        raise Refusal(
            _("Pilihan itu memuat %(n)s orang, paling banyak %(most)s dalam satu berkas dengan NIK.")
            % {"n": in_words(count), "most": in_words(PERSONS_TAKEN_MAX)},
            advice=_("Pilih satu kelurahan, atau saring menurut desil."),
        )
    taken = Taken(uuid.uuid4(), numbered(families, wards))
    keys = [family.pk for family in families]
    record(
        "take_numbers", subject=("access.officer", by.id), by=by, on=on, reason=reason.strip(),
        details={"purpose": purpose, "families": len(keys), "persons": len(taken.rows), "number": str(taken.number)},
    )  # fmt: skip
    saw("export", keys, by=by, on=on, named=True, purpose=f"NIK: {purpose}")
    return taken


def _families_of(person_id: int) -> list[int]:
    """The family that a person belongs to, or belonged to last."""
    found = Membership.objects.filter(person_id=person_id).order_by("-since", "-pk").values_list("family_id", flat=True)
    return list(found[:1])


def _require_purpose(purpose: str, reason: str) -> None:
    if purpose not in PURPOSES:
        raise Refusal(_("Pilih untuk apa nama perlu terlihat."), field="purpose")
    if purpose == "other" and len(reason.strip()) < REASON_LETTERS_MIN:
        raise Refusal(_("Tuliskan alasannya dengan beberapa kata."), field="reason")
