"""Name a family, find out which one is meant, object to a list, and answer the objection; each with slip and clock."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from lontar.city.access import queries as access
from lontar.city.journal.actions import record
from lontar.city.places import queries as places
from lontar.city.programmes import queries as programmes
from lontar.city.registry import queries as registry
from lontar.city.targeting import queries
from lontar.city.targeting.actions.guards import checked_reason, locked
from lontar.city.targeting.actions.meetings import withdraw_amendment
from lontar.city.targeting.models import Amendment, Decision, Nomination, Objection, Round
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, require
from lontar.science.trouble import NotAllowed, Refusal

NAME_LETTERS_MAX: Final = 120


@dataclass(frozen=True, slots=True)
class Named:
    """Whom somebody named: a family that is known, or a name with the RT where it may live."""

    source: str
    reason: str
    family_id: int | None = None
    name: str = ""
    rt: str = ""
    rw: str = ""
    line_id: int | None = None


@deed
def nominate(place_id: int, named: Named, *, by: Actor, on: date) -> Nomination:
    """Write down that somebody named a family of a ward; a family that is not registered becomes the ward's work."""
    require(by, *queries.WHO_NOMINATE)
    _require_ward(by, place_id)
    if named.source not in Nomination.Source.values or named.source == Nomination.Source.OBJECTION:
        raise Refusal(_("Pilih siapa yang mengusulkan."), field="source")
    reason = checked_reason(named.reason)
    line = programmes.lines_by_name_for(by).filter(pk=named.line_id).first() if named.line_id else None
    if named.line_id and line is None:
        raise Refusal(_("Program itu tidak ada."), field="line")
    family = registry.family_or_none(named.family_id) if named.family_id else None
    name = " ".join(named.name.split())
    if named.family_id and (family is None or family.place_id != place_id):
        raise Refusal(_("Keluarga itu tidak tercatat di wilayah ini."), field="family")
    if family is None and not 2 <= len(name) <= NAME_LETTERS_MAX:
        raise Refusal(
            _("Tuliskan nomor keluarganya, atau nama orang yang diusulkan."),
            advice=_("Nama hanya disimpan sampai keluarganya ditemukan."),
            field="name",
        )
    # Of a family that is known the registry knows the address, and shows it to whoever may see it.
    rt, rw = ("", "") if family else (_digits(named.rt), _digits(named.rw))
    nomination = Nomination.objects.create(
        place_id=place_id, family=family, line=line, source=named.source, name="" if family else name, rt=rt, rw=rw,
        reason=reason, by_id=by.id, on=on,
        due=programmes.due_on("nomination.finding", on),
        outcome=Nomination.Outcome.KNOWN if family else Nomination.Outcome.OPEN,
    )  # fmt: skip
    record(
        "nominate", subject=nomination, by=by, on=on, place_id=place_id,
        details={"source": named.source, "family": named.family_id},
    )  # fmt: skip
    return nomination


def _digits(text: str) -> str:
    text = text.strip()
    return text.zfill(3) if text.isdigit() and len(text) <= 3 else ""


def _require_ward(by: Actor, place_id: int) -> None:
    place: Any = places.by_id(place_id)
    if place is None or place.level != "ward" or not access.serves(by.id, place_id):
        raise NotAllowed(
            _("Wilayah ini tidak seluruhnya dalam tugas Anda."),
            advice=_("Pilih wilayah tugas Anda, atau mintalah kepada petugas kota."),
        )


@deed
def settle_nomination(nomination_id: int, *, family_id: int | None, note: str, by: Actor, on: date) -> Nomination:
    """Say which registered family was meant, or with the reason that nobody could be found; the name is then erased."""
    require(by, *queries.WHO_MEET)
    found = Nomination.objects.select_for_update().filter(pk=nomination_id).first()
    if found is None:
        raise Refusal(_("Usulan itu tidak ada di wilayah Anda."), advice=_("Periksa nomor slipnya."))
    _require_ward(by, found.place_id)
    if found.outcome != Nomination.Outcome.OPEN:
        raise Refusal(_("Usulan itu sudah diselesaikan."), advice=_("Muat ulang halamannya."))
    if family_id is not None:
        family = registry.family_or_none(family_id)
        if family is None or family.place_id != found.place_id:
            raise Refusal(
                _("Keluarga itu tidak tercatat di wilayah ini."),
                advice=_("Daftarkan dahulu keluarganya, atau periksa nomornya."),
                field="family",
            )
        found.family_id, found.outcome = family_id, Nomination.Outcome.KNOWN
        found.note = " ".join(note.split())[:500]
    else:
        found.note, found.outcome = checked_reason(note, field="note"), Nomination.Outcome.NOT_FOUND
    found.name = found.rt = found.rw = ""
    found.settled_by_id, found.settled_on = by.id, on
    found.save()
    record(
        "settle_nomination", subject=found, by=by, on=on, place_id=found.place_id, reason=found.note,
        details={"family": family_id, "outcome": found.outcome},
    )  # fmt: skip
    return found


@deed
def receive_objection(round_: Round, family_id: int, *, words: str, by: Actor, on: date) -> Objection:
    """Write down that a family objects to where it stands; the ward's meeting answers by a day that the slip names."""
    require(by, *queries.WHO_MEET)
    words = checked_reason(words, field="words")
    decision = Decision.objects.filter(round=round_, family_id=family_id).first()
    if decision is None or not access.serves(by.id, decision.place_id):
        raise Refusal(_("Keluarga itu tidak dinilai dalam penetapan ini, atau di luar wilayah Anda."), field="family")
    if decision.standing == Decision.Standing.CHOSEN:
        raise Refusal(_("Keluarga itu terpilih, jadi tidak ada yang dikeberatkan."), field="family")
    if Objection.objects.filter(round=round_, family_id=family_id, outcome=Objection.Outcome.OPEN).exists():
        raise Refusal(_("Keberatan keluarga ini sudah diterima dan menunggu jawaban."), field="family")
    objection = Objection.objects.create(
        round=round_, family_id=family_id, place_id=decision.place_id, standing=decision.standing, words=words,
        by_id=by.id, on=on, due=programmes.due_on("objection.answer", on),
    )  # fmt: skip
    record(
        "receive_objection", subject=objection, by=by, on=on, place_id=decision.place_id, details={"round": round_.pk}
    )
    return objection


@deed
def answer_objection(
    objection_id: int, *, upheld: bool, answer: str, number: str, by: Actor, on: date
) -> Objection:  # fmt: skip
    """Answer by the minutes of the meeting that heard it; never by whoever struck the family.

    Upheld while the list can still be changed, a strike is undone; afterwards the family is nominated for the next round.
    """
    require(by, *queries.WHO_MEET)
    answer = checked_reason(answer, field="answer")
    number = " ".join(number.split())
    if not 0 < len(number) <= NAME_LETTERS_MAX // 2:
        raise Refusal(_("Tuliskan nomor berita acara musyawarah yang menjawabnya."), field="number")
    objection = Objection.objects.select_for_update().filter(pk=objection_id).first()
    if objection is None or not access.serves(by.id, objection.place_id):
        raise Refusal(_("Keberatan itu tidak ada di wilayah Anda."), advice=_("Periksa nomor slipnya."))
    if objection.outcome != Objection.Outcome.OPEN:
        raise Refusal(_("Keberatan itu sudah dijawab."), advice=_("Muat ulang halamannya."))
    strike = Amendment.objects.filter(
        round=objection.round, family_id=objection.family_id, kind=Amendment.Kind.STRIKE, withdrawn_on=None
    ).first()
    if strike is not None and str(strike.by_id) == str(by.id):
        raise NotAllowed(
            _("Anda sendiri yang mencatat pencoretannya, jadi orang lain yang menjawab."),
            advice=_("Mintalah petugas lain di wilayah itu, atau operator perangkat daerahnya."),
        )
    objection.outcome = Objection.Outcome.UPHELD if upheld else Objection.Outcome.DISMISSED
    objection.answer, objection.number = answer, number
    objection.answered_by_id, objection.answered_on = by.id, on
    objection.save()
    if upheld:
        _uphold(objection, strike, by=by, on=on)
    record(
        "answer_objection", subject=objection, by=by, on=on, place_id=objection.place_id, reason=answer,
        details={"upheld": upheld, "number": number},
    )  # fmt: skip
    return objection


def _uphold(objection: Objection, strike: Amendment | None, *, by: Actor, on: date) -> None:
    round_ = locked(objection.round)
    if strike is not None and round_.state in (Round.State.SCORED, Round.State.MET):
        try:
            withdraw_amendment(strike.pk, by=by, on=on)
            return
        except Refusal:
            pass  # the ward's meeting is closed: the next round hears it
    Nomination.objects.create(
        place_id=objection.place_id, family_id=objection.family_id, line_id=round_.line_id,
        source=Nomination.Source.OBJECTION, reason=objection.answer, by_id=by.id, on=on, due=on,
        outcome=Nomination.Outcome.KNOWN, settled_by_id=by.id, settled_on=on,
    )  # fmt: skip
