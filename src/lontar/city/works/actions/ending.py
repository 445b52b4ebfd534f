"""A work is handed over by its paper, or stopped with a reason; what is wrong about it is noted until it is mended."""

from collections.abc import Collection
from datetime import date

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lontar.city.journal.actions import record
from lontar.city.registry import actions as registry
from lontar.city.registry import queries as families_of
from lontar.city.works import queries
from lontar.city.works.actions.checking import (
    PHOTO_BYTES_MAX,
    checked_words,
    command,
    hold,
    locked,
    require_own_agency,
    require_running,
)
from lontar.city.works.actions.tranches import give_back
from lontar.city.works.models import Defect, Photo, Report, Tranche, Work
from lontar.kit import pictures
from lontar.kit.deeds import deed
from lontar.kit.formats import day
from lontar.kit.gate import Actor, require
from lontar.kit.reasons import checked_reason
from lontar.kit.sealing import seal
from lontar.science.trouble import NotAllowed, Refusal

HANDED = gettext_noop("Rumah lewat %(what)s selesai dan diserahterimakan")
STOPPED = gettext_noop("Pembangunan rumah lewat %(what)s dihentikan")


@deed
def hand_over_work(work_id: int, *, number: str, handed_on: date, by: Actor, on: date) -> Work:
    """Note the paper by which a finished work was handed over (berita acara serah terima)."""
    require(by, *queries.WHO_END)
    number = checked_words(number, "number", most=120, least=1)
    work = locked(work_id, by)
    require_own_agency(work.line, by)
    if work.state == Work.State.HANDED_OVER and (work.handed_number, work.handed_on) == (number, handed_on):
        return work
    require_running(work)
    steps = queries.steps_of(work)
    if not all(one.confirmed for one in steps):
        raise Refusal(_("Belum semua tahap disahkan."), advice=_("Serah terima sesudah tahap terakhir disahkan."))
    if Defect.objects.filter(work=work, state="open").exists():
        raise Refusal(
            _("Masih ada kerusakan yang belum diperbaiki."), advice=_("Catat perbaikannya dahulu, lalu serah terima.")
        )
    finished = max(one.report.seen_on for one in steps if one.report is not None)
    if not finished <= handed_on <= on:
        raise Refusal(_("Tanggalnya antara %(first)s dan hari ini.") % {"first": day(finished)}, field="handed_on")
    work.state, work.handed_number, work.handed_on, work.ended_by_id = Work.State.HANDED_OVER, number, handed_on, by.id
    work.save(update_fields=["state", "handed_number", "handed_on", "ended_by"])
    _tell(work, HANDED, handed_on)
    record(
        "hand_over_work", subject=work, by=by, on=on, place_id=work.place_id,
        details={"number": number, "day": handed_on.isoformat()},
    )  # fmt: skip
    return work


@deed
def stop_work(work_id: int, *, reason: str, by: Actor, on: date) -> Work:
    """End a work that is not finished; what is not paid is in the line's budget again, what is asked for falls."""
    require(by, *queries.WHO_END)
    reason = checked_reason(reason)
    work = locked(work_id, by)
    require_own_agency(work.line, by)
    require_running(work)
    for one in Tranche.objects.filter(work=work, state="asked"):
        one.state, one.reason, one.ended_by_id, one.ended_on = "withdrawn", reason[:200], by.id, on
        one.save(update_fields=["state", "reason", "ended_by", "ended_on"])
    for report in Report.objects.filter(work=work, state="waiting"):
        report.state, report.reason, report.settled_by_id, report.settled_on = "refused", reason, by.id, on
        report.save(update_fields=["state", "reason", "settled_by", "settled_on"])
    work.state, work.stopped_on, work.stopped_why, work.ended_by_id = Work.State.STOPPED, on, reason, by.id
    work.save(update_fields=["state", "stopped_on", "stopped_why", "ended_by"])
    rest = work.cost - queries.paid_of(work)
    if rest:
        give_back(work, rest, key=f"work-rest:{work.pk}:stopped", by=by, on=on)
    _tell(work, STOPPED, on)
    record(
        "stop_work", subject=work, by=by, on=on, place_id=work.place_id, reason=reason, details={"rupiah": rest}
    )  # fmt: skip
    return work


@deed
def note_defect(
    work_id: int, *, what: str, key: str, photo: bytes | None = None, by: Actor, on: date
) -> Defect:  # fmt: skip
    """Write down what is wrong about a work, with a picture where there is one; until it is mended, it is neither handed
    over nor paid to the end."""
    require(by, *queries.WHO_NOTE_DEFECTS)
    what = checked_words(what, "what", most=300, least=5)
    work = locked(work_id, by)
    before = Defect.objects.filter(command_key=command("defect", key)).first()
    if before is not None:
        return before
    if work.state == Work.State.STOPPED:
        raise Refusal(_("Pekerjaan ini dihentikan."))
    made = Defect.objects.create(
        work=work, place_id=work.place_id, named=work.named, what=what, by_id=by.id, on=on,
        command_key=command("defect", key),
    )  # fmt: skip
    _keep(photo, made, Photo.Side.BEFORE)
    record(
        "note_defect", subject=work, by=by, on=on, place_id=work.place_id,
        details={"defect": made.pk, "photos": int(photo is not None)},
    )  # fmt: skip
    return made


@deed
def mend_defect(defect_id: int, *, note: str, photo: bytes | None = None, by: Actor, on: date) -> Defect:
    """Say how a defect was mended, with a picture where there is one; somebody else noted it, or saw it again."""
    require(by, *queries.WHO_NOTE_DEFECTS)
    note = checked_reason(note, field="note")
    found = Defect.objects.filter(pk=defect_id).first()
    if found is None:
        raise queries.NotFound(_("Kerusakan itu tidak ada di wilayah Anda."), advice=_("Muat ulang halamannya."))
    hold(found.work_id)
    work = queries.work_or_refuse(found.work_id, by)
    found.refresh_from_db()
    if found.state != "open":
        raise Refusal(_("Kerusakan ini sudah diperbaiki."), advice=_("Muat ulang halamannya."))
    if str(found.by_id) == str(by.id):
        raise NotAllowed(
            _("Anda sendiri yang mencatat kerusakan ini."), advice=_("Mintalah orang kedua melihat perbaikannya.")
        )
    found.state, found.note, found.settled_by_id, found.settled_on = "mended", note, by.id, on
    found.save(update_fields=["state", "note", "settled_by", "settled_on"])
    _keep(photo, found, Photo.Side.AFTER)
    record(
        "mend_defect", subject=work, by=by, on=on, place_id=work.place_id,
        details={"defect": found.pk, "photos": int(photo is not None)},
    )  # fmt: skip
    return found


def _keep(raw: bytes | None, defect: Defect, side: str) -> None:
    """The picture, small and sealed, beside the defect that it shows."""
    if raw is None:
        return
    jpeg = pictures.photo(raw, bytes_max=PHOTO_BYTES_MAX, field="photo").jpeg
    Photo.objects.create(
        work_id=defect.work_id,
        defect=defect,
        place_id=defect.place_id,
        named=defect.named,
        side=side,
        cipher=seal(jpeg),
    )


def forget(person_id: int, families: Collection[int]) -> list[int]:
    """When somebody is erased in whose family nobody else is left, photos, places and words about their house go, and the
    tie to the book with the secrets of its leaves; gives back those leaves. Called within that deed."""
    alone = families_of.nobody_left_but(person_id, families)
    with connection.cursor() as cursor:
        cursor.execute("SELECT works_forget(%s::bigint[])", [alone])
        return list(cursor.fetchone()[0])


def _tell(work: Work, message: str, on: date) -> None:
    if work.family_id is not None:
        registry.tell(
            work.family_id, work.place_id, kind="works", message=message, on=on, details={"what": work.line.name}
        )  # fmt: skip
