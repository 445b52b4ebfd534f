"""Call a meeting, say what is asked, write down what was said, close it by its signed paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from lontar.city.access import queries as access
from lontar.city.community import queries
from lontar.city.community.actions.words import require_discreet
from lontar.city.community.models import Attendee, Matter, Meeting, Paper
from lontar.city.journal.actions import record
from lontar.city.places import queries as places
from lontar.city.registry import queries as registry
from lontar.city.registry.actions.life.papers import scanned
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, require
from lontar.kit.sealing import seal, unseal
from lontar.science.trouble import NotAllowed, Refusal

State = Meeting.State
WORDS_MIN: Final = 5
MINUTES_MAX: Final = 20_000
PEOPLE_MAX: Final = 500
AHEAD_DAYS_MAX: Final = 366


@dataclass(frozen=True, slots=True)
class Attended:
    """Somebody who came."""

    name: str
    rt: str = ""
    role: str = ""


@deed
def call_meeting(
    place_id: int, *, kind: str, question: str, held_on: date, venue: str, by: Actor, on: date,
    key: UUID | None = None, made_up: bool = False,
) -> Meeting:  # fmt: skip
    """Call a ward together; sent twice under one key it is called once."""
    require(by, *queries.WHO_CALL)
    _require_ward(by, place_id)
    question, venue = " ".join(question.split()), " ".join(venue.split())
    if kind not in Meeting.Kind.values:
        raise Refusal(_("Pilih jenis musyawarahnya."), field="kind")
    if not WORDS_MIN <= len(question) <= 300:
        raise Refusal(_("Tulis apa yang dimusyawarahkan, dengan beberapa kata."), field="question")
    require_discreet(question=question, venue=venue)
    if not venue:
        raise Refusal(_("Tulis tempatnya."), field="venue")
    if abs((held_on - on).days) > AHEAD_DAYS_MAX:
        raise Refusal(_("Harinya lebih dari setahun dari sekarang."), field="held_on")
    key = key or uuid4()
    if (before := Meeting.objects.filter(key=key).first()) is not None:
        return before
    made = Meeting.objects.create(
        place_id=place_id, kind=kind, question=question, held_on=held_on, venue=venue[:200], by_id=by.id, on=on, key=key,
        made_up=made_up,
    )  # fmt: skip
    record(
        "call_meeting", subject=made, by=by, on=on, place_id=place_id, details={"kind": kind, "on": held_on.isoformat()}
    )
    return made


@deed
def put_before(meeting: Meeting, question: str, *, family_number: str = "", by: Actor, on: date) -> Matter:
    """Put a question on the agenda, about a family or about the ward."""
    require(by, *queries.WHO_CALL)
    meeting = _open(meeting, by)
    question = " ".join(question.split())
    if not WORDS_MIN <= len(question) <= 300:
        raise Refusal(_("Tulis apa yang ditanyakan, dengan beberapa kata."), field="question")
    require_discreet(question=question)
    family = None
    if number := "".join(family_number.split()):
        family = registry.families_of_numbers([number]).get(number)
        found = registry.family_or_none(family) if family else None
        if found is None or found.place_id != meeting.place_id:
            raise Refusal(
                _("Tidak ada keluarga dengan nomor ini di wilayah musyawarah."),
                advice=_("Periksa nomornya: nomor lokal, KK atau NIK."), field="family_number",
            )  # fmt: skip
    made = Matter.objects.create(meeting=meeting, place_id=meeting.place_id, family_id=family, question=question)
    record("put_before", subject=meeting, by=by, on=on, place_id=meeting.place_id, details={"family": family})
    return made


@deed
def hold_meeting(
    meeting: Meeting, *, minutes: str, decisions: str, people: Sequence[Attended], outcomes: dict[int, str], by: Actor,
    on: date,
) -> Meeting:  # fmt: skip
    """Write down who came, what was said and what was decided; again, until it is closed, means correct it."""
    require(by, *queries.WHO_CALL)
    meeting = _open(meeting, by)
    minutes, decisions = minutes.strip(), decisions.strip()
    if meeting.held_on > on:
        raise Refusal(
            _("Musyawarahnya belum berlangsung."), advice=_("Tulis notulen sesudah harinya."), field="minutes"
        )
    for field, text in (("minutes", minutes), ("decisions", decisions)):
        if not WORDS_MIN <= len(text) <= MINUTES_MAX:
            raise Refusal(_("Tulis notulen dan keputusannya, masing-masing dengan beberapa kata."), field=field)
    if not 1 <= len(people) <= PEOPLE_MAX:
        raise Refusal(
            _("Tulis siapa yang hadir, satu orang tiap baris."),
            advice=_("Contoh: Nama; 003; ketua RT."),
            field="people",
        )
    require_discreet(minutes=minutes, decisions=decisions, people=" ".join(f"{one.name} {one.role}" for one in people))
    require_discreet(**{f"matter-{key}": outcome for key, outcome in outcomes.items()})
    Attendee.objects.filter(meeting=meeting).delete()
    Attendee.objects.bulk_create(
        [
            Attendee(meeting=meeting, place_id=meeting.place_id, name=one.name[:120], rt=one.rt[:20], role=one.role[:60])
            for one in people
        ]
    )  # fmt: skip
    for key, outcome in outcomes.items():
        Matter.objects.filter(pk=key, meeting=meeting).update(outcome=" ".join(outcome.split())[:300])
    meeting.minutes, meeting.decisions, meeting.state = minutes, decisions, State.HELD
    meeting.save(update_fields=["minutes", "decisions", "state"])
    record("hold_meeting", subject=meeting, by=by, on=on, place_id=meeting.place_id, details={"people": len(people)})
    return meeting


@deed
def close_meeting(meeting: Meeting, *, number: str, signed_on: date, scan: bytes, by: Actor, on: date) -> Paper:
    """Close it: by the scan of the signed minutes, their number and their date, and by nothing less."""
    require(by, *queries.WHO_CALL)
    meeting = _open(meeting, by)
    number = " ".join(number.split())
    if meeting.state != State.HELD:
        raise Refusal(_("Notulennya belum ditulis."), advice=_("Tulis dulu siapa yang hadir dan apa yang diputuskan."))
    if not number or len(number) > 80:
        raise Refusal(_("Tulis nomor berita acaranya."), field="number")
    if not meeting.held_on <= signed_on <= on:
        raise Refusal(_("Tanggalnya tidak di antara hari musyawarah dan hari ini."), field="signed_on")
    if not scan:
        raise Refusal(_("Lampirkan pindaian yang ditandatangani."), field="scan")
    kept = scanned(scan)
    paper = Paper.objects.create(
        place_id=meeting.place_id, meeting=meeting, number=number, signed_on=signed_on, media_type=kept.media_type,
        sha256=kept.sha256, cipher=seal(kept.content), by_id=by.id, on=on,
    )  # fmt: skip
    meeting.state, meeting.closed_on = State.CLOSED, on
    meeting.save(update_fields=["state", "closed_on"])
    record(
        "close_meeting", subject=meeting, by=by, on=on, place_id=meeting.place_id,
        details={"number": number, "signed_on": signed_on.isoformat(), "sha256": kept.sha256},
    )  # fmt: skip
    return paper


@deed
def see_paper(paper: Paper, *, by: Actor, on: date) -> bytes:
    """Open the scan; who did is written down."""
    require(by, *queries.WHO_OPEN_PAPERS)
    record("see_paper", subject=("community.meeting", paper.meeting_id), by=by, on=on, place_id=paper.place_id)
    return unseal(paper.cipher)


def _open(meeting: Meeting, by: Actor) -> Meeting:
    """The meeting as it is now, held until the end of the deed; closed ones stay as they are signed."""
    found = Meeting.objects.select_for_update().filter(pk=meeting.pk).first()
    if found is None:
        raise queries.NotFound(_("Musyawarah itu tidak ada di wilayah Anda."))
    _require_ward(by, found.place_id)
    if found.state == State.CLOSED:
        raise Refusal(_("Musyawarah ini sudah ditutup dengan berita acara yang ditandatangani."))
    return found


def _require_ward(by: Actor, place_id: int) -> None:
    place = places.by_id(place_id)
    if place is None or place.level != "ward":
        raise Refusal(_("Pilih satu kelurahan atau desa."), field="place")
    if not access.serves(by.id, place_id):
        raise NotAllowed(_("Wilayah ini tidak dalam tugas Anda."), advice=_("Mintalah kepada petugas wilayah itu."))
