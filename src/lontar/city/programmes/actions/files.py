"""Take spreadsheets of budgets in: checked first, then written figure by figure, or not at all."""

import hashlib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from django.utils.text import slugify
from django.utils.translation import gettext as _

from lontar.city.journal.actions import record
from lontar.city.programmes import queries
from lontar.city.programmes.actions.money import record_output, record_realisation, set_budget
from lontar.city.programmes.models import BudgetFile, BudgetLayout, Line
from lontar.engine.tables import read_book
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, Role, require
from lontar.science.budget_file import TITLES, BudgetRow, read_budgets, titles_in
from lontar.science.family_file.columns import plain_title
from lontar.science.trouble import Finding, NotAllowed, Refusal

FILE_BYTES_MAX: Final = 20_000_000
ROWS_MAX: Final = 5_000
FINDINGS_MAX: Final = 2_000


@deed
def check_budgets(
    path: Path, *, file: str, year: int, document: str, agency: str, place_id: int, by: Actor, on: date
) -> BudgetFile:  # fmt: skip
    """Read a file and say what it would change; nothing of the catalogue is touched."""
    require(by, *queries.WHO_BRING)
    document = " ".join(document.split())
    if not document:
        raise Refusal(
            _("Tulis dokumen asal angkanya."), advice=_("Contoh: DPA 2026, cetakan SIPD 3 Juli."), field="document"
        )
    if not 2015 <= year <= on.year + 2:
        raise Refusal(_("Tahun itu di luar yang dapat direncanakan."), field="year")
    data = path.read_bytes()
    if len(data) > FILE_BYTES_MAX:
        raise Refusal(_("Berkas itu lebih dari 20 MB."), advice=_("Bagi menurut perangkat daerah."), field="file")
    layout, read = _read(path, file, year, agency)
    if len(read.rows) > ROWS_MAX:
        raise Refusal(
            _("Berkas itu lebih dari 5.000 sub kegiatan."), advice=_("Bagi menurut perangkat daerah."), field="file"
        )
    rows = [_as_kept(one) for one in read.rows]
    found = queries.compared(rows, place_id=place_id, year=year, file=file, actor=by, on=on)
    findings = [*read.findings, *found.findings]
    made = BudgetFile.objects.create(
        place_id=place_id, year=year, document=document[:160], file_name=file[:200], layout=layout,
        sha256=hashlib.sha256(data).hexdigest(), rows=rows, changes=[one.as_json() for one in found.changes],
        findings=[_finding_kept(one) for one in findings[:FINDINGS_MAX]], by_id=by.id, on=on,
        counts={
            "rows": len(rows), "passed_over": read.passed_over, "changes": len(found.changes),
            "unchanged": found.unchanged, "missing": found.missing,
            "errors": sum(one.severity == "error" for one in findings),
        },
    )  # fmt: skip
    record(
        "check_budgets", subject=made, by=by, on=on, place_id=place_id,
        details={"year": year, "file": file[:200], "rows": len(rows), "changes": len(found.changes)},
    )  # fmt: skip
    return made


def _read(path: Path, file: str, year: int, agency: str) -> tuple[BudgetLayout | None, Any]:
    """By the titles that everybody knows, else by the city's own words for them: those that fit best."""
    grids = read_book(path, name=file).grids
    present = {plain_title(title) for title in titles_in(grids)}
    fitting = [one for one in queries.layouts() if {plain_title(t) for t in one.columns} <= present]
    layout = max(fitting, key=lambda one: len(one.columns), default=None)
    columns = layout.columns if layout else None
    return layout, read_budgets(grids, year=year, file=file, columns=columns, agency=agency)


def _as_kept(row: BudgetRow) -> dict[str, Any]:
    return {
        "row": row.row, "sheet": row.sheet, "agency": row.agency, "code": row.code, "name": row.name, "fund": row.fund,
        "stages": dict(row.stages), "quarters": {str(at): amount for at, amount in row.quarters.items()},
        "what": row.what, "unit": row.unit, "target": None if row.target is None else str(row.target),
        "output": None if row.output is None else str(row.output),
    }  # fmt: skip


def _finding_kept(one: Finding) -> dict[str, Any]:
    return {**one.as_json(), "template": one.template, "values": dict(one.values)}


@deed
def take_in_budgets(file: BudgetFile, *, by: Actor, on: date, made_up: bool = False) -> BudgetFile:
    """Write what the check announced; refused where the catalogue has changed since, or nothing is left to change."""
    require(by, *queries.WHO_BRING)
    file = BudgetFile.objects.select_for_update().get(pk=file.pk)
    if by.role != Role.PLANNER and str(file.by_id) != str(by.id):
        raise NotAllowed(_("Berkas ini dibawa petugas lain."), advice=_("Unggah berkas Anda sendiri."))
    if file.state == BudgetFile.State.TAKEN:
        raise Refusal(_("Berkas ini sudah dimasukkan."), advice=_("Unggah lagi untuk melihat apakah ada yang berubah."))
    found = queries.compared(
        file.rows, place_id=file.place_id, year=file.year, file=file.file_name, actor=by, on=on
    )  # fmt: skip
    changes = [one.as_json() for one in found.changes]
    if changes != file.changes:
        raise Refusal(
            _("Katalog berubah sejak berkas ini diperiksa."),
            advice=_("Unggah lagi berkasnya, lihat perubahannya, lalu masukkan."),
        )
    if not changes:
        raise Refusal(_("Tidak ada yang berubah: semua angka di berkas ini sudah tercatat."))
    for change in sorted(found.changes, key=_order):
        _write(change, file.document, by=by, on=on, made_up=made_up)
    file.state, file.taken_by_id, file.taken_on = BudgetFile.State.TAKEN, by.id, on
    file.save(update_fields=["state", "taken_by", "taken_on"])
    record(
        "take_in_budgets", subject=file, by=by, on=on, place_id=file.place_id,
        details={"year": file.year, "file": file.file_name, "changes": len(changes), "sha256": file.sha256},
    )  # fmt: skip
    return file


def _order(change: Any) -> tuple[int, int]:
    """What is spent less comes first, then budgets that grow, those that shrink, what is spent more: no step between
    breaks a rule that the whole keeps."""
    shrinks = (
        change.before is not None and not change.field.startswith("output") and int(change.after) < int(change.before)
    )
    if change.field.startswith("output"):
        return 5, change.row
    if change.field.startswith("q"):
        return (0 if shrinks else 4), change.row
    if shrinks:
        return 3, change.row
    return (2 if change.field.startswith("revised") and change.before is None else 1), change.row


def _write(change: Any, document: str, *, by: Actor, on: date, made_up: bool) -> None:
    line = Line.objects.select_related("agency", "place").get(pk=change.line_id)
    kind, _colon, rest = change.field.partition(":")
    if kind == "output":
        _write_output(line, rest, change.after, document, by=by, on=on, made_up=made_up)
    elif kind.startswith("q") and kind[1:].isdigit():
        record_realisation(
            line, quarter=int(kind[1:]), amount=int(change.after), source=document, by=by, on=on, made_up=made_up
        )
    else:
        set_budget(
            line, stage=kind, fund=rest, amount=int(change.after), document=document, by=by, on=on, made_up=made_up
        )


def _write_output(line: Line, name: str, after: str, document: str, *, by: Actor, on: date, made_up: bool) -> None:
    head, _colon, part = name.rpartition(":")
    what, _colon, unit = head.rpartition(":")
    kept = queries.outputs_of(line.pk).filter(what=what, unit=unit).first()
    values = {"target": kept.target if kept else None, "realised": kept.realised if kept else None}
    values[part] = Decimal(after)
    record_output(line, what=what, unit=unit, source=document, by=by, on=on, made_up=made_up, **values)


@deed
def keep_budget_layout(title: str, columns: Mapping[str, str], *, by: Actor, on: date) -> BudgetLayout:
    """Remember what the titles of a spreadsheet mean; the same name again replaces it."""
    require(by, Role.PLANNER)
    title = " ".join(title.split())
    name = slugify(title)[:40]
    if not name:
        raise Refusal(_("Beri nama susunan kolomnya."), field="title")
    kept = {t: key for t, key in columns.items() if key in TITLES and t.strip()}
    if len(set(kept.values())) < len(kept):
        raise Refusal(_("Dua kolom diberi arti yang sama."), advice=_("Pilih satu dari keduanya."), field="title")
    if not ({"code", "name"} & set(kept.values())) or len(kept) < 2:
        raise Refusal(_("Tunjukkan kolom kode sub kegiatan dan sekurang-kurangnya satu kolom angka."), field="title")
    layout, _fresh = BudgetLayout.objects.update_or_create(
        name=name, defaults={"title": title[:80], "columns": kept, "by_id": by.id, "on": on, "retired_on": None}
    )
    record("keep_budget_layout", subject=layout, by=by, on=on, details={"name": name, "columns": len(kept)})
    return layout


@deed
def retire_budget_layout(layout: BudgetLayout, *, by: Actor, on: date) -> None:
    """A layout is offered no more; files that were read by it keep its name."""
    require(by, Role.PLANNER)
    BudgetLayout.objects.filter(pk=layout.pk, retired_on=None).update(retired_on=on)
    record("retire_budget_layout", subject=layout, by=by, on=on, details={"name": layout.name})
