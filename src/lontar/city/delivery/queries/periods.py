"""Questions about periods: for which a decreed list has been made owed, and which come next."""

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Sum

from lontar.city.delivery.models import Entitlement
from lontar.city.delivery.queries.owed import agency_id_of
from lontar.city.targeting import queries as targeting
from lontar.kit.gate import Actor, Role

PERIOD = re.compile(r"(20\d{2})-(?:T([1-4])|(0[1-9]|1[0-2]))")


@dataclass(frozen=True, slots=True)
class Listed:
    """One decreed list, the periods that are owed already, and those that could be opened."""

    round: Any
    opened: list[tuple[str, int, int]]  # period, families, rupiah
    next: list[str]


def later_periods(round_: Any) -> list[str]:
    """The periods after the round's own, of the same kind and within the line's year: a budget is a year's."""
    found = PERIOD.fullmatch(round_.period)
    if found is None:
        return []
    year, quarter, month = found.groups()
    if int(year) != round_.line.year:
        return []
    if quarter:
        return [f"{year}-T{n}" for n in range(int(quarter) + 1, 5)]
    return [f"{year}-{n:02d}" for n in range(int(month) + 1, 13)]


def listed_rounds(actor: Actor) -> list[Listed]:
    """The decreed lists that this officer may open a period for, the newest first."""
    rounds = targeting.rounds_for(actor).filter(state="decreed", outcome="entitles").select_related("line", "place")
    if actor.role == Role.OPERATOR:
        rounds = rounds.filter(line__agency_id=agency_id_of(actor) or 0)
    found = list(rounds.order_by("-pk"))
    opened: dict[int, list[tuple[str, int, int]]] = {}
    rows = Entitlement.objects.filter(round__in=[one.pk for one in found]).exclude(status="cancelled")
    for key, period, families, amount in (
        rows.values_list("round_id", "period").annotate(n=Count("pk"), sum=Sum("amount")).order_by("round_id", "period")
    ):
        opened.setdefault(key, []).append((period, families, int(amount)))
    told = []
    for one in found:
        known = {period for period, _families, _amount in opened.get(one.pk, [])}
        told.append(Listed(one, opened.get(one.pk, []), [p for p in later_periods(one) if p not in known]))
    return told
