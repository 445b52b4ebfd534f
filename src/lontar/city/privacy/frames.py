"""People as columns for analysis: nobody stands with fewer than four others, no name and no number leaves."""

from collections.abc import Mapping
from datetime import date

import polars as pl

from lontar.city.access import queries as access
from lontar.city.places import queries as places
from lontar.city.privacy.models import CountTable
from lontar.city.registry import frames as registry
from lontar.kit.gate import Actor
from lontar.science.anonymity import CELL, GROUP, WHOLE, Renewed, renewed


def counted_again(*, on: date) -> Renewed:
    """The people of the city as groups of at least five that tell, beside last month's, of nobody's coming and going."""
    home = places.home_or_refuse()
    people = registry.members(home.pk, on=on).select(
        pl.format("{}", pl.col("place_id")).alias("ward"),
        pl.format("{}", pl.col("place_id") // 10_000 * 10_000).alias("district"),
        pl.col("birth_date").dt.year().alias("birth_year"),
        pl.col("sex"),
    )
    last = CountTable.objects.order_by("-month").first()
    return renewed(people, Renewed(_rows(last.groups, GROUP), _rows(last.cells, CELL)) if last else None)


def for_analysis(by: Actor) -> tuple[pl.DataFrame, date | None]:
    """The newest table within the officer's places, and its day; nothing before the first month was counted."""
    last = CountTable.objects.order_by("-month").only("groups", "on").first()
    told = _rows(last.groups if last else [], GROUP)
    home = places.home_or_refuse()
    reach = access.spans(by.id)
    codes = {str(place.pk): place.code for place in places.below(home.pk)} | {WHOLE: home.code}
    mine = [
        area
        for area in codes
        if any(low <= first and last <= high for low, high in reach for first, last in [places.span(int(area) if area != WHOLE else home.pk)])
    ]  # fmt: skip
    kept = told.filter(pl.col("area").is_in(mine)).with_columns(pl.col("area").replace(codes))
    return kept, last.on if last else None


def area_names() -> dict[str, str]:
    """What the codes of areas are called."""
    home = places.home_or_refuse()
    return {place.code: place.name for place in places.below(home.pk)} | {home.code: home.name}


def _rows(rows: list[list[object]], schema: Mapping[str, type[pl.DataType]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=schema, orient="row")
