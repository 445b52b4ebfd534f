"""What a ward proposes, how many want it, and what it is answered."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from lontar.city.access import queries as access
from lontar.city.community import queries
from lontar.city.community.actions.words import require_discreet
from lontar.city.community.models import Meeting, Proposal
from lontar.city.journal.actions import record
from lontar.city.places import queries as places
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, require
from lontar.kit.reasons import checked_reason
from lontar.science.trouble import NotAllowed, Refusal

COST_MAX: Final = 10**12
VOTES_MAX: Final = 100_000
State = Proposal.State


@dataclass(frozen=True, slots=True)
class Draft:
    """What is proposed; no person is named in it."""

    field: str
    title: str
    spot: str
    year: int
    words: str = ""
    cost: int | None = None
    votes: int | None = None
    meeting_id: int | None = None


@deed
def propose(draft: Draft, *, place_id: int, by: Actor, on: date, made_up: bool = False) -> Proposal:
    """Write down what a ward asks the city for."""
    require(by, *queries.WHO_PROPOSE)
    place = places.by_id(place_id)
    if place is None or place.level != "ward":
        raise Refusal(_("Pilih satu kelurahan atau desa."), field="place")
    if not access.serves(by.id, place_id):
        raise NotAllowed(_("Wilayah ini tidak dalam tugas Anda."), advice=_("Mintalah kepada petugas wilayah itu."))
    title, spot = " ".join(draft.title.split()), " ".join(draft.spot.split())
    if draft.field not in Proposal.Field.values:
        raise Refusal(_("Pilih bidangnya."), field="field")
    if not 5 <= len(title) <= 160:
        raise Refusal(_("Tulis usulannya dengan 5 sampai 160 huruf."), field="title")
    if not spot:
        raise Refusal(_("Tulis tempatnya: RT, jalan, atau dusun."), field="spot")
    require_discreet(title=title, spot=spot, words=draft.words)
    if not on.year <= draft.year <= on.year + 3:
        raise Refusal(_("Usulan adalah untuk tahun ini sampai tiga tahun lagi."), field="year")
    _check_votes(draft.votes)
    if draft.cost is not None and not 0 <= draft.cost <= COST_MAX:
        raise Refusal(_("Biayanya di luar yang mungkin."), field="cost")
    if draft.meeting_id is not None and not Meeting.objects.filter(pk=draft.meeting_id, place_id=place_id).exists():
        raise Refusal(_("Musyawarah itu bukan di wilayah ini."), field="meeting_id")
    made = Proposal.objects.create(
        place_id=place_id, meeting_id=draft.meeting_id, year=draft.year, field=draft.field, title=title,
        words=draft.words.strip()[:2000], spot=spot[:160], cost=draft.cost, votes=draft.votes, by_id=by.id, on=on,
        made_up=made_up,
    )  # fmt: skip
    record("propose", subject=made, by=by, on=on, place_id=place_id, details={"field": draft.field, "year": draft.year})
    return made


@deed
def record_votes(proposal: Proposal, votes: int, *, by: Actor, on: date) -> Proposal:
    """Say how many of those present wanted it; as long as it waits."""
    require(by, *queries.WHO_PROPOSE)
    if not access.serves(by.id, proposal.place_id):
        raise NotAllowed(_("Wilayah ini tidak dalam tugas Anda."), advice=_("Mintalah kepada petugas wilayah itu."))
    proposal = _waiting(proposal)
    _check_votes(votes)
    before, proposal.votes = proposal.votes, votes
    proposal.save(update_fields=["votes"])
    record(
        "record_votes", subject=proposal, by=by, on=on, place_id=proposal.place_id,
        details={"votes": votes, "before": before},
    )  # fmt: skip
    return proposal


@deed
def answer_proposal(
    proposal: Proposal, *, adopted: bool, answer: str, reason: str, by: Actor, on: date
) -> Proposal:  # fmt: skip
    """Answer a ward, with a reason that everybody may read; the room above says into which line it went."""
    require(by, *queries.WHO_ANSWER)
    proposal = _waiting(proposal)
    asked = _("Tuliskan alasannya, %(least)d sampai %(most)d huruf; warga membacanya.")
    reason = checked_reason(reason, most=500, asked=asked)
    require_discreet(reason=reason)
    proposal.state = State.ADOPTED if adopted else State.REFUSED
    proposal.answer, proposal.reason = answer[:400], reason
    proposal.answered_on, proposal.answered_by_id = on, by.id
    proposal.save(update_fields=["state", "answer", "reason", "answered_on", "answered_by"])
    record(
        "answer_proposal", subject=proposal, by=by, on=on, place_id=proposal.place_id, reason=reason,
        details={"state": proposal.state},
    )  # fmt: skip
    return proposal


def _waiting(proposal: Proposal) -> Proposal:
    found = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if found.state != State.WAITING:
        raise Refusal(_("Usulan ini sudah dijawab."), advice=_("Muat ulang halamannya."))
    return found


def _check_votes(votes: int | None) -> None:
    if votes is not None and not 0 <= votes <= VOTES_MAX:
        raise Refusal(_("Jumlah suaranya di luar yang mungkin."), field="votes")
