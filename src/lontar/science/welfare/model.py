"""Training, the model as a file, and scoring: a prediction with its interval, and the version that made it."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

import numpy as np
import polars as pl

from lontar.science.trouble import Refusal
from lontar.science.welfare.design import Column, Design, Floats, as_numbers, as_rupiah, learn
from lontar.science.welfare.errors import calibration, errors_at
from lontar.science.welfare.fitting import explained, fit, folds_of, quantiles

FORMAT: Final = "lontar-welfare-1"
FOLDS: Final = 10
ROWS_MIN: Final = 100
CLUSTERS_MIN: Final = 2
"""One cluster cannot be held back from itself. With fewer than ten each is held back in turn, and the report says so."""
CLUSTERS_FEW: Final = 10
ROWS_FOR_EACH_COLUMN: Final = 10
INTERVAL: Final = 0.90
KNOWN_SHARE_MIN: Final = 0.5
"""Whoever has answered less than half has no score: it would be that of nobody in particular."""
CUTS: Final = tuple(round(cut / 100, 2) for cut in range(1, 100))


@dataclass(frozen=True, slots=True)
class Part:
    """One regression: for everybody, or for one group (a region, town or country)."""

    design: Design
    coefficients: Floats
    errors: Floats
    smearing: float
    low: float
    high: float
    rows: int


@dataclass(frozen=True, slots=True)
class Model:
    """A trained model. `report` tells how good it is; `marks` are the 1st to 99th hundredths of its predictions."""

    target: str
    by: tuple[str, ...]
    parts: Mapping[str, Part]
    marks: tuple[float, ...]
    report: dict[str, Any] = field(default_factory=dict)

    @property
    def needs(self) -> tuple[str, ...]:
        """The columns that a file to be scored must have."""
        return tuple(dict.fromkeys([*self.by, *(c.name for part in self.parts.values() for c in part.design.columns)]))

    @property
    def version(self) -> str:
        """The first twelve digits of the SHA-256 of the model's own text."""
        return hashlib.sha256(json.dumps(self._stored(), sort_keys=True).encode()).hexdigest()[:12]

    def text(self) -> str:
        """The model as JSON, as it is kept in a file."""
        return json.dumps({"format": FORMAT, "version": self.version, **self._stored()}, indent=1, ensure_ascii=False)

    def _stored(self) -> dict[str, Any]:
        return {
            "target": self.target,
            "by": list(self.by),
            "marks": list(self.marks),
            "report": self.report,
            "parts": {
                name: {
                    "columns": [column.as_dict() for column in part.design.columns],
                    "names": list(part.design.names),
                    "coefficients": part.coefficients.tolist(),
                    "standard_errors": part.errors.tolist(),
                    "smearing": part.smearing,
                    "residual_low": part.low,
                    "residual_high": part.high,
                    "rows": part.rows,
                }
                for name, part in self.parts.items()
            },
        }


def read_model(text: str) -> Model:
    """A model from its file. Raises Refusal where it is none, or was changed by hand."""
    try:
        stored = json.loads(text)
        if stored["format"] != FORMAT:
            raise ValueError(stored["format"])
        parts = {
            name: Part(
                Design(tuple(Column.from_dict(column) for column in part["columns"])),
                np.array(part["coefficients"], dtype=np.float64),
                np.array(part["standard_errors"], dtype=np.float64),
                part["smearing"],
                part["residual_low"],
                part["residual_high"],
                part["rows"],
            )
            for name, part in stored["parts"].items()
        }
        model = Model(stored["target"], tuple(stored["by"]), parts, tuple(stored["marks"]), stored["report"])
        fits = all(len(part.coefficients) == len(part.design.names) for part in parts.values())
        if not parts or not fits or model.version != stored["version"]:
            raise ValueError("changed")
    except (ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise Refusal(
            "Berkas ini bukan model kesejahteraan Lontar, atau isinya telah diubah.",
            advice="Buat lagi modelnya dengan ./lontar welfare train.",
            field="model",
        ) from wrong
    return model


@dataclass(frozen=True, slots=True)
class Survey:
    """The columns of a survey that are no predictors; `size` turns households into persons for rates and errors."""

    target: str
    weight: str | None = None
    strata: str | None = None
    cluster: str | None = None
    size: str | None = None
    by: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All of them."""
        named = (self.target, self.weight, self.strata, self.cluster, *self.by)
        return tuple(name for name in named if name)


def train(
    table: pl.DataFrame, survey: Survey, *, codes: Collection[str] = (), without: Collection[str] = (),
    line: float | None = None, seed: int = 1, fingerprint: str = "",
) -> Model:  # fmt: skip
    """Weighted least squares of the logarithm of consumption per head on everything else in the table.

    Rows without a positive target or weight are left out and counted. With `by`, each group that is large enough has
    a regression of its own; the others share one. Everything in the report is measured on rows that the fit had not
    seen. Raises Refusal where a column is not there or too few rows are left.
    """
    if line is not None and not (line > 0 and np.isfinite(line)):
        raise Refusal("Garis kemiskinan ditulis dalam rupiah, lebih dari nol.", advice="Tulis misalnya 500000.")
    _require(table, [*survey.names, *([survey.size] if survey.size else []), *codes, *without])
    target, weight = as_rupiah(table.get_column(survey.target)).to_numpy(), _weights(table, survey.weight)
    usable = (target > 0) & (weight > 0) & np.isfinite(target) & np.isfinite(weight)
    rows = table.filter(pl.Series(usable))
    if rows.height < ROWS_MIN:
        raise Refusal(
            f"Hanya {rows.height} baris yang dapat dipakai, paling sedikit {ROWS_MIN}.",
            advice=f"Periksa kolom {survey.target} dan penimbangnya: keduanya harus lebih dari nol.",
        )
    without_target = int((~((target > 0) & np.isfinite(target))).sum())
    target, weight = target[usable], weight[usable]
    _require_spread(rows, survey, target)
    persons = weight * _sizes(rows, survey.size)
    groups = _groups(rows, survey.by)
    parts: dict[str, Part] = {}
    unseen = np.empty(rows.height)
    left_out: dict[str, str] = {}
    for name in ["", *sorted(set(groups.to_list()) - {""})]:
        inside = np.ones(rows.height, dtype=np.bool_) if name == "" else (groups == name).to_numpy()
        # Nor has a group a regression of its own that no cluster could try.
        if inside.sum() < ROWS_MIN or (name and _clusters(rows.filter(pl.Series(inside)), survey) < CLUSTERS_MIN):
            continue
        part, predicted, why = _part(rows.filter(pl.Series(inside)), np.log(target[inside]), weight[inside],
                                     survey, codes, without, seed)  # fmt: skip
        # A group that is too small for its own columns is scored by the regression over everybody.
        if name and part.rows < ROWS_FOR_EACH_COLUMN * len(part.design.names):
            continue
        parts[name] = part
        unseen[inside] = predicted
        left_out |= why
    report = _report(np.log(target), unseen, weight, persons, line=line)
    clusters = _clusters(rows, survey)
    report |= {
        "folds": min(FOLDS, clusters), "clusters": clusters if survey.cluster else None, "rows": rows.height, "rows_left_out": table.height - rows.height,
        "rows_without_target": without_target, "columns_left_out": left_out,
        "sha256": fingerprint, "seed": seed, "groups": [name for name in parts if name],
    }  # fmt: skip
    marks = quantiles(unseen, persons, CUTS)
    return Model(survey.target, survey.by, parts, tuple(marks), report)


def _part(
    rows: pl.DataFrame, target: Floats, weight: Floats, survey: Survey, codes: Collection[str],
    without: Collection[str], seed: int,
) -> tuple[Part, Floats, dict[str, str]]:  # fmt: skip
    design, left_out = learn(rows, weight, besides={*survey.names, *without}, codes=codes)
    if not design.columns:
        raise Refusal(
            "Tidak ada kolom yang dapat menjelaskan pengeluaran.", advice="Sertakan jawaban tentang rumah tangga."
        )
    matrix, _strange, _known = design.matrix(rows)
    strata, both = _drawn_from(rows, survey)
    folds = folds_of(both, min(FOLDS, both.n_unique()), seed)
    found = fit(matrix, target, weight, folds, _ranked(both), _ranked(strata))
    left = target - found.unseen
    low, high = quantiles(left, weight, [(1 - INTERVAL) / 2, (1 + INTERVAL) / 2])
    smearing = float(np.average(np.exp(left), weights=weight))
    part = Part(design, found.coefficients, found.errors, smearing, low, high, rows.height)
    return part, found.unseen, left_out


def _drawn_from(rows: pl.DataFrame, survey: Survey) -> tuple[pl.Series, pl.Series]:
    """The stratum and the cluster of each row; every row is a cluster by itself where none is named."""
    numbers = pl.Series("row", np.arange(rows.height)).cast(pl.String)
    clusters = rows.get_column(survey.cluster).cast(pl.String).fill_null("") if survey.cluster else numbers
    strata = (
        rows.get_column(survey.strata).cast(pl.String).fill_null("") if survey.strata else pl.Series([""] * rows.height)
    )
    # One cluster number may be used again in another stratum.
    both = pl.DataFrame({"h": strata, "c": clusters}).select(pl.concat_str("h", "c", separator="\x1f")).to_series()
    return strata, both


def _clusters(rows: pl.DataFrame, survey: Survey) -> int:
    return _drawn_from(rows, survey)[1].n_unique()


def _ranked(names: pl.Series) -> np.ndarray[Any, np.dtype[np.int64]]:
    return (names.rank("dense") - 1).cast(pl.Int64).to_numpy()


def _report(target: Floats, unseen: Floats, weight: Floats, persons: Floats, *, line: float | None) -> dict[str, Any]:
    left = target - unseen
    smearing = float(np.average(np.exp(left), weights=weight))
    errors = errors_at(CUTS, unseen, target, persons, line=np.log(line) if line else None)
    inside = np.average((left >= quantiles(left, weight, [(1 - INTERVAL) / 2])[0]).astype(float), weights=weight)
    return {
        "r2": explained(target, unseen, weight),
        "rmse_log": float(np.sqrt(np.average(left**2, weights=weight))),
        "smearing": smearing,
        "interval": INTERVAL,
        "above_low": float(inside),
        "line": line,
        "calibration": [asdict(one) for one in calibration(np.exp(unseen) * smearing, np.exp(target), persons)],
        "errors": [asdict(one) for one in errors],
    }


def score(model: Model, table: pl.DataFrame) -> tuple[pl.DataFrame, dict[str, int]]:
    """For each row: `predicted` (mean consumption per head), `low`, `high` (90 of 100 lie between), `hundredth`
    (1 to 100, the place among the survey's people, 1 the poorest), `version`; and how many answers of each column
    were missing or had not been met at training.

    A row of which less than half of the answers are known has no score. Raises Refusal where a column that the model
    needs is not there.
    """
    _require(table, model.needs)
    groups = _groups(table, model.by)
    log, share = np.empty(table.height), np.empty(table.height)
    low, high, mean = np.empty(table.height), np.empty(table.height), np.empty(table.height)
    strange: dict[str, int] = {}
    for name in sorted(set(groups.to_list())):
        inside = (groups == name).to_numpy()
        part = model.parts.get(name) or model.parts[""]
        matrix, lost, share[inside] = part.design.matrix(table.filter(pl.Series(inside)))
        log[inside] = matrix @ part.coefficients
        mean[inside] = np.exp(log[inside]) * part.smearing
        low[inside], high[inside] = np.exp(log[inside] + part.low), np.exp(log[inside] + part.high)
        for column, count in lost.items():
            strange[column] = strange.get(column, 0) + count
    hundredth = np.searchsorted(np.asarray(model.marks), log, side="left") + 1
    scored = pl.DataFrame({
        "predicted": np.rint(mean).astype(np.int64), "low": np.rint(low).astype(np.int64),
        "high": np.rint(high).astype(np.int64), "hundredth": hundredth.astype(np.int64),
    })  # fmt: skip
    enough = pl.lit(pl.Series(share >= KNOWN_SHARE_MIN))
    return scored.select(
        pl.when(enough).then(pl.all()), pl.lit(model.version).alias("version")
    ), strange  # fmt: skip


def _groups(table: pl.DataFrame, by: Sequence[str]) -> pl.Series:
    if not by:
        return pl.Series("group", [""] * table.height, dtype=pl.String)
    return table.select(
        pl.concat_str([pl.col(name).cast(pl.String).fill_null("") for name in by], separator=" / ")
    ).to_series()


def _require(table: pl.DataFrame, names: Sequence[str]) -> None:
    missing = [name for name in names if name not in table.columns]
    if missing:
        raise Refusal(
            f"Kolom {', '.join(missing)} tidak ada di berkas ini.",
            advice=f"Kolom yang ada: {', '.join(table.columns[:40])}.",
            field="file",
        )


def _require_spread(rows: pl.DataFrame, survey: Survey, target: Floats) -> None:
    """Where everybody consumes alike there is nothing to explain, and from a single cluster nothing can be held back."""
    if np.ptp(target) == 0:
        raise Refusal(
            f"Kolom {survey.target} sama di semua baris, jadi tidak ada yang dapat dipelajari.",
            advice="Pilih kolom pengeluaran per kapita.", field="target",
        )  # fmt: skip
    if survey.cluster and _clusters(rows, survey) < CLUSTERS_MIN:
        raise Refusal(
            f"Kolom {survey.cluster} memuat satu klaster saja, jadi modelnya tidak dapat diuji pada klaster yang belum dilihatnya.",
            advice="Pilih kolom klaster yang lain, atau jangan sebutkan klaster.", field="cluster",
        )  # fmt: skip


def _numbers(table: pl.DataFrame, name: str) -> Floats:
    return as_numbers(table.get_column(name)).to_numpy()


def _weights(table: pl.DataFrame, name: str | None) -> Floats:
    return np.ones(table.height) if name is None else _numbers(table, name)


def _sizes(table: pl.DataFrame, name: str | None) -> Floats:
    if name is None:
        return np.ones(table.height)
    sizes = _numbers(table, name)
    if not np.all(sizes > 0):
        raise Refusal(
            f"Kolom {name} memuat nilai yang bukan jumlah orang.", advice="Isi dengan 1 atau lebih.", field="size"
        )
    return sizes
