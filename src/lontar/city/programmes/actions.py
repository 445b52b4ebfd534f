"""Load the catalogue of a year, set budgets, record what was spent."""

import csv
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from lontar.city.access import actions as access
from lontar.city.journal.actions import record
from lontar.city.programmes import events, queries
from lontar.city.programmes.models import Budget, Line, Realisation, SubActivity
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, Role, require
from lontar.science.budget_codes import activity_code, programme_code, sub_activity_code
from lontar.science.trouble import NotAllowed, Refusal

AMOUNT_MAX = 10**13  # ten trillion rupiah: more than any city's budget
CONFIDENCES = ("verified", "likely", "unknown", "none")
GIVES = ("money", "goods", "works", "training", "schooling", "care", "capital", "service")
AGENCY_KINDS = ("agency", "ward", "partner")
COLUMNS = (
    "key", "agency", "agency_name", "agency_kind", "name", "programme_code", "programme_name", "activity_code",
    "activity_name", "code", "confidence", "reach", "pillar", "gives", "payer", "sensitive", "rule", "source", "note",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading a catalogue did."""

    new: int
    changed: int
    unchanged: int


@deed
def load_catalogue(year: int, *, place_id: int, by: Actor, on: date) -> Loaded:
    """Bring the lines of a year in from `rules/catalogue/`; loading it again changes nothing."""
    require(by, Role.ADMINISTRATOR, Role.PLANNER)
    rows = _rows_of(year)
    counts = {"new": 0, "changed": 0, "unchanged": 0}
    for number, row in rows:
        counts[_load_line(number, row, year=year, place_id=place_id, by=by, on=on)] += 1
    if counts["new"] or counts["changed"]:
        record(
            "load_catalogue", subject=("programmes.line", year), by=by, on=on, place_id=place_id,
            details={"year": year, **counts},
        )  # fmt: skip
    return Loaded(**counts)


def _rows_of(year: int) -> list[tuple[int, dict[str, str]]]:
    folder = Path(settings.RULES_FOLDER) / "catalogue"
    path = folder / f"{int(year)}.csv"
    if not path.is_file():
        known = ", ".join(sorted(file.stem for file in folder.glob("*.csv")))
        raise Refusal(
            _("Katalog tahun %(year)s tidak ada.") % {"year": year},
            advice=_("Tahun yang ada: %(known)s. Tambahkan berkasnya di rules/catalogue.") % {"known": known},
            field="year",
        )
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise _refused(1, _("Kolomnya bukan %(columns)s.") % {"columns": ", ".join(COLUMNS)})
        # The header is row 1, so the first line of the catalogue is row 2.
        return [(number, row) for number, row in enumerate(reader, 2)]


def _refused(row: int, message: str) -> Refusal:
    advice = _("Perbaiki baris %(row)s berkas katalog, lalu muat lagi.") % {"row": row}
    return Refusal(_("Katalog, baris %(row)s: %(message)s") % {"row": row, "message": message}, advice=advice)


def _load_line(number: int, row: dict[str, str], *, year: int, place_id: int, by: Actor, on: date) -> str:
    _check(number, row)
    agency = access.ensure_agency(row["agency"], name=row["agency_name"], kind=row["agency_kind"], by=by, on=on)
    wanted: dict[str, Any] = {
        "name": row["name"],
        "agency_id": agency.pk,
        "sub_activity_id": _sub_activity(row, year),
        "reach": row["reach"],
        "pillar": row["pillar"],
        "gives": row["gives"],
        "payer": row["payer"],
        "sensitive": row["sensitive"] == "yes",
        "rule": row["rule"],
        "note": row["note"],
        "source": row["source"],
        "made_up": bool(row["rule"]) and queries.rule_of(row["rule"]).made_up,
    }
    line = Line.objects.filter(place_id=place_id, year=year, key=row["key"]).first()
    if line is None:
        Line.objects.create(place_id=place_id, year=year, key=row["key"], **wanted)
        return "new"
    if all(getattr(line, name) == value for name, value in wanted.items()):
        return "unchanged"
    Line.objects.filter(pk=line.pk).update(**wanted)
    return "changed"


def _check(number: int, row: dict[str, str]) -> None:
    known = {
        "reach": Line.Reach.values,
        "pillar": Line.Pillar.values,
        "payer": Line.Payer.values,
        "gives": GIVES,
        "confidence": CONFIDENCES,
        "sensitive": ("yes", "no"),
        "agency_kind": AGENCY_KINDS,
    }
    for column, choices in known.items():
        if row[column] not in choices:
            raise _refused(number, f"{column} “{row[column]}”: {', '.join(choices)}.")
    if not re.fullmatch(r"[a-z0-9-]{1,80}", row["key"]) or not row["name"]:
        raise _refused(number, _("kunci atau nama kosong."))
    if row["code"] and sub_activity_code(row["code"]) is None:
        raise _refused(number, _("kode “%(code)s” bukan kode sub kegiatan.") % {"code": row["code"]})
    if bool(row["code"]) is (row["confidence"] in ("unknown", "none")):
        raise _refused(number, _("kode dan keyakinannya tidak cocok."))


def _sub_activity(row: dict[str, str], year: int) -> int | None:
    code = sub_activity_code(row["code"])
    if code is None:
        return None
    found, _fresh = SubActivity.objects.update_or_create(
        year=year,
        code=code,
        defaults={
            "name": row["name"],
            "activity_code": activity_code(code),
            "activity_name": row["activity_name"],
            "programme_code": programme_code(code),
            "programme_name": row["programme_name"],
            "confidence": row["confidence"],
            "source": row["source"],
        },
    )
    return found.pk


@deed
def set_budget(
    line: Line, *, fund: str, amount: int, document: str, by: Actor, on: date, made_up: bool = False
) -> Budget:  # fmt: skip
    """Say how much one fund sets aside for a line, and which document says so; the former figure stays in the journal."""
    _require_keeper(by, line)
    if fund not in Line.Payer.values:
        raise Refusal(_("Sumber dana ini tidak dikenal."), field="fund")
    _check_money(amount, document, "document")
    # Two officers setting one line's budgets at once would each check a total that the other is changing.
    Line.objects.select_for_update().get(pk=line.pk)
    before = Budget.objects.filter(line=line, fund=fund).first()
    budget, _fresh = Budget.objects.update_or_create(
        line=line, fund=fund, defaults={"amount": amount, "document": document, "set_on": on, "made_up": made_up}
    )
    events.budget_set.send(sender=Line, line_id=line.pk, total=queries.budget_of(line.pk))
    record(
        "set_budget", subject=line, by=by, on=on, place_id=line.place_id,
        details={"fund": fund, "amount": amount, "before": before.amount if before else None, "document": document},
    )  # fmt: skip
    return budget


@deed
def record_realisation(
    line: Line, *, quarter: int, amount: int, source: str, by: Actor, on: date, output: str = "", made_up: bool = False
) -> Realisation:  # fmt: skip
    """Record what the agency reports as spent in a quarter, outside of what Lontar paid; again means correct it."""
    _require_keeper(by, line)
    if quarter not in (1, 2, 3, 4):
        raise Refusal(_("Triwulan adalah 1 sampai 4."), field="quarter")
    if (line.year, 3 * quarter - 2) > (on.year, on.month):
        raise Refusal(_("Triwulan itu belum mulai."), advice=_("Catat setelah ada yang dibelanjakan."), field="quarter")
    _check_money(amount, source, "source")
    before = Realisation.objects.filter(line=line, quarter=quarter).first()
    realisation, _fresh = Realisation.objects.update_or_create(
        line=line,
        quarter=quarter,
        defaults={"amount": amount, "source": source, "output": output, "recorded_on": on, "made_up": made_up},
    )
    details = {"quarter": quarter, "amount": amount, "before": before.amount if before else None, "source": source}
    record("record_realisation", subject=line, by=by, on=on, place_id=line.place_id, details=details)
    return realisation


def _require_keeper(by: Actor, line: Line) -> None:
    require(by, Role.PLANNER, Role.OPERATOR)
    if not queries.may_keep_money(by, line):
        raise NotAllowed(
            _("Baris ini milik %(agency)s.") % {"agency": line.agency},
            advice=_("Mintalah kepada operator perangkat daerah itu, atau kepada perencana."),
        )


def _check_money(amount: int, paper: str, field: str) -> None:
    if not 0 <= amount <= AMOUNT_MAX:
        raise Refusal(_("Jumlahnya harus antara nol dan sepuluh triliun rupiah."), field="amount")
    if not paper.strip():
        raise Refusal(
            _("Dokumen atau sumbernya belum ditulis."), advice=_("Contoh: nomor DPA dan tanggalnya."), field=field
        )
