"""Pairs of records that may be one person: in a registry, between new records and known ones, or for one person."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Final

import numpy as np
import polars as pl

from lontar.engine.linkage.comparing import compared
from lontar.engine.linkage.copies import with_spare, without_spare
from lontar.engine.linkage.model import Model, saved_model
from lontar.science.linkage.blocks import pairs
from lontar.science.linkage.columns import Bools, Keys, Rows
from lontar.science.linkage.facts import Facts, by_person, facts
from lontar.science.linkage.groups import groups, unseen
from lontar.science.linkage.keys import COLUMNS, keys
from lontar.science.linkage.levels import FIELDS, LEVELS, UNKNOWN, level_at
from lontar.science.linkage.sieve import promising
from lontar.science.linkage.stories import (
    BANDS,
    LOOK,
    SAME,
    Expected,
    Ints,
    Weighed,
    bands,
    probability,
    sample,
    strangers_counted,
    weigh,
)  # fmt: skip
from lontar.science.trouble import Refusal

Tell = Callable[[int, int, str], None]
QUEUED: Final = (SAME, LOOK)
STEPS: Final = 4
LINK_BITS: Final = 1.5
FITTED_ROWS_MIN: Final = 2_000
SAMPLED: Final = 20_000
KEPT_BITS: Final = -4.0
"""Pairs that cannot reach this weight are not compared at all."""
CARELESS_BITS: Final = 1.0
ONE_MAX: Final = 2_000
TYPED: Final = Expected(copies=0.02)
"""Of the persons typed in, about one in fifty is known already: there is no file to count that in."""


@dataclass(frozen=True, slots=True)
class Found:
    """The compared pairs with weight and band, and what the file told of itself: how many copies, how careless."""

    pairs: pl.DataFrame
    expected: Expected
    model: Model


@dataclass(frozen=True, slots=True)
class Reason:
    """What one field says about two records, in bits for (+) or against (-) their being one person."""

    field: str
    left: str
    right: str
    level: str
    weight: float
    words: dict[str, str]


@dataclass(frozen=True, slots=True)
class Why:
    """A pair's weight as a sum: `start`, then one reason for each field."""

    weight: float
    probability: float
    band: str
    against: str
    start: float
    reasons: tuple[Reason, ...]


def find(
    records: pl.DataFrame, *, model: Model | None = None, bands: Sequence[str] = QUEUED, tell: Tell | None = None
) -> pl.DataFrame:
    """The pairs of one file that may be one person, heaviest first."""
    return _found(records, None, model or saved_model(), tell).pairs.filter(pl.col("band").is_in(list(bands)))


def find_new(
    new: pl.DataFrame, known: pl.DataFrame, *, model: Model | None = None, bands: Sequence[str] = QUEUED,
    tell: Tell | None = None,
) -> pl.DataFrame:  # fmt: skip
    """The pairs in which at least one record is of `new`; that one is on the left."""
    both = pl.concat([weighable(new), weighable(known)])
    is_new = np.arange(len(both)) < len(new)
    found = _found(both, is_new, model or saved_model(), tell).pairs
    return found.filter(pl.col("band").is_in(list(bands)))


def find_one(
    person: Mapping[str, Any], candidates: pl.DataFrame, *, model: Model | None = None,
    bands: Sequence[str] = QUEUED,
) -> pl.DataFrame:  # fmt: skip
    """Who of a few candidates may be the person that is being typed in."""
    if len(candidates) > ONE_MAX:
        raise ValueError(f"find_one takes at most {ONE_MAX} candidates")
    known = weighable(candidates)
    blank = 0 if known.schema["record_id"].is_integer() else ""
    row = {"record_id": person.get("record_id", blank), **{name: person.get(name) for name in COLUMNS}}
    one = weighable(pl.DataFrame([row]), like=known)
    both = pl.concat([one, known])
    left, right = np.zeros(len(known), dtype=np.int64), np.arange(1, len(both), dtype=np.int64)
    found = _weighed(both, left, right, model or saved_model(), TYPED).pairs
    return found.filter(pl.col("band").is_in(list(bands)))


def clusters(found: pl.DataFrame) -> pl.DataFrame:
    """Groups of records that are likelier one person than not; `found` with all bands keeps siblings apart best."""
    links = found.filter(pl.col("weight") >= LINK_BITS)
    return groups(links, found)


def find_and_group(
    records: pl.DataFrame, *, model: Model | None = None, tell: Tell | None = None
) -> tuple[Found, pl.DataFrame]:
    """All pairs, and groups checked from inside: in a group of three or more, every pair was compared."""
    model = model or saved_model()
    plain, spare = without_spare(weighable(records))
    whole = facts(keys(plain, on=today()))
    found = _found(plain, None, model, tell, whole)
    grouped = clusters(found.pairs)
    missing = unseen(grouped, found.pairs)
    if len(missing):
        at = pl.DataFrame({"record_id": plain.get_column("record_id"), "at": np.arange(len(plain))})
        rows = missing.join(at, left_on="left_id", right_on="record_id").join(
            at, left_on="right_id", right_on="record_id", suffix="_right"
        )
        left, right = rows.get_column("at").to_numpy(), rows.get_column("at_right").to_numpy()
        more = _weighed(plain, np.minimum(left, right), np.maximum(left, right), found.model, found.expected, whole)
        together = pl.concat([found.pairs, more.pairs]).sort("weight", descending=True)
        found = replace(found, pairs=together)
        grouped = clusters(found.pairs)
    if len(spare):
        together, grouped = with_spare(found.pairs, grouped, spare, link=LINK_BITS)
        found = replace(found, pairs=together)
    return found, grouped


def explain(left: Mapping[str, Any], right: Mapping[str, Any], *, model: Model | None = None) -> Why:
    """Why two records are taken for one person or for two, field by field."""
    model = model or saved_model()
    rows = [{"record_id": at, **{name: one.get(name) for name in COLUMNS}} for at, one in enumerate((left, right))]
    both = weighable(pl.DataFrame(rows, schema_overrides=_schema(rows)))
    pair = (np.zeros(1, dtype=np.int64), np.ones(1, dtype=np.int64))
    found = _weighed(both, *pair, model, TYPED).pairs.row(0, named=True)
    reasons = tuple(_reason(field, found, left, right) for field in FIELDS)
    return Why(
        found["weight"], found["probability"], found["band"], found["against"],
        found["weight"] - sum(one.weight for one in reasons), reasons,
    )  # fmt: skip


SHOWN: Final = {
    "name": ("nama",), "birth": ("tanggal_lahir",), "sex": ("jenis_kelamin",), "nik": ("nik",),
    "mother": ("nama_ibu",), "card": ("no_kk",), "home": ("alamat", "rt", "rw", "kode_kelurahan"),
}  # fmt: skip
"""What was written, for each field that was compared."""


def _reason(field: str, found: Mapping[str, Any], left: Mapping[str, Any], right: Mapping[str, Any]) -> Reason:
    gamma = int(found[f"level_{field}"])
    written = [" / ".join(str(one[name]) for name in SHOWN[field] if one.get(name)) for one in (left, right)]
    if gamma == UNKNOWN:
        unknown = {"id": "belum diketahui", "en": "not known"}
        return Reason(field, written[0], written[1], f"{field}.unknown", 0.0, unknown)
    level = level_at(field, gamma)
    words = {"id": level.indonesian, "en": level.english}
    return Reason(field, written[0], written[1], f"{field}.{level.code}", found[f"weight_{field}"], words)


def _found(
    records: pl.DataFrame, is_new: Bools | None, model: Model, tell: Tell | None, whole: Facts | None = None
) -> Found:
    say = tell or (lambda done, total, note: None)
    plain = weighable(records)
    say(0, STEPS, "keys")
    whole = whole or facts(keys(plain, on=today()))
    model = _fitted(model, whole.keys)
    say(1, STEPS, "pairs")
    left, right = pairs(whole.keys, is_new=is_new)
    few = promising(whole, left, right, model.shares, look=KEPT_BITS)
    say(2, STEPS, "compare")
    weighed = _weighed(plain, *few, model, None, whole)
    if _is_more_careless(weighed, model):
        # The sieve reckoned with the model's errors; this file has more, so more pairs are worth a look. And what is
        # rare among persons is common among so many copies.
        whole = by_person(whole, _persons(plain, clusters(weighed.pairs)))
        few = promising(whole, left, right, weighed.model.shares, look=KEPT_BITS, expected=weighed.expected)
        weighed = _weighed(plain, *few, model, None, whole)
    say(STEPS, STEPS, "done")
    return weighed


def _persons(plain: pl.DataFrame, grouped: pl.DataFrame) -> Rows:
    """For each row a number of its own, or that of the first row of its group."""
    ids = plain.select("record_id", row=pl.int_range(pl.len(), dtype=pl.Int64))
    own = ids.join(grouped, on="record_id", how="left", maintain_order="left")
    first = own.select(
        pl.when(pl.col("cluster_id").is_null()).then(pl.col("row")).otherwise(pl.col("row").min().over("cluster_id"))
    )
    return first.to_series().to_numpy()


def _is_more_careless(found: Found, model: Model) -> bool:
    """Whether copies in this file disagree markedly more than the model's did, or kin are markedly fewer."""
    grown = max(
        np.log2(found.model.shares[field][LEVELS[field][-1].code][0] / model.shares[field][LEVELS[field][-1].code][0])
        for field in FIELDS
    )
    return bool(grown > CARELESS_BITS or found.expected.kin < Expected().kin / 2)


def _fitted(model: Model, keyed: Keys) -> Model:
    """The model with the strangers of this file, counted on random pairs, as far as the file is large enough."""
    if len(keyed) < FITTED_ROWS_MIN:
        return model
    left, right = sample(len(keyed), SAMPLED)
    table = compared(keyed, left, right, model)
    levels = {field: table.get_column(f"level_{field}").to_numpy() for field in FIELDS}
    return replace(model, shares=strangers_counted(levels, model.shares))


def _weighed(
    plain: pl.DataFrame, left: Rows, right: Rows, model: Model, expected: Expected | None,
    known: Facts | None = None,
) -> Found:  # fmt: skip
    """The given pairs compared, weighed and sorted into bands."""
    table = compared(known.keys if known else keys(plain, on=today()), left, right, model, known=known)
    levels = {field: table.get_column(f"level_{field}").to_numpy() for field in FIELDS}
    bits = {field: table.get_column(f"bits_{field}").to_numpy() for field in FIELDS}
    near = known.near if known else None
    odds = weigh(levels, bits, model.shares, max(len(plain), 2), expected=expected, near=near)
    fitted = replace(model, shares=odds.shares)
    ids = plain.get_column("record_id")
    said = table.select(
        ids.gather(table.get_column("left")).alias("left_id"),
        ids.gather(table.get_column("right")).alias("right_id"),
        pl.Series("weight", odds.weight),
        pl.Series("probability", probability(odds.weight)),
        pl.Series("band", np.array(BANDS)[_banded(odds, model)], dtype=pl.String),
        pl.Series("against", np.where(odds.against_kin, "kin", "stranger"), dtype=pl.String),
        *(f"level_{field}" for field in FIELDS),
        *(pl.Series(f"weight_{field}", odds.by_field[field]) for field in FIELDS),
    )
    return Found(said.sort(["weight", "left_id", "right_id"], descending=[True, False, False]), odds.expected, fitted)


def _banded(odds: Weighed, model: Model) -> Ints:
    return bands(odds.weight, look=model.look, same=model.same)


def weighable(records: pl.DataFrame, like: pl.DataFrame | None = None) -> pl.DataFrame:
    """`record_id` and the known columns as text, in one order; dates stay dates."""
    if "record_id" not in records.columns:
        raise Refusal("Kolom record_id tidak ada.", field="record_id")
    columns = [
        (pl.col(name) if records.schema[name] == pl.Date else pl.col(name).cast(pl.String))
        if name in records.columns
        else pl.lit(None, pl.String).alias(name)
        for name in COLUMNS
    ]
    plain = records.select("record_id", *columns)
    return plain if like is None else plain.cast(like.schema)


def _schema(rows: list[dict[str, Any]]) -> dict[str, Any]:
    dates = all(isinstance(row["tanggal_lahir"], date | None) for row in rows)
    return dict.fromkeys(COLUMNS, pl.String) | {"tanggal_lahir": pl.Date if dates else pl.String}


def today() -> date:
    return datetime.now(UTC).date()
