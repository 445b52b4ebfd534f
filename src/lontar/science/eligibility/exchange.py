"""From files to the frames that a rule is read on: a family card's rows, deciles, housing, and further facts."""

import re
from dataclasses import dataclass, field
from typing import Any, Final

import polars as pl

from lontar.science.eligibility.derived import with_card_words, with_list_words
from lontar.science.eligibility.vocabulary import Field
from lontar.science.eligibility.words import VOCABULARY
from lontar.science.grid import ROW, Grid
from lontar.science.living_conditions import BY_QUESTION
from lontar.science.trouble import Refusal, Source

KEYS: Final = ("nik", "no_kk")
_YES, _NO = ("1", "true", "ya", "y", "yes", "ada"), ("0", "2", "false", "tidak", "t", "n", "no", "tidak ada")
_TYPES: Final[dict[str, Any]] = {"number": pl.Int64, "date": pl.Date, "choice": pl.String, "flag": pl.Boolean}


@dataclass(frozen=True, slots=True)
class Facts:
    """A table of facts for some families or persons: its key (`nik` or `no_kk`) and one column for each word."""

    key: str
    rows: pl.DataFrame
    unreadable: dict[str, int] = field(default_factory=dict)


def families_of(groups: pl.DataFrame, deciles: pl.DataFrame | None, tables: list[Facts]) -> pl.DataFrame:
    """One row for each family: `family_id`, `row`, `no_kk` and the words that are known of it.

    `groups` are the families of a `FamilyFile`, `deciles` the rows of a `DecileFile`: of a card ranked more than once
    the newest version counts.
    """
    families = groups.select(
        pl.col("family").cast(pl.Int64).alias("family_id"), "sheet", "row", pl.col("kk").alias("no_kk"),
        pl.col("size").cast(pl.Int64),
    )  # fmt: skip
    if deciles is not None:
        newest = deciles.sort("version_on", nulls_last=False).unique("kk", keep="last")
        ranked = newest.select(
            pl.col("kk").alias("no_kk"), pl.col("decile").cast(pl.Int64), pl.col("version_on").alias("decile_on"),
            pl.col("note").alias("decile_source"),
        )  # fmt: skip
        families = families.join(ranked, on="no_kk", how="left", maintain_order="left")
    for table in tables:
        if table.key == "no_kk":
            families = _joined(families, table)
    return with_list_words(families)


def members_of(persons: pl.DataFrame, tables: list[Facts]) -> pl.DataFrame:
    """One row for each person: `family_id`, `person_id`, `row`, `nik` and the words that are known of them."""
    members = persons.with_row_index("person_id").select(
        pl.col("family").cast(pl.Int64).alias("family_id"), pl.col("person_id").cast(pl.Int64), "sheet", "row", "nik",
        "relation", "sex", "birth_date", "education", "occupation", "disability",
    )  # fmt: skip
    for table in tables:
        if table.key == "nik":
            members = _joined(members, table)
    return with_card_words(members)


def _joined(frame: pl.DataFrame, table: Facts) -> pl.DataFrame:
    """The frame with the table's facts; what the table says goes before what was there."""
    facts = table.rows.unique(table.key, keep="last")
    joined = frame.join(facts, on=table.key, how="left", maintain_order="left", suffix="_told")
    told = [name for name in facts.columns if f"{name}_told" in joined.columns]
    return joined.with_columns(pl.coalesce(f"{name}_told", name).alias(name) for name in told).drop(
        f"{name}_told" for name in told
    )


def read_facts(grid: Grid, *, file: str) -> Facts:
    """A table whose header names a key and words of the rules, or questions of Regsosek (`303_lantai` or `303`).

    A column that is neither is passed over. Raises Refusal where there is no key, or nothing that a rule asks for.
    """
    header_row, titles = _header(grid, file)
    key = next(name for name in KEYS if name in titles)
    below = grid.cells.filter(pl.col(ROW) > header_row)
    columns: dict[str, pl.Expr] = {key: pl.col(f"c{titles[key]}").str.strip_chars().alias(key)}
    owner = "member" if key == "nik" else "family"
    for title, index in titles.items():
        word = _word(title)
        if word is None or word.owner != owner:
            continue
        stored = word.years_of or word.months_of or word.name
        columns[stored] = _read(pl.col(f"c{index}").str.strip_chars(), word).alias(stored)
    if len(columns) == 1:
        raise Refusal(
            f"Berkas {file} tidak memuat keterangan yang dapat ditanyakan sebuah aturan.",
            advice=f"Beri judul kolomnya kata aturan, misalnya {', '.join(sorted(VOCABULARY)[:6])}.",
            field="file",
            source=Source(file=file, row=header_row),
        )
    rows = below.select(**columns).filter(pl.col(key).is_not_null() & (pl.col(key) != ""))
    return Facts(key, rows, _unreadable(below, rows, titles, key))


def _header(grid: Grid, file: str) -> tuple[int, dict[str, int]]:
    for row, *cells in grid.cells.head(20).rows():
        titles: dict[str, int] = {}
        for at, cell in enumerate(cells):
            if cell:
                titles.setdefault(_plain(cell), at)
        if any(key in titles for key in KEYS):
            return int(row), titles
    raise Refusal(
        f"Berkas {file} tidak memiliki kolom no_kk atau nik.",
        advice="Tambahkan kolom no_kk (keterangan keluarga) atau nik (keterangan orang).",
        field="file",
    )


def _plain(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", title.strip().lower()).strip("_")


def _word(title: str) -> Field | None:
    if title in VOCABULARY:
        return VOCABULARY[title]
    by_column = {field.years_of or field.months_of: field for field in VOCABULARY.values()}
    question = re.match(r"\d{3}[a-z]?", title)
    found = by_column.get(title) if title else None
    return found or (VOCABULARY.get(BY_QUESTION.get(question.group(), "")) if question else None)


def _read(text: pl.Expr, word: Field) -> pl.Expr:
    """The typed value; null where it cannot be read."""
    if word.years_of or word.months_of or word.kind == "date":
        return pl.coalesce(text.str.to_date("%Y-%m-%d", strict=False), text.str.to_date("%d-%m-%Y", strict=False))
    match word.kind:
        case "number":
            return text.str.replace_all(r"[.\s](\d{3})\b", "${1}").cast(pl.Int64, strict=False)
        case "choice":
            codes = {str(code): chosen for code, chosen in word.codes.items()}
            known = codes | {chosen: chosen for chosen in word.choices}
            return text.str.to_lowercase().replace_strict(known, default=None, return_dtype=pl.String)
        case _:
            answers = dict.fromkeys(_YES, True) | dict.fromkeys(_NO, False)
            return text.str.to_lowercase().replace_strict(answers, default=None, return_dtype=pl.Boolean)


def _unreadable(below: pl.DataFrame, rows: pl.DataFrame, titles: dict[str, int], key: str) -> dict[str, int]:
    """How many cells of each column hold something that no value could be read from: they stay unknown."""
    kept = below.filter(pl.col(f"c{titles[key]}").str.strip_chars().fill_null("") != "")
    lost: dict[str, int] = {}
    for title, index in titles.items():
        word = _word(title)
        name = (word.years_of or word.months_of or word.name) if word else ""
        if name in rows.columns:
            filled = kept.get_column(f"c{index}").str.strip_chars().fill_null("") != ""
            count = int((filled & rows.get_column(name).is_null()).sum())
            if count:
                lost[title] = count
    return lost
