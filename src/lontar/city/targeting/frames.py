"""A rule over an area as columns: every family's verdict, amount and the values that were found."""

import hashlib

import polars as pl

from lontar.city.registry import frames as registry
from lontar.science.eligibility.columns import judge
from lontar.science.eligibility.derived import (
    CARD_WORDS,
    FORM_WORDS,
    with_card_words,
    with_form_words,
    with_housing_words,
    with_list_words,
)
from lontar.science.eligibility.rulebook import Ruling
from lontar.science.eligibility.vocabulary import Field

# What a decision's found values are called, and so what an explanation of years later reads.
FAMILY, MEMBERS = "family", "members"


def judged(ruling: Ruling, place_id: int) -> pl.DataFrame:
    """One row for each family of the place: `family_id`, `place_id`, `verdict`, `amount`, `found` (JSON), sorted.

    `found` holds the columns that the rule reads, of the family and of each member, as they were on that day.
    """
    families, members = _families(ruling, place_id), _members(ruling, place_id)
    verdicts = judge(ruling, families, members).select("family_id", "verdict", "amount")
    asked = ruling.fields
    found = families.lazy().select("family_id", "place_id", pl.struct(_columns(asked, FAMILY, families)).alias(FAMILY))
    of_members = _columns(asked, "member", members)
    if of_members:
        listed = members.lazy().group_by("family_id").agg(pl.struct("relation", *of_members).alias(MEMBERS))
        found = found.join(listed, on="family_id", how="left")
    else:
        found = found.with_columns(pl.lit(None).alias(MEMBERS))
    json = pl.struct(FAMILY, MEMBERS).struct.json_encode().alias("found")
    return (
        found.join(verdicts, on="family_id")
        .select("family_id", "place_id", "verdict", "amount", json)
        .sort("family_id")
        .collect()
    )


def _families(ruling: Ruling, place_id: int) -> pl.DataFrame:
    """The families with every word that the rule asks for and the registry knows; housing is read only if it asks."""
    families = with_list_words(registry.families(place_id, on=ruling.on))
    housing = [field for field in ruling.fields if field.codes]
    if not housing:
        return families
    return with_housing_words(families, registry.living_conditions(place_id, on=ruling.on), housing)


def _members(ruling: Ruling, place_id: int) -> pl.DataFrame:
    """The members likewise; occupation and schooling are read only if the rule asks for what they decide."""
    asked = {field.name for field in ruling.fields}
    members = registry.members(place_id, on=ruling.on, card=bool(asked & CARD_WORDS))
    if asked & FORM_WORDS:
        members = with_form_words(members, registry.person_conditions(place_id, on=ruling.on))
    return with_card_words(members)


def _columns(asked: frozenset[Field], owner: str, frame: pl.DataFrame) -> list[pl.Expr]:
    names = sorted({column for field in asked if field.owner == owner for column in field.columns} - {"relation"})
    # Dates as text: the engine would write them as days since 1970.
    return [
        pl.col(name).cast(pl.String) if frame.schema[name] == pl.Date else pl.col(name)
        for name in names
        if name in frame.columns
    ]


def fingerprint(decisions: pl.DataFrame) -> str:
    """SHA-256 over every family, verdict and amount: two lists with one fingerprint are the same list."""
    rows = decisions.sort("family_id").select("family_id", "verdict", "amount")
    return hashlib.sha256(rows.write_csv(include_header=False).encode()).hexdigest()


def changed(before: pl.DataFrame, now: pl.DataFrame) -> int:
    """How many families appeared, vanished, or have another verdict or amount."""
    keys = ["family_id", "verdict", "amount"]
    left, right = before.select(keys), now.select(keys)
    gone = left.join(right, on=keys, how="anti")
    come = right.join(left, on=keys, how="anti")
    return pl.concat([gone, come])["family_id"].n_unique()


def tally(decisions: pl.DataFrame) -> dict[str, dict[str, int]]:
    """Families and rupiah of each verdict."""
    summed = decisions.group_by("verdict").agg(pl.len().alias("families"), pl.col("amount").sum())
    return {row["verdict"]: {"families": row["families"], "rupiah": row["amount"]} for row in summed.to_dicts()}


def tally_of_wards(decisions: pl.DataFrame) -> dict[str, dict[str, dict[str, int]]]:
    """The same by ward, the ward's key as text, as JSON would make it anyway."""
    parts = decisions.sort("place_id").partition_by("place_id", as_dict=True)
    return {str(key[0]): tally(part) for key, part in parts.items()}
