"""Lists of families: found by name, number, place or decile."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from lontar.city.registry.models import Decile, Dwelling, Family, Identifier, Membership, Person, Residence, Tally
from lontar.city.registry.queries.groups import GROUPS, families_in
from lontar.city.registry.queries.over_time import by_day
from lontar.city.registry.queries.shields import hidden_families
from lontar.kit.sealing import blinds
from lontar.science.names import name_key
from lontar.science.place_codes import span

NAMES_MOST = 2000
WORDS_MOST = 6
NUMBER = re.compile(r"^\d{16}$")
LOCAL = re.compile(r"^K-?0*(\d{1,12})$", re.IGNORECASE)
PERSON = re.compile(r"^P-?0*(\d{1,12})$", re.IGNORECASE)
ORDERS = {
    "number": ("pk",), "-number": ("-pk",), "ward": ("place_id", "pk"), "-ward": ("-place_id", "pk"),
    "decile": ("decile", "place_id", "pk"), "-decile": ("-decile", "place_id", "pk"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FamilyFilter:
    """What is asked for; an empty field asks nothing."""

    words: str = ""
    place_id: int | None = None
    decile: str = ""  # "1-4", "5-10", "none"
    order: str = "ward"
    group: str = ""  # one of `groups.GROUPS`, asked on the day `on`
    on: date | None = None
    day: date | None = None  # how things stood on this past day: who lived where, and their decile as known by then
    present: bool = False  # only those who live here now; else those who left, joined another or died out as well


@dataclass(frozen=True, slots=True)
class FamilyRow:
    """One line of a list of families."""

    id: int
    local_number: str
    head: str
    place_id: int
    ward: str
    rt: str
    rw: str
    size: int
    decile: int | None
    decile_on: date | None
    has_card: bool
    hidden: bool = False  # the address is kept from this officer; it is not unknown


def families_matching(wanted: FamilyFilter) -> QuerySet[Family]:
    """The families inside the acting officer's places that match, in the wanted order."""
    found = Family.objects.order_by(*ORDERS.get(wanted.order, ORDERS["ward"]))
    inside = Q()
    if wanted.place_id is not None:
        lowest, highest = span(wanted.place_id)
        inside = Q(place_id__gte=lowest, place_id__lte=highest)
    if wanted.day is not None:
        found = _on_day(found, wanted.day, inside, wanted.order)
    else:
        found = found.filter(inside)
        if wanted.present:
            found = found.filter(ended_on=None)
    if wanted.group in GROUPS and wanted.on is not None:
        found = found.filter(pk__in=families_in(wanted.group, wanted.on))
    decile = "decile" if wanted.day is None else "decile_then"
    if wanted.decile == "none":
        found = found.filter(**{f"{decile}__isnull": True})
    elif "-" in wanted.decile:
        low, _, high = wanted.decile.partition("-")
        if low.isdecimal() and high.isdecimal():
            found = found.filter(**{f"{decile}__gte": int(low), f"{decile}__lte": int(high)})
    if wanted.words.strip():
        found = found.filter(pk__in=_found_by(wanted.words.strip()))
    return found


def _on_day(found: QuerySet[Family], day: date, inside: Q, order: str) -> QuerySet[Family]:
    """The families that had members on a past day and lived inside the place, with their ward and decile of then."""
    homes = Residence.objects.filter(by_day(day), inside, family=OuterRef("pk"))
    deciles = Decile.objects.filter(family=OuterRef("pk"), version_on__lte=day).order_by("-version_on", "-pk")
    found = found.filter(Exists(Membership.objects.filter(by_day(day), family=OuterRef("pk"))))
    found = found.annotate(
        place_then=Subquery(homes.values("place_id")[:1]), decile_then=Subquery(deciles.values("decile")[:1]),
        decile_then_on=Subquery(deciles.values("version_on")[:1]),
    )  # fmt: skip
    if inside:
        found = found.filter(place_then__isnull=False)
    then = {"place_id": "place_then", "decile": "decile_then"}
    keys = [key.removeprefix("-") for key in ORDERS.get(order, ORDERS["ward"])]
    signs = ["-" * key.startswith("-") for key in ORDERS.get(order, ORDERS["ward"])]
    return found.order_by(*(sign + then.get(key, key) for sign, key in zip(signs, keys, strict=True)))


def count_known(wanted: FamilyFilter) -> int | None:
    """How many families match where the tally knows it; None where they must be counted."""
    if wanted.words.strip() or wanted.group or wanted.decile or wanted.day or not wanted.present:
        return None
    tally = Tally.objects.all()
    if wanted.place_id is not None:
        lowest, highest = span(wanted.place_id)
        tally = tally.filter(place_id__gte=lowest, place_id__lte=highest)
    return int(tally.aggregate(n=Coalesce(Sum("families"), 0))["n"])


def _found_by(words: str) -> Any:
    """Keys of families by an exact NIK or KK, by a local number, or by words of any member's name, slips forgiven."""
    digits = words.replace(" ", "").replace(".", "")
    if NUMBER.match(digits):
        return _by_number(digits)
    if local := LOCAL.match(digits):
        return [int(local[1])]
    if person := PERSON.match(digits):
        return _of_person(int(person[1]))
    # One or two letters stand in nearly every name.
    parts = [part for part in name_key(words[:120]).split() if len(part) > 2][:WORDS_MOST]
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT registry_families_of_name(%s, %s)", [parts, NAMES_MOST])
        return [key for (key,) in cursor.fetchall()]


def _of_person(key: int) -> list[int]:
    """The family of a person by the number on our pages; a merged record's number leads to who it is now."""
    top = Person.objects.filter(pk=key).values_list("merged_into_id", flat=True).first() or key
    return list(Membership.objects.filter(person_id=top, until=None).values_list("family_id", flat=True))


def _by_number(digits: str) -> list[int]:
    hashes = [*blinds("nik", digits), *blinds("kk", digits)]
    numbers = Identifier.objects.filter(blind__in=hashes)
    persons = [number.person_id for number in numbers if number.person_id]
    families = {number.family_id for number in numbers if number.family_id}
    of_persons = Membership.objects.filter(person_id__in=persons, until=None).values_list("family_id", flat=True)
    return sorted(families | set(of_persons))


def rows_of(families: Iterable[Family], wards: dict[int, str], day: date | None = None) -> list[FamilyRow]:
    """These families as lines of a list, in two questions however many there are; `day` as they were asked for."""
    kept = list(families)
    keys = [family.pk for family in kept]
    members = Membership.objects.filter(by_day(day), family_id__in=keys)
    if day is not None:
        members = members.filter(Q(person__died_on=None) | Q(person__died_on__gt=day))
    heads = dict(_heads(members))
    sizes = dict(members.values_list("family_id").annotate(n=Count("id")))
    dwellings = Dwelling.objects.filter(by_day(day, "residences__"), residences__family_id__in=keys)
    homes = {key: (rt, rw) for key, rt, rw in dwellings.values_list("residences__family_id", "rt", "rw")}
    hidden = hidden_families(keys)
    return [
        FamilyRow(
            id=family.pk,
            local_number=family.local_number,
            head=heads.get(family.pk, ""),
            place_id=_then(family, "place", family.place_id, day),
            ward=wards.get(_then(family, "place", family.place_id, day), ""),
            rt=homes.get(family.pk, ("", ""))[0],
            rw=homes.get(family.pk, ("", ""))[1],
            size=sizes.get(family.pk, 0),
            decile=_then(family, "decile", family.decile, day),
            decile_on=family.decile_on if day is None else family.decile_then_on,  # type: ignore[attr-defined]  # annotated
            has_card=family.has_card,
            hidden=family.pk in hidden,
        )
        for family in kept
    ]


def _then(family: Family, name: str, now: Any, day: date | None) -> Any:
    """A value of the day; where a wall hides where a family lived then, the ward of today."""
    then = now if day is None else getattr(family, f"{name}_then")
    return now if name == "place" and then is None else then


def _heads(members: QuerySet[Membership]) -> Iterable[tuple[int, str]]:
    head = Person.objects.filter(pk=OuterRef("person_id")).values("name")
    return (
        members.filter(relation=Membership.Relation.HEAD)
        .annotate(head=Subquery(head))
        .order_by("-pk")
        .values_list("family_id", "head")
    )


def family_or_none(key: int) -> Family | None:
    """The family with its ward and district, if it lies in the acting officer's places."""
    return Family.objects.filter(pk=key).select_related("place__parent").first()


def figures_of(place_id: int) -> dict[str, Any]:
    """Families and persons of a place, and what is known of their deciles, as far as the officer may see."""
    lowest, highest = span(place_id)
    found = Tally.objects.filter(place_id__gte=lowest, place_id__lte=highest).aggregate(
        **{name: Coalesce(Sum(name), 0) for name in ("families", "persons", "with_decile", "poorest", "without_card")},
        decile_on=Max("decile_on"),
    )
    return dict(found)


def figures_by_ward(place_id: int) -> dict[int, dict[str, Any]]:
    """The same for each ward that has families."""
    lowest, highest = span(place_id)
    fields = ("families", "persons", "with_decile", "poorest", "without_card", "decile_on")
    found = Tally.objects.filter(place_id__gte=lowest, place_id__lte=highest)
    return {row.pop("place_id"): row for row in found.values("place_id", *fields)}
