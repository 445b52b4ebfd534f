"""A rule over an area as columns: every family's verdict, amount and the values that were found."""

import hashlib
from collections.abc import Sequence
from datetime import date

import polars as pl
from django.db import connection
from psycopg import sql

from lontar.city.registry import frames as registry
from lontar.city.targeting.frames.subjects import asked_of
from lontar.engine import copying
from lontar.science.eligibility.columns import judge
from lontar.science.eligibility.rulebook import Ruling
from lontar.science.eligibility.vocabulary import Field
from lontar.science.selection import Terms, cut, public_numbers, select
from lontar.science.welfare import Model
from lontar.science.welfare.of_registry import SIZE, scored, sources_of

# What a decision's found values are called, and so what an explanation of years later reads.
FAMILY, MEMBERS = "family", "members"


def judged(
    ruling: Ruling, place_id: int, criteria: Sequence[str] = (), *, model: Model | None = None
) -> pl.DataFrame:  # fmt: skip
    """One row for each family of the place: `family_id`, `place_id`, `verdict`, `amount`, `found` (JSON), sorted.

    `found` holds the columns that the rule reads, of the family and of each member, as they were on that day. Behind
    them stand the columns of the criteria by which families are ranked.
    """
    also = {COUNTED[name] for name in criteria if name in COUNTED}
    scored_by = model if "score" in criteria else None
    sizes = "size" in criteria or (scored_by is not None and SIZE in sources_of(scored_by).values())
    families, members = asked_of(ruling.fields, place_id, on=ruling.on, sizes=sizes, also=also)
    # As text, which sorts as the database's index does: an Enum would sort by its own order.
    verdicts = judge(ruling, families, members).select("family_id", pl.col("verdict").cast(pl.String), "amount")
    asked = ruling.fields
    found = families.lazy().select("family_id", "place_id", pl.struct(_columns(asked, FAMILY, families)).alias(FAMILY))
    of_members = _columns(asked, "member", members)
    if of_members:
        listed = members.lazy().group_by("family_id").agg(pl.struct("relation", *of_members).alias(MEMBERS))
        found = found.join(listed, on="family_id", how="left")
    else:
        found = found.with_columns(pl.lit(None).alias(MEMBERS))
    json = pl.struct(FAMILY, MEMBERS).struct.json_encode().alias("found")
    if scored_by is not None:
        answers = registry.living_conditions(place_id, on=ruling.on)
        own = families.select("family_id", *([SIZE] if sizes else []))
        scores = scored(scored_by, own.join(answers, on="family_id", how="left", maintain_order="left"))
        families = families.join(scores, on="family_id", how="left", maintain_order="left")
    measured = _measured(families, members, criteria, ruling.on)
    return (
        found.join(verdicts, on="family_id")
        .select("family_id", "place_id", "verdict", "amount", json)
        .join(measured, on="family_id", how="left")
        .sort("family_id")
        .collect()
    )


# Counted over the members: the column that tells it, and who is meant.
ELDERLY_YEARS = 60  # UU 13/1998
SMALL_CHILD_YEARS = 6
COUNTED = {"disabled": "disability", "elderly": "birth_date", "small_children": "birth_date"}


def _meant(name: str, on: date) -> pl.Expr:
    if name == "disabled":
        return pl.col("disability") != ""
    born, today = pl.col("birth_date").dt, on.year * 10_000 + on.month * 100 + on.day
    days = today - (born.year().cast(pl.Int32) * 10_000 + born.month().cast(pl.Int32) * 100 + born.day())
    return days >= ELDERLY_YEARS * 10_000 if name == "elderly" else days < SMALL_CHILD_YEARS * 10_000


def _measured(families: pl.DataFrame, members: pl.DataFrame, criteria: Sequence[str], on: date) -> pl.LazyFrame:
    """What families are ranked by. Where nobody's birth or disability is known, the count is unknown and not nought."""
    of_family = [name for name in criteria if name in families.columns]
    frame = families.lazy().select("family_id", *of_family)
    counted = [name for name in criteria if name in COUNTED]
    if not counted:
        return frame
    sums = [
        pl.when(pl.col(COUNTED[name]).is_not_null().any()).then(_meant(name, on).sum().cast(pl.Int64)).alias(name)
        for name in counted
    ]
    return frame.join(members.lazy().group_by("family_id").agg(sums), on="family_id", how="left")


def chosen(decisions: pl.DataFrame, terms: Terms, *, key: str) -> pl.DataFrame:
    """The decisions with `number`, `measures` (JSON), `rank` and `standing`; who does not qualify has none of them."""
    names = [name for name in terms.criteria if name in decisions.columns]
    qualifies = decisions.filter(pl.col("verdict") == "qualifies")
    listed = qualifies.select(
        "family_id", "amount", *names,
        pl.Series("number", public_numbers(key, qualifies["family_id"]), dtype=pl.String),
    )  # fmt: skip
    selected = select(listed, terms)
    return (
        decisions.drop(names)
        .join(
            selected.select(
                "family_id", "number", "rank", "standing",
                pl.concat_str(
                    pl.lit("["),
                    pl.concat_str(*(pl.col(name).cast(pl.String).fill_null("null") for name in names), separator=",")
                    if names
                    else pl.lit(""),
                    pl.lit("]"),
                ).alias("measures"),
            ),
            on="family_id", how="left", maintain_order="left",
        )
        .with_columns(
            pl.col("number").fill_null(""), pl.col("standing").fill_null(""), pl.col("measures").fill_null("[]")
        )
    )  # fmt: skip


def _columns(asked: frozenset[Field], owner: str, frame: pl.DataFrame) -> list[pl.Expr]:
    names = sorted({column for field in asked if field.owner == owner for column in field.columns} - {"relation"})
    # Dates as text: the engine would write them as days since 1970.
    return [
        pl.col(name).cast(pl.String) if frame.schema[name] == pl.Date else pl.col(name)
        for name in names
        if name in frame.columns
    ]


def fingerprint(decisions: pl.DataFrame) -> str:
    """SHA-256 over every family, verdict, amount, rank and standing: two lists with one fingerprint are the same list."""
    rows = decisions.sort("family_id").select("family_id", "verdict", "amount", "number", "rank", "standing")
    return hashlib.sha256(rows.write_csv(include_header=False).encode()).hexdigest()


LIST = {
    "family_id": pl.Int64, "place_id": pl.Int64, "verdict": pl.String, "amount": pl.Int64, "number": pl.String,
    "rank": pl.Int64, "standing": pl.String, "added": pl.Int64,
}  # fmt: skip
# `added` is the order in which meetings put families on the list; null for whoever was ranked.
ON_LIST = sql.SQL(
    "SELECT d.family_id, d.place_id, d.verdict, d.amount, d.number, d.rank, d.standing, a.id "
    "FROM targeting_decision d LEFT JOIN targeting_amendment a ON a.round_id = d.round_id "
    "AND a.family_id = d.family_id AND a.kind = 'add' AND a.withdrawn_on IS NULL "
    "WHERE d.round_id = %s AND d.standing <> ''"
)


def on_list(round_id: int) -> pl.DataFrame:
    """The list of a round as it stands in the database now: whoever is chosen, waits, was struck or added."""
    with connection.cursor() as cursor:
        return copying.frame(cursor, ON_LIST, [round_id], LIST)


def cut_again(listed: pl.DataFrame, terms: Terms) -> pl.DataFrame:
    """The list after the meetings: the struck stay out, the added stand behind the ranked in the order they came."""
    struck = listed.filter(pl.col("standing") == "struck")
    ranked = pl.col("added").is_null()
    last = listed.filter(ranked).get_column("rank").max() or 0
    ordered = listed.filter(pl.col("standing") != "struck").sort("added", "rank", nulls_last=False)
    new = pl.int_range(1, pl.len() + 1).over("late") + pl.lit(last)
    ordered = ordered.with_columns(ranked.not_().alias("late")).with_columns(
        pl.when("late").then(new).otherwise("rank").cast(pl.Int64).alias("rank")
    )
    return pl.concat([cut(ordered.drop("late"), quota=terms.quota, budget=terms.budget), struck])


def tally_standings(listed: pl.DataFrame) -> dict[str, dict[str, int]]:
    """Families and rupiah of each standing."""
    summed = listed.group_by("standing").agg(pl.len().alias("families"), pl.col("amount").sum())
    return {row["standing"]: {"families": row["families"], "rupiah": row["amount"]} for row in summed.to_dicts()}


def inputs_fingerprint(decisions: pl.DataFrame) -> str:
    """SHA-256 over what was found of every family: two rounds with one fingerprint have read the same registry."""
    rows = decisions.sort("family_id").select("family_id", "place_id", "found", "measures")
    return hashlib.sha256(rows.write_csv(include_header=False).encode()).hexdigest()


def tally(decisions: pl.DataFrame) -> dict[str, dict[str, int]]:
    """Families and rupiah of each verdict, and of each standing among those who qualify."""
    told: dict[str, dict[str, int]] = {}
    for column in ("verdict", "standing"):
        summed = decisions.group_by(column).agg(pl.len().alias("families"), pl.col("amount").sum())
        told |= {
            row[column]: {"families": row["families"], "rupiah": row["amount"]}
            for row in summed.to_dicts()
            if row[column]
        }
    return told


def tally_of_wards(decisions: pl.DataFrame) -> dict[str, dict[str, dict[str, int]]]:
    """The same by ward, the ward's key as text, as JSON would make it anyway."""
    parts = decisions.sort("place_id").partition_by("place_id", as_dict=True)
    return {str(key[0]): tally(part) for key, part in parts.items()}
