"""The city of any day: who belonged to a family, where it lived, with whom it cooked, under which card."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Exists, F, Min, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from lontar.city.registry.models import (
    Decile,
    Dwelling,
    Family,
    Household,
    Identifier,
    LifeEvent,
    LifeEventPart,
    LifeEventScan,
    LifeEventUndo,
    Membership,
    Person,
    Sharing,
)
from lontar.kit.sealing import blinds

EVENTS_MOST = 50
# What each kind of event is called.
EVENT_WORDS: Final[Mapping[str, Any]] = {
    "born": _("Kelahiran"), "died": _("Kematian"), "person_moved_in": _("Orang datang"),
    "person_moved_out": _("Orang pindah keluar"), "moved_house": _("Pindah rumah"),
    "family_moved_out": _("Keluarga pindah keluar"), "married": _("Pernikahan"), "divorced": _("Perceraian"),
    "split": _("Pecah KK"), "joined": _("Gabung KK"), "head_changed": _("Ganti kepala keluarga"),
    "card_changed": _("Ganti nomor KK"), "corrected": _("Betulkan data diri"),
    "nik_given": _("Catat NIK"), "kitchen_shared": _("Satu dapur dengan keluarga lain"),
    "kitchen_left": _("Memasak sendiri"), "family_returned": _("Keluarga kembali"),
    "family_moved_in": _("Keluarga datang"),
}  # fmt: skip
# Of the others the family's story tells who took part.
OF_ONE_PERSON: Final = (
    "born", "died", "person_moved_in", "person_moved_out", "head_changed", "corrected", "nik_given",
)  # fmt: skip
NUMBER_DIGITS = 16


def by_day(on: date | None, prefix: str = "") -> Q:
    """Days that hold this day; without a day those that have not ended."""
    until, since = f"{prefix}until", f"{prefix}since"
    if on is None:
        return Q(**{f"{until}__isnull": True})
    return Q(**{f"{since}__lte": on}) & (Q(**{f"{until}__isnull": True}) | Q(**{f"{until}__gt": on}))


def memberships_on(family: Family, on: date | None) -> list[Membership]:
    """Who belonged to the family on a day and was alive."""
    rows = Membership.objects.filter(by_day(on), family=family).select_related("person")
    if on is not None:
        rows = rows.filter(Q(person__died_on=None) | Q(person__died_on__gt=on))
    return list(rows)


def dwelling_on(family: Family, on: date | None = None) -> Dwelling | None:
    """Where the family lived on that day, if that is known and the officer may see that ward."""
    return Dwelling.objects.filter(by_day(on, "residences__"), residences__family=family).first()


def household_on(family: Family, on: date | None = None) -> Household | None:
    """With whom it shared a kitchen; None is "nobody asked"."""
    return Household.objects.filter(by_day(on, "sharings__"), sharings__family=family).first()


def families_sharing(household: Household, on: date | None = None) -> list[int]:
    """The families of a household on that day."""
    rows = Sharing.objects.filter(by_day(on), household=household).order_by("family_id")
    return list(rows.values_list("family_id", flat=True))


def card_on(family: Family, on: date | None = None) -> Identifier | None:
    """The card of that day. One whose beginning nobody knows counts from before."""
    cards = Identifier.objects.filter(family=family)
    if on is None:
        return cards.filter(current=True).order_by("-pk").first()
    begun = cards.filter(Q(since=None) | Q(since__lte=on)).filter(Q(until=None, current=True) | Q(until__gt=on))
    return begun.order_by(F("since").desc(nulls_last=True), "-pk").first()


def decile_on(family: Family, on: date) -> Decile | None:
    """What DTSEN had said by that day."""
    return Decile.objects.filter(family=family, version_on__lte=on).order_by("-version_on", "-pk").first()


def poor_since(families: Collection[int], most: int) -> dict[int, date]:
    """The version of DTSEN that first said of each family that it is among the lowest deciles, up to `most`."""
    kept = Family.objects.filter(pk__in=families, decile__lte=most).values_list("pk", "decile_on")
    known = {family: day for family, day in kept if day is not None}
    told = Decile.objects.filter(family_id__in=families, decile__lte=most).values("family_id")
    return known | dict(told.annotate(first=Min("version_on")).values_list("family_id", "first"))


def known_since(family_id: int) -> date | None:
    """The first day of which it is known who belonged to the family; of those before nobody knows."""
    first: date | None = Membership.objects.filter(family_id=family_id).aggregate(first=Min("since"))["first"]
    return first


def family_of(person_id: int, on: date | None = None) -> int | None:
    """The family to which a person belonged on that day."""
    return Membership.objects.filter(by_day(on), person_id=person_id).values_list("family_id", flat=True).first()


@dataclass(frozen=True, slots=True)
class Told:
    """One recorded event of a family, with the paper behind it."""

    event_id: int
    kind: str
    happened: date
    on: date
    by: str
    paper: str
    paper_number: str
    paper_issued: date | None
    reason: str
    details: dict[str, Any]
    has_scan: bool
    undone: LifeEventUndo | None = None
    person_id: int | None = None  # whom it is about, where it is about one person


def events_of(family_id: int) -> list[Told]:
    """What was recorded about a family or its people, the newest first."""
    parts = LifeEventPart.objects.filter(family_id=family_id).values("event_id")
    found = (
        LifeEvent.objects.filter(pk__in=parts)
        .select_related("by", "undoing__by")
        .annotate(
            has_scan=Exists(LifeEventScan.objects.filter(event_id=OuterRef("pk"))),
            about=Subquery(LifeEventPart.objects.filter(event=OuterRef("pk")).order_by("pk").values("person_id")[:1]),
        )
        .order_by("-happened", "-pk")[:EVENTS_MOST]
    )
    return [
        Told(
            one.pk, one.kind, one.happened, one.on, one.by.name, one.paper, one.paper_number, one.paper_issued,
            one.reason, one.details, one.has_scan, getattr(one, "undoing", None),
            one.about if one.kind in OF_ONE_PERSON else None,
        )
        for one in found
    ]  # fmt: skip


def event_or_none(key: int) -> LifeEvent | None:
    """One event, if the officer may see it."""
    return LifeEvent.objects.select_related("by").filter(pk=key).first() if 0 < key < 2**63 else None


def person_of_event(event: LifeEvent) -> int | None:
    """Whom an event is about, where it is about one person."""
    if event.kind not in OF_ONE_PERSON:
        return None
    return LifeEventPart.objects.filter(event=event).order_by("pk").values_list("person_id", flat=True).first()


def families_of_event(event_id: int) -> list[int]:
    """The families that an event concerns, the one that it is about first."""
    parts = LifeEventPart.objects.filter(event_id=event_id).order_by("pk")
    return list(dict.fromkeys(parts.values_list("family_id", flat=True)))


def events_since(person_id: int, at: datetime) -> list[LifeEvent]:
    """What was recorded since then about a person, or about the family that they belong to; the newest first."""
    families = Membership.objects.filter(person_id=person_id, until=None).values("family_id")
    about = Q(parts__person_id=person_id) | Q(parts__family_id__in=families, parts__person=None)
    return list(LifeEvent.objects.filter(about, at__gte=at).order_by("-pk").distinct()[:EVENTS_MOST])


def scan_of(event_id: int) -> LifeEventScan | None:
    """The scan of an event's document, if the officer may see the event."""
    return LifeEventScan.objects.filter(event_id=event_id).first()


def family_by_number(number: str) -> int | None:
    """A family here by its local number or its card."""
    digits = "".join(letter for letter in number if letter.isdigit())
    families = Family.objects.filter(ended_on=None)
    if len(digits) == NUMBER_DIGITS:
        found = Identifier.objects.filter(kind="kk", blind__in=blinds("kk", digits), family__in=families)
        return found.order_by("-current", "-pk").values_list("family_id", flat=True).first()
    return (
        families.filter(pk=int(digits)).values_list("pk", flat=True).first()
        if 0 < len(digits) < NUMBER_DIGITS
        else None
    )


def person_by_number(number: str) -> int | None:
    """A living person by their local number or NIK."""
    digits = "".join(letter for letter in number if letter.isdigit())
    people = Person.objects.filter(died_on=None)
    if len(digits) == NUMBER_DIGITS:
        found = Identifier.objects.filter(kind="nik", blind__in=blinds("nik", digits), person__in=people)
        return found.order_by("-current", "-pk").values_list("person_id", flat=True).first()
    return (
        people.filter(pk=int(digits)).values_list("pk", flat=True).first() if 0 < len(digits) < NUMBER_DIGITS else None
    )
