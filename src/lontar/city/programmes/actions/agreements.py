"""Write down what partners, companies and banks have agreed, and when it ended."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from lontar.city.journal.actions import record
from lontar.city.programmes.models import Agreement
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, Role, require
from lontar.kit.reasons import checked_reason
from lontar.science.trouble import Refusal

LETTERS_MIN, LETTERS_MAX = 5, 2000


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands in an agreement."""

    number: str
    signed_on: date
    since: date
    until: date | None
    gives: str


@deed
def record_agreement(
    agency: Any, paper: Paper, *, place_id: int, by: Actor, on: date, made_up: bool = False
) -> Agreement:  # fmt: skip
    """Write an agreement down: what is given, from when to when, by which paper."""
    require(by, Role.PLANNER, Role.ADMINISTRATOR)
    number, gives = " ".join(paper.number.split()), paper.gives.strip()
    if not number:
        raise Refusal(_("Tulis nomor perjanjiannya."), field="number")
    if Agreement.objects.filter(agency_id=agency.pk, number=number).exists():
        raise Refusal(_("Perjanjian nomor %(number)s sudah dicatat.") % {"number": number}, field="number")
    if not LETTERS_MIN <= len(gives) <= LETTERS_MAX:
        raise Refusal(_("Tulis apa yang diberikan, dengan beberapa kata."), field="gives")
    if paper.signed_on > on:
        raise Refusal(_("Hari penandatanganan belum tiba."), field="signed_on")
    if paper.until is not None and paper.until < paper.since:
        raise Refusal(_("Perjanjian itu berakhir sebelum mulai."), field="until")
    made = Agreement.objects.create(
        agency_id=agency.pk, place_id=place_id, number=number, signed_on=paper.signed_on, since=paper.since,
        until=paper.until, gives=gives, by_id=by.id, on=on, made_up=made_up,
    )  # fmt: skip
    record(
        "record_agreement", subject=made, by=by, on=on, place_id=place_id,
        details={"agency": agency.code, "number": number, "until": paper.until.isoformat() if paper.until else None},
    )  # fmt: skip
    return made


@deed
def end_agreement(agreement: Agreement, *, ended_on: date, reason: str, by: Actor, on: date) -> Agreement:
    """An agreement ends before its time, for a reason."""
    require(by, Role.PLANNER, Role.ADMINISTRATOR)
    agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if agreement.ended_on is not None:
        raise Refusal(_("Perjanjian ini sudah diakhiri."))
    reason = checked_reason(reason)
    if ended_on > on or ended_on < agreement.since or (agreement.until and ended_on > agreement.until):
        raise Refusal(
            _("Hari berakhirnya tidak di antara mulai dan hari ini."), advice=_("Periksa tanggalnya."), field="ended_on"
        )
    agreement.ended_on, agreement.end_reason = ended_on, reason
    agreement.save(update_fields=["ended_on", "end_reason"])
    record("end_agreement", subject=agreement, by=by, on=on, place_id=agreement.place_id, reason=reason)
    return agreement
