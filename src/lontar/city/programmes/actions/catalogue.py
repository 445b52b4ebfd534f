"""Load the catalogue of a year; tag and add lines on a page."""

import csv
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from lontar.city.access import actions as access
from lontar.city.access import queries as agencies
from lontar.city.journal.actions import record
from lontar.city.programmes import queries
from lontar.city.programmes.models import Line, SubActivity
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, Role, require
from lontar.science.budget_codes import activity_code, programme_code, sub_activity_code
from lontar.science.trouble import Refusal

CONFIDENCES = ("verified", "likely", "unknown", "none")
GIVES = ("money", "goods", "works", "training", "schooling", "care", "capital", "service")
AGENCY_KINDS = ("agency", "ward", "partner", "company", "bank", "ministry")
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
    rows = [row for _number, row in _checked(_rows_of(year))]
    owners = _agencies_of(rows, by=by, on=on)
    codes = _sub_activities_of(rows, year)
    kept = {line.key: line for line in Line.objects.filter(place_id=place_id, year=year)}
    counts, fresh = {"new": 0, "changed": 0, "unchanged": 0}, []
    for row in rows:
        wanted = _wanted(row, owners[row["agency"]], codes.get(sub_activity_code(row["code"]) or ""))
        line = kept.get(row["key"])
        if line is None:
            fresh.append(Line(place_id=place_id, year=year, key=row["key"], **wanted))
            counts["new"] += 1
        elif line.kept_by_city or all(getattr(line, name) == value for name, value in wanted.items()):
            counts["unchanged"] += 1
        else:
            Line.objects.filter(pk=line.pk).update(**wanted)
            counts["changed"] += 1
    Line.objects.bulk_create(fresh)
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


def _checked(rows: list[tuple[int, dict[str, str]]]) -> list[tuple[int, dict[str, str]]]:
    seen: set[str] = set()
    for number, row in rows:
        _check(number, row)
        if row["key"] in seen:
            raise _refused(number, _("kunci %(key)s sudah dipakai di atasnya.") % {"key": row["key"]})
        seen.add(row["key"])
    return rows


def _agencies_of(rows: list[dict[str, str]], *, by: Actor, on: date) -> dict[str, int]:
    """Who offers each line. A name that the city has changed is not changed back by the file."""
    known = {agency.code: agency.pk for agency in agencies.agencies()}
    for row in rows:
        if row["agency"] not in known:
            made = access.ensure_agency(
                row["agency"], name=row["agency_name"], kind=row["agency_kind"], by=by, on=on
            )  # fmt: skip
            known[row["agency"]] = made.pk
    return known


def _wanted(row: dict[str, str], agency_id: int, sub_activity_id: int | None) -> dict[str, Any]:
    return {
        "name": row["name"],
        "agency_id": agency_id,
        "sub_activity_id": sub_activity_id,
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


def _sub_activities_of(rows: list[dict[str, str]], year: int) -> dict[str, int]:
    """The key of each code of the year, written as the file has it: what is new is made, what differs is changed."""
    wanted: dict[str, dict[str, str]] = {}
    for row in rows:
        code = sub_activity_code(row["code"])
        if code is not None:
            wanted[code] = {
                "name": row["name"],
                "activity_code": activity_code(code),
                "activity_name": row["activity_name"],
                "programme_code": programme_code(code),
                "programme_name": row["programme_name"],
                "confidence": row["confidence"],
                "source": row["source"],
            }
    kept = {found.code: found for found in SubActivity.objects.filter(year=year, code__in=wanted)}
    for code, found in kept.items():
        if any(getattr(found, name) != value for name, value in wanted[code].items()):
            SubActivity.objects.filter(pk=found.pk).update(**wanted[code])
    fresh = [SubActivity(year=year, code=code, **words) for code, words in wanted.items() if code not in kept]
    return {made.code: made.pk for made in (*kept.values(), *SubActivity.objects.bulk_create(fresh))}


@dataclass(frozen=True, slots=True)
class Tags:
    """What a planner says of a line: whose it is, for what, for whom, and whether it may be named."""

    name: str
    agency: str
    pillar: str
    gives: str
    reach: str
    payer: str
    code: str = ""
    sensitive: bool = False
    rule: str = ""
    note: str = ""
    source: str = ""


@deed
def add_line(tags: Tags, *, year: int, key: str, place_id: int, by: Actor, on: date, made_up: bool = False) -> Line:
    """Put a line into the catalogue of a year."""
    require(by, Role.PLANNER)
    if not re.fullmatch(r"[a-z0-9-]{1,80}", key):
        raise Refusal(_("Kunci terdiri atas huruf kecil, angka dan garis."), field="key")
    if Line.objects.filter(place_id=place_id, year=year, key=key).exists():
        raise Refusal(
            _("Kunci %(key)s sudah ada di katalog %(year)s.") % {"key": key, "year": year},
            advice=_("Ubah baris yang ada, atau pilih kunci lain."), field="key",
        )  # fmt: skip
    if not 2015 <= year <= on.year + 2:
        raise Refusal(_("Tahun itu di luar yang dapat direncanakan."), field="year")
    line = Line(place_id=place_id, year=year, key=key, kept_by_city=True, made_up=made_up, **_values(tags, year, None))
    line.save()
    record("add_line", subject=line, by=by, on=on, place_id=place_id, details=_for_journal(line, _told(line)))
    return line


@deed
def tag_line(line: Line, tags: Tags, *, by: Actor, on: date) -> Line:
    """Change what the catalogue says of a line; the former words stay in the journal."""
    require(by, Role.PLANNER)
    line = Line.objects.select_for_update(of=("self",)).get(pk=line.pk)
    before = _told(line)
    if line.sensitive != tags.sensitive and queries.handed_over(line) is not None:
        raise Refusal(
            _("Bantuan dari baris ini sudah ada di buku besar, jadi peka tidaknya tidak dapat diubah."),
            advice=_("Buat baris baru untuk yang selanjutnya."), field="sensitive",
        )  # fmt: skip
    for name, value in _values(tags, line.year, line).items():
        setattr(line, name, value)
    line.kept_by_city = True
    line.save()
    if _told(line) != before:
        record(
            "tag_line", subject=line, by=by, on=on, place_id=line.place_id,
            details={"before": _for_journal(line, before), "after": _for_journal(line, _told(line))},
        )  # fmt: skip
    return line


def _values(tags: Tags, year: int, line: Line | None) -> dict[str, Any]:
    known = {"reach": Line.Reach.values, "pillar": Line.Pillar.values, "payer": Line.Payer.values, "gives": GIVES}
    for field, choices in known.items():
        if getattr(tags, field) not in choices:
            raise Refusal(_("Pilih salah satu."), field=field)
    agency = agencies.agency_by_code(tags.agency)
    if agency is None:
        raise Refusal(_("Lembaga itu belum dikenal."), advice=_("Catat dulu lembaganya."), field="agency")
    if not tags.name.strip():
        raise Refusal(_("Tulis namanya."), field="name")
    if tags.rule:
        queries.rule_of(tags.rule)  # refuses one that is not there or cannot be read
    return {
        "name": " ".join(tags.name.split()), "agency": agency, "pillar": tags.pillar, "gives": tags.gives,
        "reach": tags.reach, "payer": tags.payer, "sensitive": tags.sensitive, "rule": tags.rule,
        "note": tags.note.strip(), "source": tags.source.strip(), "sub_activity": _named_sub(tags, year, line),
    }  # fmt: skip


def _named_sub(tags: Tags, year: int, line: Line | None) -> SubActivity | None:
    """The sub-activity of a year with the written code; one that is not known yet is written down as likely."""
    if not tags.code.strip():
        return None
    code = sub_activity_code(tags.code)
    if code is None:
        raise Refusal(
            _("“%(code)s” bukan kode sub kegiatan.") % {"code": tags.code[:40]},
            advice=_("Contoh: 1.06.04.2.01.0003. Dua angka di belakang pun dibaca."), field="code",
        )  # fmt: skip
    return ensure_sub_activity(year, code, name=tags.name, source=tags.source or _("ditulis di halaman program"))


def ensure_sub_activity(year: int, code: str, *, name: str, source: str) -> SubActivity:
    """The code of a year. Its activity and programme have the names that another year or neighbour tells, if any."""
    found = SubActivity.objects.filter(year=year, code=code).first()
    if found is not None:
        return found
    same = SubActivity.objects.filter(activity_code=activity_code(code)).order_by("-year").first()
    near = same or SubActivity.objects.filter(programme_code=programme_code(code)).order_by("-year").first()
    return SubActivity.objects.create(
        year=year, code=code, name=" ".join(name.split())[:300], activity_code=activity_code(code),
        activity_name=same.activity_name if same else "", programme_code=programme_code(code),
        programme_name=near.programme_name if near else "", confidence="likely", source=source[:200],
    )  # fmt: skip


def _for_journal(line: Line, told: dict[str, Any]) -> dict[str, Any]:
    """The journal is read by others than those who may know of a sensitive line: there it is only a number."""
    return {"sensitive": True} if line.sensitive or told["sensitive"] else told


def _told(line: Line) -> dict[str, Any]:
    """What the catalogue says of a line, in plain values."""
    return {
        "name": line.name, "agency": line.agency.code, "pillar": line.pillar, "gives": line.gives, "reach": line.reach,
        "payer": line.payer, "sensitive": line.sensitive, "rule": line.rule,
        "code": line.sub_activity.code if line.sub_activity else "",
    }  # fmt: skip
