"""Serve a citizen: the letter with the decile, health insurance that was switched off, a referral, and the answer to it."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lontar.city.access import queries as access
from lontar.city.counter import queries
from lontar.city.counter.models import Errand
from lontar.city.journal.actions import record
from lontar.city.programmes import queries as programmes
from lontar.city.registry import queries as registry
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, require
from lontar.science.trouble import NotAllowed, Refusal

PAPER_LETTERS_MAX, ANSWER_LETTERS_MAX = 80, 300


@deed
def give_letter(family_id: int, *, by: Actor, on: date) -> Errand:
    """State a family's decile as it was imported, or that none is known; the letter says the same for ever."""
    family = _served(family_id, by)
    decile = registry.decile_on(family, on)
    return _written(
        Errand(
            kind=Errand.Kind.LETTER, family=family, place_id=family.place_id,
            decile=decile.decile if decile else None, decile_on=decile.version_on if decile else None,
            decile_source=str(decile.source)[:160] if decile else "",
            outcome=Errand.Outcome.DONE, answered_by_id=by.id, answered_on=on,
        ),
        "give_letter", by=by, on=on,
    )  # fmt: skip


@deed
def ask_reactivation(
    family_id: int, person_id: int, *, paper: str, urgent: bool, by: Actor, on: date
) -> Errand:  # fmt: skip
    """Take in that somebody's health insurance was switched off and is needed; the illness is nobody's business here."""
    family = _served(family_id, by)
    if person_id not in {one.id for one in registry.members_of(family)}:
        raise Refusal(_("Orang itu bukan anggota keluarga ini."), field="person")
    paper = _one_line(paper)
    if not 0 < len(paper) <= PAPER_LETTERS_MAX:
        raise Refusal(
            _("Tuliskan nomor surat keterangan dari puskesmas atau rumah sakit."),
            advice=_("Belum punya? Mintalah keluarga itu mengambilnya lebih dahulu."), field="paper",
        )  # fmt: skip
    try:
        with transaction.atomic():
            return _written(
                Errand(
                    kind=Errand.Kind.REACTIVATION, family=family, place_id=family.place_id, person_id=person_id,
                    paper=paper, urgent=urgent, programme="pbi-jkn",
                ),
                "ask_reactivation", by=by, on=on,
            )  # fmt: skip
    except IntegrityError as twice:
        raise Refusal(
            _("Permohonan untuk orang ini sudah diterima dan menunggu jawaban."),
            advice=_("Lihat nomor slipnya di halaman keluarga."), field="person",
        ) from twice  # fmt: skip


@deed
def refer_family(family_id: int, programme: str, *, to: str, by: Actor, on: date) -> Errand:
    """Send a family on to whom it may be entitled with a slip. Nothing about it is sent: it goes there itself."""
    family = _served(family_id, by)
    if programme not in {rule.id for rule in programmes.rules_for_all()}:
        raise Refusal(_("Program itu tidak ada."), field="programme")
    agency = access.agency_by_code(to)
    if agency is None:
        raise Refusal(_("Lembaga itu belum dikenal."), advice=_("Catat dulu lembaganya di katalog."), field="to")
    return _written(
        Errand(kind=Errand.Kind.REFERRAL, family=family, place_id=family.place_id, programme=programme, to=agency),
        "refer_family", by=by, on=on,
    )  # fmt: skip


@deed
def answer_errand(key: int, *, outcome: str, answer: str, by: Actor, on: date) -> Errand:
    """Write down what came of it, so that the family can be told."""
    require(by, *queries.WHO_SERVE)
    found = Errand.objects.select_for_update().filter(pk=key).first()
    if found is None or not access.serves(by.id, found.place_id):
        raise Refusal(_("Urusan itu tidak ada di wilayah Anda."), advice=_("Periksa nomor slipnya."))
    if found.outcome != Errand.Outcome.OPEN:
        raise Refusal(_("Urusan itu sudah dijawab."), advice=_("Muat ulang halamannya."))
    if outcome not in (Errand.Outcome.DONE, Errand.Outcome.REFUSED, Errand.Outcome.UNANSWERED):
        raise Refusal(_("Pilih salah satu."), field="outcome")
    answer = _one_line(answer)
    if outcome != Errand.Outcome.UNANSWERED and not 3 <= len(answer) <= ANSWER_LETTERS_MAX:
        raise Refusal(
            _("Tuliskan jawabannya, paling panjang %(most)d huruf.") % {"most": ANSWER_LETTERS_MAX}, field="answer"
        )
    found.outcome, found.answer = outcome, answer[:ANSWER_LETTERS_MAX]
    found.answered_by_id, found.answered_on = by.id, on
    found.save(update_fields=["outcome", "answer", "answered_by", "answered_on"])
    record(
        "answer_errand", subject=found, by=by, on=on, place_id=found.place_id,
        details={"kind": found.kind, "outcome": found.outcome},
    )  # fmt: skip
    return found


def forget(person_id: int, families: Collection[int]) -> None:
    """When somebody is erased, the words and papers of what they came for go too, and those of families in which nobody
    else is left. Called within that deed."""
    alone = registry.nobody_left_but(person_id, families)
    about = Errand.objects.filter(family_id__in=alone) | Errand.objects.filter(person_id=person_id)
    about.update(paper="–", answer="–", decile=None, decile_on=None, decile_source="")


def _served(family_id: int, by: Actor) -> Any:
    """The family, if the officer serves its ward."""
    require(by, *queries.WHO_SERVE)
    family = registry.family_or_none(family_id)
    if family is None or not access.serves(by.id, family.place_id):
        raise NotAllowed(_("Keluarga ini di luar wilayah Anda."), advice=_("Antarkan warga itu ke loket kelurahannya."))
    return family


def _written(errand: Errand, verb: str, *, by: Actor, on: date) -> Errand:
    errand.by_id, errand.on, errand.due = by.id, on, queries.due_on(errand, on)
    errand.save()
    record(
        verb, subject=errand, by=by, on=on, place_id=errand.place_id,
        details={"family": errand.family_id, "programme": errand.programme, "to": errand.to.code if errand.to else ""},
    )  # fmt: skip
    return errand


def _one_line(text: str) -> str:
    return " ".join(text.split())
