"""The catalogue of a year as columns: each line with its money."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from lontar.city.programmes.models import Budget, Line, Realisation


@dataclass(frozen=True, slots=True)
class OfferedLine:
    """A line with what was set aside for it and what its agency reported as spent; None where neither is known."""

    id: int
    key: str
    name: str
    agency: str
    pillar: str
    payer: str
    reach: str
    sensitive: bool
    planned: int | None
    reported: int | None


def offered(place_id: int, *, year: int, until: date) -> list[OfferedLine]:
    """Every line of a year in a city, with its money as it was known on a day, the largest budget first."""
    lines = Line.objects.filter(place_id=place_id, year=year).select_related("agency")
    # Two sums, asked apart: joined in one query each budget would be counted once for every realisation.
    planned = dict(
        Budget.objects.in_force(until)
        .filter(line__in=lines)
        .values_list("line_id")
        .annotate(sum=Sum("amount"))
    )  # fmt: skip
    reported = dict(
        Realisation.objects.filter(line__in=lines, recorded_on__lte=until)
        .values_list("line_id")
        .annotate(sum=Sum("amount"))
    )  # fmt: skip
    rows = [
        OfferedLine(
            id=line.pk, key=line.key, name=line.name, agency=line.agency.name, pillar=line.pillar, payer=line.payer,
            reach=line.reach, sensitive=line.sensitive, planned=planned.get(line.pk), reported=reported.get(line.pk),
        )
        for line in lines
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (-(row.planned or 0), row.name))
