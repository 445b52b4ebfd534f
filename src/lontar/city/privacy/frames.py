"""People as columns for analysis: nobody stands with fewer than four others, no name and no number leaves."""

from datetime import date

import polars as pl

from lontar.city.places import queries as places
from lontar.city.registry import frames as registry
from lontar.science.anonymity import release


def for_analysis(*, on: date) -> tuple[pl.DataFrame, int]:
    """Counts by area, years of birth and sex of the acting officer's places, and how many people are withheld."""
    home = places.home_or_refuse()
    members = registry.members(home.pk, on=on)
    people = members.select(
        pl.format("{}", pl.col("place_id")).alias("ward"),
        pl.format("{}", pl.col("place_id") // 10_000 * 10_000).alias("district"),
        pl.col("birth_date").dt.year().alias("birth_year"),
        pl.col("sex"),
    )
    told, withheld = release(people)
    codes = {str(place.pk): place.code for place in places.below(home.pk)}
    return told.with_columns(pl.col("area").replace(codes | {"all": home.code})), withheld


def area_names() -> dict[str, str]:
    """What the codes of areas are called."""
    home = places.home_or_refuse()
    return {place.code: place.name for place in places.below(home.pk)} | {home.code: home.name}
