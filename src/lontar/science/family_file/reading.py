"""Reads and checks a file of families: grids of text in, typed persons, families and findings out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import polars as pl

from lontar.science.family_file import contradictions, duplicates, families, hints, positions, rows, wards
from lontar.science.family_file.columns import SIAK, Header, Layout
from lontar.science.family_file.notes import Notes, as_findings, in_words
from lontar.science.grid import ROW, Grid
from lontar.science.identity import nik_disagrees
from lontar.science.trouble import Finding, Translate, unchanged

PERSON_COLUMNS = (
    "sheet",
    "row",
    "family",
    "name",
    "name_key",
    "sex",
    "birth_date",
    "birth_place",
    "relation",
    "nik",
    "nik_state",
    "nik_disagrees",
    "place_id",
    "rt",
    "rw",
    "address",
    "marital",
    "religion",
    "education",
    "occupation",
    "disability",
    "blood",
    "mother",
    "father",
)

FAMILY_COLUMNS = (
    "family",
    "sheet",
    "row",
    "kk",
    "kk_state",
    "local_source",
    "place_id",
    "rt",
    "rw",
    "address",
    "latitude",
    "longitude",
    "heads",
    "size",
    "has_error",
)

GONE: Final[dict[str, Any]] = {"nik": pl.String, "name_key": pl.String, "birth_date": pl.Date, "gone": pl.String}


@dataclass(frozen=True, slots=True)
class FamilyFile:
    """A file of families after reading and checking.

    `persons` has one row for each person who lives in a family (PERSON_COLUMNS), `families` one for
    each family (FAMILY_COLUMNS), joined by `family`; `findings` is a frame (notes.FINDINGS).
    Persons of families with `has_error` are in `persons` too; who imports decides what to do with them.
    `gone` are those whom the file calls dead, moved or lost (GONE); they are in neither of the others.
    """

    file: str
    persons: pl.DataFrame
    families: pl.DataFrame
    findings: pl.DataFrame
    headers: dict[str, Header]
    rows_read: int
    gone: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=GONE))

    def found(self) -> list[Finding]:
        """The findings one by one."""
        return as_findings(self.findings, file=self.file)

    def errors(self) -> int:
        """How many findings keep a family out."""
        return int((self.findings.get_column("severity") == "error").sum())


def read_families(
    grids: Sequence[Grid],
    known_wards: pl.DataFrame,
    *,
    on: date,
    file: str = "",
    told: Iterable[Finding] = (),
    layout: Layout = SIAK,
    box: positions.Box | None = None,
) -> FamilyFile:
    """Check every row; raises Refusal only where the file as a whole cannot be understood.

    `known_wards` has the columns of wards.WARDS; `told` are findings of the reader of the file; homes outside of `box`
    are told.
    """
    notes = Notes()
    for finding in told:
        notes.add_one(finding)
    headers = rows.headers_of(grids, notes, file=file, layout=layout)
    for grid in grids:
        if grid.sheet in headers:
            hints.note_sheet(grid, headers[grid.sheet], notes, file=file, layout=layout)
    frame = rows.gathered(grids, headers, notes, layout)
    rows.refuse_damaged_numbers(frame)
    frame = rows.typed(frame, notes, on=on)
    frame = wards.with_ward(frame, known_wards, notes)
    frame = positions.with_position(frame, notes, box=box)
    frame = nik_disagrees(frame)
    rows.note_persons(frame, notes, on=on)
    frame = families.with_family(frame)
    living = frame.filter(pl.col("gone").is_null())
    frame = frame.select(contradictions.NEEDED)
    duplicates.note_duplicates(living, notes)
    groups = families.families_of(living)
    families.note_families(living, groups, notes)
    contradictions.note_contradictions(frame, notes, on=on)
    gone = frame.filter(pl.col("gone").is_not_null()).select(pl.col(name).cast(kind) for name, kind in GONE.items())
    findings = notes.as_frame({sheet: header.titles for sheet, header in headers.items()})
    groups = with_errors(groups, frame, findings)
    apart = (pl.col("disagrees_birth") | pl.col("disagrees_sex")).alias("nik_disagrees")
    persons = living.with_columns(apart).select(PERSON_COLUMNS)
    return FamilyFile(file, persons, groups.select(FAMILY_COLUMNS), findings, headers, frame.height, gone)


def with_errors(groups: pl.DataFrame, frame: pl.DataFrame, findings: pl.DataFrame) -> pl.DataFrame:
    """Mark the families that hold a row with an error."""
    wrong = findings.filter(pl.col("severity") == "error").select("sheet", "row").unique()
    kept_out = frame.join(wrong, on=["sheet", "row"], how="semi").get_column("family").unique()
    return groups.with_columns(pl.col("family").is_in(kept_out.implode()).alias("has_error"))


def rejected_rows(grids: Sequence[Grid], result: FamilyFile, translate: Translate = unchanged) -> pl.DataFrame:
    """The rows of families with an error as they stood in the file, with one more column: `Temuan`.

    Whole families, so that what is mended can be imported again by itself; rows that belong to no
    family because they repeat nothing readable are among them too.
    """
    wrong = result.families.filter(pl.col("has_error")).select("family")
    people = result.persons.join(wrong, on="family", how="semi").select("sheet", "row")
    errors = result.findings.filter(pl.col("severity") == "error")
    errors = errors.with_columns(in_words(errors, translate))
    told = errors.group_by("sheet", "row").agg(
        pl.format("{}: {}", pl.col("column"), pl.col("message")).str.join(" / ").alias("Temuan")
    )
    spots = pl.concat([people, told.filter(pl.col("row") > 0).select("sheet", "row")]).unique()
    frames = []
    for grid in grids:
        if (header := result.headers.get(grid.sheet)) is None:
            continue
        names = column_titles(grid, header)
        kept = (
            grid.cells.with_columns(pl.lit(grid.sheet).alias("sheet"))
            .join(spots, left_on=["sheet", ROW], right_on=["sheet", "row"], how="semi")
            .join(told, left_on=["sheet", ROW], right_on=["sheet", "row"], how="left", maintain_order="left")
        )
        frames.append(kept.select(*(pl.col(f"c{i}").alias(name) for i, name in names.items()), "Temuan"))
    gathered = pl.concat(frames, how="diagonal")
    return gathered.select(*(name for name in gathered.columns if name != "Temuan"), "Temuan")


def column_titles(grid: Grid, header: Header) -> dict[int, str]:
    """The title above each column as the file has it, made different where two are alike."""
    top = grid.cells.filter(pl.col(ROW) == header.row_first).row(0)[1:]
    ours = {index: header.titles[key] for key, index in header.at.items()}
    names: dict[int, str] = {}
    for index, cell in enumerate(top):
        name = ours.get(index) or (cell or "").strip()
        if not name or name == "Temuan":
            continue
        taken = set(names.values())
        names[index] = name if name not in taken else f"{name} ({index + 1})"
    return names
