"""What was seen at a home: reported once, with its photo and its place, by whoever was sent there."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lontar.city.fieldwork.models import Campaign, Change, Report, Visit
from lontar.city.fieldwork.queries import visits as queries
from lontar.city.fieldwork.queries.who import WHO_BRING_SHEETS, WHO_VISIT
from lontar.city.journal.actions import record
from lontar.city.places import queries as places
from lontar.city.registry import actions as registry
from lontar.city.registry import queries as families_of
from lontar.kit import pictures
from lontar.kit.deeds import deed
from lontar.kit.formats import day
from lontar.kit.gate import Actor, require
from lontar.kit.sealing import seal
from lontar.science import living_conditions as conditions
from lontar.science.trouble import NotAllowed, Refusal

Outcome = Report.Outcome
Kind = Change.Kind
PHOTO_BYTES_MAX: Final = 8_000_000
NOTE_LETTERS_MAX, WHERE_LETTERS_MAX, NAME_LETTERS_MAX = 500, 120, 120
KEY_LETTERS_MAX: Final = 60
NEWCOMERS_MAX: Final = 10
GONE: Final = {
    Outcome.MOVED_COUNTRY: Kind.MOVED_COUNTRY,
    Outcome.MOVED_ABROAD: Kind.MOVED_ABROAD,
    Outcome.DIED: Kind.DIED,
}
HERE, NOT_MET = "here", "not_found"
PRESENCES: Final = (HERE, NOT_MET, Kind.DIED.value, Kind.MOVED_COUNTRY.value, Kind.MOVED_ABROAD.value)
VISITED: Final = {
    Outcome.FOUND: gettext_noop("Diperiksa di rumah: ditemui (%(campaign)s)"),
    Outcome.MOVED_COUNTRY: gettext_noop("Diperiksa di rumah: pindah di dalam negeri (%(campaign)s)"),
    Outcome.MOVED_ABROAD: gettext_noop("Diperiksa di rumah: pindah ke luar negeri (%(campaign)s)"),
    Outcome.DIED: gettext_noop("Diperiksa di rumah: meninggal (%(campaign)s)"),
    Outcome.NOT_FOUND: gettext_noop("Diperiksa di rumah: tidak ditemukan (%(campaign)s)"),
    Outcome.REFUSED: gettext_noop("Diperiksa di rumah: menolak didata (%(campaign)s)"),
}


class AlreadyReported(Refusal):
    """Somebody reported this visit before."""


@dataclass(frozen=True, slots=True)
class Presence:
    """Where one member is, since when, and how they live."""

    person_id: int
    presence: str
    happened: date | None = None
    where: str = ""
    columns: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who lives there and is not in the registry's family."""

    name: str
    born_here: bool
    happened: date | None
    sex: str = ""
    birth_date: date | None = None
    relation: str = "other"


@dataclass(frozen=True, slots=True)
class Found:
    """A whole report."""

    outcome: str
    visited_on: date
    deserves: str = ""
    columns: Mapping[str, object] = field(default_factory=dict)
    members: Sequence[Presence] = ()
    newcomers: Sequence[Newcomer] = ()
    happened: date | None = None  # when the whole family moved or died
    where: str = ""
    note: str = ""
    photo: bytes | None = None
    position: pictures.Position | None = None
    accuracy: float | None = None
    position_from_photo: bool = False


@dataclass(frozen=True, slots=True)
class Reported:
    """A report as it stands, and whether this call made it."""

    report_id: int
    fresh: bool
    outside: bool = False  # whether the house would stand outside of the city


@deed
def report_visit(
    visit_id: int, found: Found, *, by: Actor, on: date, key: str = "", way: str = Report.Way.FORM
) -> Reported:
    """Keep what was seen. The same key again answers as the first time; another one learns who was first.

    What the family says of its house goes to its living conditions at once. Deaths, moves and newcomers wait for a
    second person.
    """
    visit = _visit(visit_id, by, way)
    command = _command_key(visit_id, key)
    # Taking the row first means that a retry, or a second officer, loses here and writes nothing.
    taken = Visit.objects.filter(pk=visit.pk, state=Visit.State.OPEN).update(state=Visit.State.REPORTED)
    if not taken:
        return _as_before(visit, command)
    found = _sensible(found, visit, on)
    columns = _kept_columns(found)
    photo = pictures.photo(found.photo, bytes_max=PHOTO_BYTES_MAX, field="photo") if found.photo else None
    position = found.position or (photo.position if photo and found.position_from_photo else None)
    report = Report.objects.create(
        visit=visit, place_id=visit.place_id, outcome=found.outcome, deserves=found.deserves,
        visited_on=found.visited_on, checker_id=visit.officer_id or by.id, by_id=by.id, way=way, columns=columns,
        members={str(one.person_id): one.presence for one in found.members}, note=found.note,
        photo=seal(photo.jpeg) if photo else None,
        latitude=position.latitude if position else None, longitude=position.longitude if position else None,
        accuracy=found.accuracy if position and found.position else None, command_key=command,
    )  # fmt: skip
    changes = _changes(report, found)
    Change.objects.bulk_create(changes)
    _observe(visit, found, columns, by, on)
    if position and found.outcome == Outcome.FOUND:
        registry.locate_seen(visit.family_id, position, metres=report.accuracy, seen_on=found.visited_on, by=by, on=on)
    registry.tell(
        visit.family_id, visit.place_id, kind="field_check", message=VISITED[Outcome(found.outcome)],
        on=found.visited_on, details={"campaign": visit.campaign.name},
    )  # fmt: skip
    record(
        "report_visit", subject=visit, by=by, on=on, place_id=visit.place_id,
        details={"outcome": found.outcome, "turn": visit.turn, "changes": len(changes), "photo": photo is not None, "way": way},
    )  # fmt: skip
    return Reported(report.pk, True, position is not None and places.outside(position.latitude, position.longitude))


def _visit(visit_id: int, by: Actor, way: str) -> Visit:
    require(by, *(WHO_BRING_SHEETS if way == Report.Way.SHEET else WHO_VISIT))
    visit = queries.visits_for(by).filter(pk=visit_id).first()
    if visit is None:
        raise queries.NotFound(
            _("Kunjungan ini tidak ada di daftar Anda."), advice=_("Muat ulang daftar kunjungan Anda.")
        )
    if visit.officer_id is not None and visit.officer_id != by.id and way != Report.Way.SHEET:
        raise NotAllowed(
            _("Kunjungan ini tugas petugas lain."), advice=_("Mintalah petugas kelurahan mengalihkannya kepada Anda.")
        )
    return visit


def _command_key(visit_id: int, key: str) -> str:
    if len(key) > KEY_LETTERS_MAX:
        raise Refusal(_("Kunci perintah paling panjang %(most)d huruf.") % {"most": KEY_LETTERS_MAX}, field="key")
    return f"{visit_id}:{key or uuid.uuid4().hex}"


def _as_before(visit: Visit, command: str) -> Reported:
    """The same command again gets the same answer; another one is told who was first."""
    first = Report.objects.filter(visit_id=visit.pk).select_related("checker").first()
    if first is None:
        raise Refusal(
            _("Kampanye ini sudah ditutup, jadi laporan tidak diterima lagi."),
            advice=_("Isian Anda tidak hilang dari halaman ini. Mintalah perencana membuka kampanye baru."),
        )
    if first.command_key == command:
        return Reported(first.pk, False)
    raise AlreadyReported(
        _("Kunjungan ini sudah dilaporkan %(name)s untuk %(on)s.")
        % {"name": first.checker.name, "on": day(first.visited_on)},
        advice=_("Bila laporannya keliru, hubungi petugas kelurahan."),
    )


def _sensible(found: Found, visit: Visit, on: date) -> Found:
    """Refuse what cannot be, beside its field."""
    if visit.campaign.state != Campaign.State.OPEN:
        raise Refusal(_("Kampanye ini sudah ditutup, jadi laporan tidak diterima lagi."))
    if found.outcome not in Outcome.values:
        raise Refusal(_("Pilih apa yang Anda temui di rumah itu."), field="outcome")
    if found.visited_on > on:
        raise Refusal(_("Tanggal kunjungan belum tiba."), advice=_("Isi hari ini atau sebelumnya."), field="visited_on")
    if found.visited_on < visit.campaign.begins:
        raise Refusal(
            _("Kunjungan itu sebelum kampanye mulai, %(on)s.") % {"on": day(visit.campaign.begins)},
            advice=_("Periksa tanggalnya."), field="visited_on",
        )  # fmt: skip
    if found.deserves not in ("", *Report.Deserves.values):
        raise Refusal(_("Pilih apakah keluarga ini layak tetap di daftar."), field="deserves")
    if found.outcome == Outcome.FOUND and not found.deserves:
        raise Refusal(_("Pilih apakah keluarga ini layak tetap di daftar."), field="deserves")
    if len(found.note) > NOTE_LETTERS_MAX:
        raise Refusal(_("Catatan paling panjang %(most)d huruf.") % {"most": NOTE_LETTERS_MAX}, field="note")
    if found.outcome in GONE:
        _require_day(found.happened, found.visited_on, "happened")
    if len(found.newcomers) > NEWCOMERS_MAX:
        raise Refusal(_("Paling banyak %(most)d anggota baru.") % {"most": NEWCOMERS_MAX}, field="newcomers")
    _require_members(found, visit)
    return found


def _require_members(found: Found, visit: Visit) -> None:
    family = families_of.family_or_none(visit.family_id)
    known = {one.id: one.birth_date for one in families_of.members_of(family)} if family else {}
    for one in found.members:
        if one.person_id not in known:
            raise Refusal(
                _("Seseorang di dalamnya bukan lagi anggota keluarga ini."), advice=_("Muat ulang formulirnya.")
            )
        if one.presence not in PRESENCES:
            raise Refusal(_("Pilih keberadaan setiap anggota."), field=f"m{one.person_id}-presence")
        if one.presence in (Kind.DIED, Kind.MOVED_COUNTRY, Kind.MOVED_ABROAD):
            _require_day(one.happened, found.visited_on, f"m{one.person_id}-happened", born=known[one.person_id])
    for number, newcomer in enumerate(found.newcomers):
        if not newcomer.name.strip() or len(newcomer.name) > NAME_LETTERS_MAX:
            raise Refusal(_("Tuliskan nama anggota baru."), field=f"n{number}-name")
        _require_day(newcomer.happened, found.visited_on, f"n{number}-happened", born=newcomer.birth_date)


def _require_day(happened: date | None, visited_on: date, name: str, *, born: date | None = None) -> None:
    if happened is None:
        raise Refusal(
            _("Tuliskan tanggal kejadiannya."), advice=_("Bila tidak pasti, tulis tanggal perkiraan keluarga atau RT."),
            field=name,
        )  # fmt: skip
    if happened > visited_on:
        raise Refusal(_("Tanggal kejadian itu sesudah kunjungan."), advice=_("Periksa tanggalnya."), field=name)
    if born is not None and happened < born:
        # A report only grows: what could never take effect is not kept to be found out by the second person.
        raise Refusal(
            _("Kejadian itu sebelum orangnya lahir, %(born)s.") % {"born": day(born)}, advice=_("Periksa tanggalnya."),
            field=name,
        )  # fmt: skip


def _kept_columns(found: Found) -> dict[str, int]:
    """The family's answers; what is no answer is refused beside its question."""
    if found.outcome != Outcome.FOUND:
        return {}
    kept, findings = conditions.checked(found.columns, "family")
    for finding in findings:
        raise Refusal(finding.template, field=finding.source.column, values=finding.values)
    return kept


def _changes(report: Report, found: Found) -> list[Change]:
    def change(kind: str, happened: date | None, **values: Any) -> Change:
        assert happened is not None  # `_sensible` refused the others
        return Change(
            report=report, place_id=report.place_id, family_id=report.visit.family_id, kind=kind, happened=happened,
            seen_by_id=report.checker_id, **values,
        )  # fmt: skip

    if found.outcome in GONE:
        return [change(GONE[Outcome(found.outcome)], found.happened, where=found.where[:WHERE_LETTERS_MAX])]
    if found.outcome != Outcome.FOUND:
        return []
    of_members = [
        change(one.presence, one.happened, person_id=one.person_id, where=one.where[:WHERE_LETTERS_MAX])
        for one in found.members
        if one.presence not in (HERE, NOT_MET)
    ]
    of_newcomers = [
        change(Kind.BORN if one.born_here else Kind.JOINED, one.happened, newcomer=_told(one))
        for one in found.newcomers
    ]
    return of_members + of_newcomers


def _told(one: Newcomer) -> dict[str, str]:
    return {
        "name": " ".join(one.name.split()), "sex": one.sex, "relation": one.relation,
        "birth_date": one.birth_date.isoformat() if one.birth_date else "",
    }  # fmt: skip


def _observe(visit: Visit, found: Found, columns: Mapping[str, int], by: Actor, on: date) -> None:
    """What was seen of house and people becomes the registry's newest word on how they live."""
    if found.outcome != Outcome.FOUND:
        return
    members = {one.person_id: one.columns for one in found.members if one.columns and one.presence == HERE}
    if columns or members:
        registry.observe(
            visit.family_id, columns=columns, members=members, source="field_check", note=visit.campaign.name,
            observed_on=found.visited_on, by=by, on=on,
        )  # fmt: skip
