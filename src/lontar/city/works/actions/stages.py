"""A stage is reported with its photos by whoever looked, and confirmed by a second person; until it is paid, it can be
taken back."""

import math
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lontar.city.journal.actions import record
from lontar.city.registry import actions as registry
from lontar.city.works import queries
from lontar.city.works.actions.checking import (
    PHOTO_BYTES_MAX,
    command,
    hold,
    locked,
    require_own_agency,
    require_running,
)
from lontar.city.works.actions.tranches import withdraw
from lontar.city.works.models import Photo, Report, Tranche, Work
from lontar.kit import pictures
from lontar.kit.deeds import deed
from lontar.kit.formats import day
from lontar.kit.gate import Actor, Role, require
from lontar.kit.reasons import checked_reason
from lontar.kit.sealing import seal
from lontar.science.trouble import NotAllowed, Refusal

NOTE_LETTERS_MAX = 500
READY = gettext_noop("Pembangunan rumah lewat %(what)s: tahap “%(stage)s” selesai, %(percent)s%% seluruhnya")
State, Side = Report.State, Photo.Side


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody saw of a stage: on which day, with the picture after it and, where it shows something, before it."""

    seen_on: date
    before: bytes | None = None
    after: bytes | None = None
    note: str = ""
    position: pictures.Position | None = None
    position_from_photo: bool = False


@deed
def report_stage(work_id: int, position: int, seen: Seen, *, key: str, by: Actor, on: date) -> Report:
    """Keep what was seen of the next stage. The same key again answers as the first time."""
    require(by, *queries.WHO_REPORT)
    work = locked(work_id, by)
    before = Report.objects.filter(command_key=command("report", key)).first()
    if before is not None:
        return before
    require_running(work)
    steps = queries.steps_of(work)
    due = queries.next_step(steps)
    if due is None or due.stage.position != position:
        raise Refusal(
            _("Tahap ini belum waktunya, sudah dilaporkan, atau tahap sebelumnya menunggu orang kedua."),
            advice=_("Muat ulang halamannya: yang dapat dilaporkan hanya tahap berikutnya."),
        )
    _require_day(work, steps, seen.seen_on, on)
    if len(seen.note) > NOTE_LETTERS_MAX:
        raise Refusal(_("Catatan paling panjang %(most)d huruf.") % {"most": NOTE_LETTERS_MAX}, field="note")
    photos = _photos(seen, first=due.stage is steps[0].stage, begun=due.stage.progress > 0)
    position_ = _position(seen, photos)
    made = Report.objects.create(
        work=work, stage=due.stage, place_id=work.place_id, named=work.named, seen_on=seen.seen_on,
        note=seen.note.strip(), latitude=position_.latitude if position_ else None,
        longitude=position_.longitude if position_ else None, by_id=by.id, on=on, command_key=command("report", key),
    )  # fmt: skip
    Photo.objects.bulk_create(
        [
            Photo(
                work=work, report=made, place_id=work.place_id, named=work.named, side=side, cipher=seal(photo.jpeg)
            )
            for side, photo in photos.items()
        ]
    )  # fmt: skip
    record(
        "report_stage", subject=work, by=by, on=on, place_id=work.place_id,
        details={"stage": position, "photos": len(photos), "seen_on": seen.seen_on.isoformat()},
    )  # fmt: skip
    return made


@deed
def confirm_stage(report_id: int, *, photos_open: bool = False, by: Actor, on: date) -> Report:
    """Say as a second person that the stage stands as it was reported.

    `photos_open` says that neither a person nor a home can be recognised; of a family's house it is never said.
    """
    report = _waiting(report_id, by)
    if photos_open and report.named:
        raise Refusal(_("Foto rumah sebuah keluarga tidak dibuka untuk umum."), field="photos_open")
    report.state, report.photos_open, report.settled_by_id, report.settled_on = State.CONFIRMED, photos_open, by.id, on
    report.save(update_fields=["state", "photos_open", "settled_by", "settled_on"])
    work, stage = report.work, report.stage
    if work.family_id is not None:
        registry.tell(
            work.family_id, work.place_id, kind="works", message=READY, on=report.seen_on,
            details={"what": work.line.name, "stage": stage.name, "percent": stage.progress},
        )  # fmt: skip
    record(
        "confirm_stage", subject=work, by=by, on=on, place_id=work.place_id,
        details={"stage": stage.position, "percent": stage.progress, "open": photos_open},
    )  # fmt: skip
    return report


@deed
def refuse_stage(report_id: int, *, reason: str, by: Actor, on: date) -> Report:
    """Send a report back as a second person, with the reason; the stage is reported anew."""
    report = _waiting(report_id, by)
    reason = checked_reason(reason)
    report.state, report.reason, report.settled_by_id, report.settled_on = State.REFUSED, reason, by.id, on
    report.save(update_fields=["state", "reason", "settled_by", "settled_on"])
    record(
        "refuse_stage", subject=report.work, by=by, on=on, place_id=report.place_id, reason=reason,
        details={"stage": report.stage.position},
    )  # fmt: skip
    return report


@deed
def take_back_stage(report_id: int, *, reason: str, by: Actor, on: date) -> Report:
    """Say that a confirmed stage does not stand after all. What is asked for it falls with it; what is paid must be
    turned round first."""
    require(by, *queries.WHO_TAKE_BACK)
    reason = checked_reason(reason)
    report = _held(report_id, by)
    if by.role == Role.OPERATOR:
        require_own_agency(report.work.line, by)
    require_running(report.work)
    if report.state != State.CONFIRMED:
        raise Refusal(_("Tahap ini belum disahkan."), advice=_("Muat ulang halamannya."))
    later = Report.objects.filter(work=report.work, state__in=queries.LIVING, stage__position__gt=report.stage.position)
    if later.exists():
        raise Refusal(_("Tahap sesudahnya sudah dilaporkan."), advice=_("Tarik kembali yang terakhir dahulu."))
    tranche = Tranche.objects.filter(stage=report.stage, state__in=["asked", "paid"]).first()
    if tranche is not None and tranche.state == Tranche.State.PAID:
        raise Refusal(
            _("Termin tahap ini sudah dicairkan."), advice=_("Perencana membatalkan pencairannya dahulu di buku.")
        )
    if tranche is not None:
        withdraw(tranche, reason=reason, by=by, on=on)
    report.state, report.reason, report.taken_by_id, report.taken_on = State.TAKEN_BACK, reason, by.id, on
    report.save(update_fields=["state", "reason", "taken_by", "taken_on"])
    record(
        "take_back_stage", subject=report.work, by=by, on=on, place_id=report.place_id, reason=reason,
        details={"stage": report.stage.position},
    )  # fmt: skip
    return report


def _held(report_id: int, by: Actor) -> Report:
    hold(queries.report_or_refuse(report_id, by).work_id)
    return queries.report_or_refuse(report_id, by)  # as it is now that nobody else acts on its work


def _waiting(report_id: int, by: Actor) -> Report:
    require(by, *queries.WHO_CONFIRM)
    report = _held(report_id, by)
    if by.role == Role.OPERATOR:
        require_own_agency(report.work.line, by)
    if report.state != State.WAITING:
        raise Refusal(_("Laporan ini sudah diputuskan."), advice=_("Muat ulang halamannya."))
    if str(report.by_id) == str(by.id):
        raise NotAllowed(
            _("Anda sendiri yang melaporkan tahap ini."), advice=_("Mintalah orang kedua melihat dan mengesahkannya.")
        )
    require_running(report.work)
    return report


def _require_day(work: Work, steps: list[queries.Step], seen_on: date, on: date) -> None:
    """Not before the work began or the stage before it was seen, and not in the future."""
    known = [one.report.seen_on for one in steps if one.report is not None]
    first = max([work.since, *known])
    if not first <= seen_on <= on:
        raise Refusal(_("Tanggalnya antara %(first)s dan hari ini.") % {"first": day(first)}, field="seen_on")


def _photos(seen: Seen, *, first: bool, begun: bool) -> dict[str, pictures.Photo]:
    """The first stage shows how it was before; every stage in which something was built shows what stands after it."""
    if first and seen.before is None:
        raise Refusal(_("Tahap pertama perlu foto sebelum pekerjaan."), field="before")
    if begun and seen.after is None:
        raise Refusal(_("Belum ada foto sesudah tahap ini."), field="after")
    given = {Side.BEFORE: seen.before, Side.AFTER: seen.after}
    return {side: pictures.photo(raw, bytes_max=PHOTO_BYTES_MAX, field=str(side)) for side, raw in given.items() if raw}


def _position(seen: Seen, photos: dict[str, pictures.Photo]) -> pictures.Position | None:
    if seen.position is not None:
        told = seen.position
        if not (math.isfinite(told.latitude) and math.isfinite(told.longitude)):
            raise Refusal(_("Letak itu bukan letak di bumi."), field="latitude")
        if not (-90 <= told.latitude <= 90 and -180 <= told.longitude <= 180):
            raise Refusal(_("Letak itu bukan letak di bumi."), field="latitude")
        return told
    if not seen.position_from_photo:
        return None
    return next((photo.position for photo in reversed(photos.values()) if photo.position), None)
