"""What a rule would do over an area before it counts: whom it takes by ward, and who stands nearest to its line."""

import hashlib
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any, Final

import polars as pl
from django.db import connection

from lontar.city.targeting.frames.subjects import asked_of, records_of
from lontar.science.eligibility.columns import DOES_NOT, QUALIFIES, UNDECIDED, judge
from lontar.science.eligibility.nearness import near
from lontar.science.eligibility.reading import Reading, read_family, read_person
from lontar.science.eligibility.rulebook import Ruling

VERDICTS: Final = (QUALIFIES, DOES_NOT, UNDECIDED)
EXAMPLES: Final = 10
# A preview is kept for whoever comes back to it; never longer, for a change may be committed after its number was drawn.
KEPT_SECONDS, KEPT_MOST = 600.0, 16


@dataclass(frozen=True, slots=True)
class Example:
    """A family near the line, or one of its members (`member` counts from 1), with its reading."""

    family_id: int
    place_id: int
    member: int
    reading: Reading


@dataclass(frozen=True, slots=True)
class Preview:
    """Whom a rule takes. `wards` has `place_id` and a column for each verdict; `moved` counts those whom the rule that
    counts now answers otherwise, by both verdicts; None where there is none to compare with."""

    ruling: Ruling
    wards: pl.DataFrame
    rupiah: int | None
    rupiah_most: int | None
    examples: dict[str, list[Example]]
    moved: dict[tuple[str, str], int] | None

    def total(self, verdict: str) -> int:
        """How many families or persons in all get this answer."""
        return int(self.wards.get_column(verdict).sum())

    @property
    def judged(self) -> int:
        return sum(self.total(verdict) for verdict in VERDICTS)


def preview(ruling: Ruling, place_id: int, *, before: Ruling | None = None, examples: int = EXAMPLES) -> Preview:
    """A rule over the families of a place that the acting officer may see; `before` is the rule that counts now."""
    before = before if before is not None and before.keys == ruling.keys else None
    asked = ruling.fields | (before.fields if before else frozenset())
    families, members = asked_of(asked, place_id, on=ruling.on)
    answers = judge(ruling, families, members).collect()
    placed = answers.join(families.select("family_id", "place_id"), on="family_id", how="inner")
    most = answers.filter(pl.col("verdict") == QUALIFIES).get_column("amount_most")
    counted = ruling.amount is not None
    return Preview(
        ruling=ruling,
        wards=_by_ward(placed),
        rupiah=int(answers.get_column("amount").sum()) if counted else None,
        rupiah_most=int(most.sum()) if counted and not most.has_nulls() else None,
        examples=_examples(ruling, placed, families, members, examples) if examples else {},
        moved=_moved(before, answers, families, members) if before else None,
    )


class Kept:
    """Previews of this process by what they were counted from: rule, rule before, place, what its officer sees, and data."""

    def __init__(self) -> None:
        self._found: OrderedDict[str, tuple[float, Preview]] = OrderedDict()

    def get(self, key: str) -> Preview | None:
        """What was counted under this key, unless that was too long ago."""
        at, found = self._found.get(key, (0.0, None))
        return found if time.monotonic() - at < KEPT_SECONDS else None

    def keep(self, key: str, found: Preview) -> Preview:
        self._found[key] = (time.monotonic(), found)
        while len(self._found) > KEPT_MOST:
            self._found.popitem(last=False)
        return found

    def forget(self) -> None:
        self._found.clear()


KEPT: Final = Kept()


def key_of(ruling: Ruling, place_id: int, *, before: Ruling | None, seen: Any, examples: int) -> str:
    """The fingerprint of everything that a preview is counted from. Whatever changes data leaves a line in the journal,
    so its last number stands for the data; `seen` is what of it the officer may see."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM journal_journalline_id_seq")
        (data,) = cursor.fetchone()
    texts = (ruling.rule.text, before.rule.text if before else "")
    told = (connection.settings_dict["NAME"], data, ruling.on, place_id, seen, examples, *texts)
    return hashlib.sha256(repr(told).encode()).hexdigest()


def _by_ward(placed: pl.DataFrame) -> pl.DataFrame:
    counts = [(pl.col("verdict") == verdict).sum().cast(pl.Int64).alias(verdict) for verdict in VERDICTS]
    return placed.group_by("place_id").agg(counts).sort("place_id")


def _moved(
    before: Ruling, answers: pl.DataFrame, families: pl.DataFrame, members: pl.DataFrame
) -> dict[tuple[str, str], int]:  # fmt: skip
    keys = list(before.keys)
    old = judge(before, families, members).collect().select(*keys, pl.col("verdict").alias("was"))
    pairs = answers.select(*keys, "verdict").join(old, on=keys, how="inner").group_by("was", "verdict").len()
    return {(was, now): count for was, now, count in pairs.select("was", "verdict", "len").iter_rows()}


def _examples(
    ruling: Ruling, placed: pl.DataFrame, families: pl.DataFrame, members: pl.DataFrame, most: int
) -> dict[str, list[Example]]:
    """Of each answer those nearest to the line; which of equals stand here is decided by a hash, not by who came first."""
    ordered = (
        near(ruling, placed.drop("place_id"), families, members)
        .with_columns(pl.col("family_id").hash(seed=1).alias("lot"))
        .sort("turns", "distance", "lot", nulls_last=True)
        .group_by("verdict", maintain_order=True)
        .head(most)
        .select(*ruling.keys, "verdict")
        .collect()
    )
    where = dict(placed.select("family_id", "place_id").iter_rows())
    known = records_of(families, members, set(ordered.get_column("family_id")))
    found: dict[str, list[Example]] = {verdict: [] for verdict in VERDICTS}
    for row in ordered.to_dicts():
        family, its = known[row["family_id"]]
        if "person_id" in row:
            at = next(n for n, one in enumerate(its) if one["person_id"] == row["person_id"])
            reading, member = read_person(ruling, family, its, at), at + 1
        else:
            reading, member = read_family(ruling, family, its), 0
        found[row["verdict"]].append(Example(row["family_id"], where[row["family_id"]], member, reading))
    return found
