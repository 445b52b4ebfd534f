"""What a person asks about their own data: received, answered, and its clock."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from lontar.city.journal.actions import record, saw
from lontar.city.privacy import queries
from lontar.city.privacy.actions import rectifying
from lontar.city.privacy.actions.consenting import end_consent
from lontar.city.privacy.actions.rectifying import Rectified
from lontar.city.privacy.models import Consent, PersonRequest
from lontar.city.registry import queries as registry
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, require
from lontar.science.trouble import Refusal

Kind, State = PersonRequest.Kind, PersonRequest.State


@deed
def receive_request(
    person_id: int, *, kind: str, words: str, known_by: str, by: Actor, on: date, wanted: Mapping[str, str] | None = None,
    received_at: datetime | None = None, consent: Consent | None = None,
) -> PersonRequest:  # fmt: skip
    """Take in what a person asks; the clock starts with the hour in which they asked, not with the next working day."""
    require(by, *queries.WHO_RECEIVE)
    person = registry.person_or_none(person_id)
    if person is None:
        raise Refusal(_("Orang ini tidak ada di wilayah Anda."))
    if kind not in Kind.values:
        raise Refusal(_("Pilih apa yang diminta."), field="kind")
    if not words.strip():
        raise Refusal(_("Tuliskan permintaannya dengan kata-kata orang itu."), field="words")
    if not known_by.strip():
        raise Refusal(_("Tuliskan bagaimana Anda tahu siapa yang meminta."), field="known_by")
    now = timezone.now()
    received = received_at or now
    if received > now:
        raise Refusal(_("Waktu diterima belum tiba."), field="received_at")
    made = PersonRequest.objects.create(
        person=person, place_id=person.place_id, kind=kind, words=words.strip(), known_by=known_by.strip()[:160],
        wanted=dict(wanted or {}), received_at=received, due_at=received + timedelta(hours=queries.hours_for(kind)),
        received_by_id=by.id, consent=consent,
    )  # fmt: skip
    record(
        "receive_request", subject=made, by=by, on=on, place_id=made.place_id,
        details={"kind": kind, "due": made.due_at.isoformat(timespec="minutes")},
    )  # fmt: skip
    return made


@deed
def answer_request(
    request_id: int, *, done: bool, answer: str, by: Actor, on: date, rectified: Rectified | None = None
) -> PersonRequest:
    """Say what became of a request. Whoever received it may answer it; a refusal needs its ground in law.

    A rectification that is granted is applied here: record and answer change together, or neither does.
    """
    require(by, *queries.WHO_ANSWER)
    found = PersonRequest.objects.select_for_update(of=("self",)).select_related("person").filter(pk=request_id).first()
    if found is None:
        raise Refusal(_("Permintaan ini tidak ada di wilayah Anda."))
    if found.state != State.OPEN:
        raise Refusal(_("Permintaan ini sudah dijawab."), advice=_("Catat permintaan baru bila ada yang berubah."))
    if not answer.strip():
        raise Refusal(_("Tuliskan jawabannya; orang yang meminta berhak membacanya."), field="answer")
    if done and found.kind == Kind.RECTIFICATION:
        found.event_id = rectifying.apply(found, rectified, by=by, on=on)
    found.state = State.DONE if done else State.REFUSED
    found.answer, found.answered_at, found.answered_by_id = answer.strip(), timezone.now(), by.id
    found.save(update_fields=["state", "answer", "answered_at", "answered_by", "event"])
    if done and found.kind == Kind.WITHDRAWAL and found.consent_id:
        end_consent(found.consent_id, why=_("Persetujuan ditarik."), by=by, on=on)
    record(
        "answer_request", subject=found, by=by, on=on, place_id=found.place_id,
        details={
            "kind": found.kind, "state": found.state, "late": found.answered_at > found.due_at, "event": found.event_id,
        },
    )  # fmt: skip
    return found


@deed
def give_document(request_id: int, *, by: Actor, on: date) -> PersonRequest:
    """Note that all that is held about one person left as a document, for a request of theirs."""
    require(by, *queries.WHO_ANSWER)
    found = queries.request_or_none(request_id)
    if found is None or found.kind != Kind.ACCESS:
        raise Refusal(
            _("Dokumen data diri hanya dibuat untuk permintaan salinan."), advice=_("Catat dulu permintaannya.")
        )
    record("give_document", subject=found, by=by, on=on, place_id=found.place_id)
    saw("document", registry.families_ever(found.person_id)[:1], by=by, on=on, named=True, purpose="own data")
    return found
