"""How far a round has come and what comes next: its steps with their clocks, and the one action for this officer."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lontar.city.targeting import queries
from lontar.city.targeting.forms import STEPS
from lontar.city.targeting.models import Round, Step
from lontar.kit import formats
from lontar.kit.gate import Actor, Role

MEETING = Step.Kind.MEETING
STATES_BACK = (Round.State.CHECKED, Round.State.APPROVED, Round.State.EXPORTED)


@dataclass(frozen=True, slots=True)
class Next:
    """The one thing to do now, where, and what it is about."""

    action: str
    url: str
    words: str


def rows_of(found: Round, actor: Actor, *, today: date, whole: bool) -> list[dict[str, Any]]:
    """Each step once, what was taken back with its reason; the wards' meetings together for whoever sees the whole."""
    steps = list(queries.steps_for(found, actor))
    rows: list[dict[str, Any]] = []
    meetings = [one for one in steps if one.kind == MEETING and one.taken_back_on is None]
    if meetings and whole:
        rows.append(_meetings(meetings, today))
    for one in steps:
        if one.kind == MEETING and whole:
            continue
        ended = one.on or one.taken_back_on
        rows.append(
            {
                "words": STEPS[one.kind], "agency": _with(one),
                "by": one.by.name if one.by else "", "on": one.on, "since": one.since, "due": one.due,
                "days": ((ended or today) - one.since).days, "late": ended is None and one.due < today,
                "back": one.taken_back_on, "why": one.reason, "note": one.note, "told": _told(one), "moved": _moved(one),
                "movable": one.pk if ended is None else None,
            }
        )  # fmt: skip
    return rows


def _with(step: Step) -> str:
    if step.kind == MEETING:
        return step.place.name
    return step.agency.name if step.agency else ""


def _meetings(meetings: list[Step], today: date) -> dict[str, Any]:
    done = [one for one in meetings if one.on is not None]
    last = max((one.on for one in done if one.on), default=None) if len(done) == len(meetings) else None
    since, due = min(one.since for one in meetings), max(one.due for one in meetings)
    told = _("%(done)s dari %(all)s wilayah selesai") % {
        "done": formats.number(len(done)), "all": formats.number(len(meetings))
    }  # fmt: skip
    return {
        "words": STEPS[MEETING], "agency": "", "by": "", "on": last, "since": since, "due": due,
        "days": ((last or today) - since).days, "late": last is None and due < today, "back": None, "why": "",
        "note": "", "told": told, "moved": "", "movable": None,
    }  # fmt: skip


def _moved(step: Step) -> str:
    """From which day the step was moved last, by whom and why."""
    moved = step.details.get("moved", [])
    if not moved:
        return ""
    last = moved[-1]
    return _("dipindah dari %(day)s oleh %(name)s: %(why)s") % {
        "day": formats.day(date.fromisoformat(last["from"])), "name": last["by"], "why": last["why"],
    }  # fmt: skip


def _told(step: Step) -> str:
    found = step.details
    if "visited" in found:
        return _("%(listed)s terdaftar, %(visited)s dikunjungi, %(confirmed)s dipastikan") % {
            name: formats.number(found[name]) for name in ("listed", "visited", "confirmed")
        }
    if step.kind == Step.Kind.CHECK and step.on:
        return _("tanpa kampanye")
    return step.number


def next_of(found: Round, actor: Actor) -> Next | None:
    """What this officer can do now to bring the round further, or None where it waits for others."""
    own, round_url = queries.may_score(actor, found), [found.pk]
    entitles = found.outcome == Round.Outcome.ENTITLES
    match found.state:
        case Round.State.SCORED if actor.role in queries.WHO_MEET:
            return _meeting(found, actor)
        case Round.State.MET if own:
            return Next(
                _("Catat pemeriksaan lapangan"), reverse("targeting:check", args=round_url),
                _("Semua wilayah sudah bermusyawarah. Catat hasil kunjungan, atau mengapa tidak ada."),
            )  # fmt: skip
        case Round.State.CHECKED if queries.may_close(actor, found, queries.proposers_of(found)):
            chosen = queries.figures_of(found).chosen
            label = ngettext("Periksa dan setujui %(n)s keluarga", "Periksa dan setujui %(n)s keluarga", chosen)
            return Next(
                label % {"n": formats.number(chosen)}, reverse("targeting:approve", args=round_url),
                _("Satu orang sudah menyetujuinya; Anda orang kedua.") if found.approved_by_id
                else _("Dua orang yang tidak ikut menyusunnya menyetujui daftar ini."),
            )  # fmt: skip
        case Round.State.APPROVED if own:
            return Next(
                _("Catat surat keputusan") if entitles else _("Catat surat usulan"),
                reverse("targeting:decree", args=round_url),
                _("Cetak konsepnya dengan lampiran, mintalah tanda tangan, lalu catat nomor dan tanggalnya."),
            )
        case Round.State.DECREED if not entitles and own and actor.role == Role.OPERATOR:
            return Next(
                _("Kirim daftar usulan"), reverse("targeting:hand_in", args=round_url),
                _("Unduh dalam kolom yang diminta, lalu kirim kepada yang memutuskan."),
            )  # fmt: skip
        case Round.State.EXPORTED if own:
            return Next(
                _("Impor jawaban"), reverse("targeting:answers", args=round_url),
                _("Jawaban kementerian atau provinsi untuk tiap keluarga."),
            )  # fmt: skip
    return None


def _meeting(found: Round, actor: Actor) -> Next | None:
    waiting = list(queries.meetings_of(found, actor).filter(on=None)[:2])
    if not waiting:
        return None
    if len(waiting) == 1:
        url = reverse("targeting:meeting", args=[found.pk, waiting[0].place_id])
        return Next(_("Bahas di musyawarah"), url, _("Coret atau tambahkan keluarga dengan alasannya, lalu tutup dengan berita acara."))  # fmt: skip
    return Next(
        _("Lihat musyawarah"), reverse("targeting:meetings", args=[found.pk]),
        _("Tiap wilayah membahas daftarnya dan menutupnya dengan berita acara."),
    )  # fmt: skip


def waits_for(found: Round) -> str:
    """For whom it waits, where this officer has nothing to do."""
    match found.state:
        case Round.State.SCORED:
            return _("Menunggu musyawarah di wilayah.")
        case Round.State.MET:
            return _("Menunggu hasil pemeriksaan lapangan dari perangkat daerahnya.")
        case Round.State.CHECKED:
            return _("Menunggu persetujuan perencana yang tidak membuka, menghitung atau mengubah daftar ini.")
        case Round.State.APPROVED:
            return _("Menunggu surat dari perangkat daerahnya.")
        case Round.State.DECREED if found.outcome == Round.Outcome.PROPOSES:
            return _("Menunggu dikirim oleh operator perangkat daerahnya.")
        case Round.State.EXPORTED:
            return _("Menunggu jawaban.")
    return ""


def lacks_approvers(found: Round) -> str:
    """Where fewer planners are left than must still approve: said before the wards have met in vain."""
    if found.state not in (Round.State.SCORED, Round.State.MET, Round.State.CHECKED):
        return ""
    needed, left = (1 if found.approved_by_id else 2), queries.approvers_of(found)
    if left >= needed:
        return ""
    words = ngettext(
        "Masih perlu %(needed)s persetujuan, dan hanya %(left)s perencana yang boleh memberikannya.",
        "Masih perlu %(needed)s persetujuan, dan hanya %(left)s perencana yang boleh memberikannya.", left,
    )  # fmt: skip
    return words % {"needed": formats.number(needed), "left": formats.number(left)}


def may_take_back(found: Round, actor: Actor) -> bool:
    """Whether the last step can still be undone by this officer."""
    if found.state == Round.State.DECREED:
        return found.outcome == Round.Outcome.PROPOSES and queries.may_score(actor, found)
    needs_planner = found.state == Round.State.APPROVED or found.approved_by_id is not None
    if found.state not in STATES_BACK or (needs_planner and found.state != Round.State.EXPORTED and actor.role != Role.PLANNER):  # fmt: skip
        return False
    return queries.may_score(actor, found)
