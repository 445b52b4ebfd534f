"""The city of any day: who belonged to a family, where it lived, with whom it cooked, under which card."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q

from lontar.city.registry.models import Decile, Dwelling, Family, Household, Identifier, Membership, Residence, Sharing


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


def family_of(person_id: int, on: date | None = None) -> int | None:
    """The family to which a person belonged on that day."""
    return Membership.objects.filter(by_day(on), person_id=person_id).values_list("family_id", flat=True).first()


@dataclass(frozen=True, slots=True)
class Stay:
    """Days of a family at a place; rt, rw and address are None where another ward's wall hides them."""

    place_id: int
    since: date
    until: date | None
    dwelling: Dwelling | None


def stays_of(family_id: int) -> list[Stay]:
    """Where a family has lived, the newest first, as far as the acting officer may see."""
    rows = list(Residence.objects.filter(family_id=family_id).order_by("-since"))
    homes: dict[int, Any] = Dwelling.objects.in_bulk([row.dwelling_id for row in rows])
    return [Stay(row.place_id, row.since, row.until, homes.get(row.dwelling_id)) for row in rows]
