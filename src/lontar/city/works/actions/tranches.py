"""A tranche is asked for when its stage is confirmed, paid once by the treasury's paper, and turned round if that was wrong."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from lontar.city.journal.actions import record
from lontar.city.ledger import actions as ledger
from lontar.city.ledger import queries as book
from lontar.city.places import queries as places
from lontar.city.programmes import queries as programmes
from lontar.city.works import queries
from lontar.city.works.actions.checking import checked_words, hold, locked
from lontar.city.works.actions.planning import open_for
from lontar.city.works.models import Defect, Tranche, Work
from lontar.kit.deeds import deed
from lontar.kit.formats import day, rupiah
from lontar.kit.gate import Actor, require
from lontar.kit.reasons import checked_reason
from lontar.science.postings import transfer
from lontar.science.rupiah_text import typed_rupiah
from lontar.science.trouble import NotAllowed, Refusal

REASON_LETTERS_MAX = 200
State = Tranche.State


@deed
def ask_tranche(work_id: int, position: int, *, spm_number: str, by: Actor, on: date) -> Tranche:
    """Ask the treasury for what a confirmed stage earns, by the number of the agency's order (SPM)."""
    require(by, *queries.WHO_ASK)
    number = checked_words(spm_number, "spm_number", most=120, least=1)
    work = locked(work_id, by)
    if not queries.may_order(by, work.line):
        raise NotAllowed(
            _("Program ini milik perangkat daerah lain."), advice=_("Mintalah operator perangkat daerah itu.")
        )
    step = next((one for one in queries.steps_of(work) if one.stage.position == position), None)
    if step is None:
        raise queries.NotFound(_("Tahap itu tidak ada."), advice=_("Muat ulang halamannya."))
    if step.tranche is not None:
        if step.tranche.spm_number == number and step.tranche.state == State.ASKED:
            return step.tranche
        raise Refusal(_("Termin tahap ini sudah diminta."), advice=_("Muat ulang halamannya."))
    _require_earned(work, step, by)
    made = Tranche.objects.create(
        work=work, stage=step.stage, place_id=work.place_id, named=work.named, line=work.line, subject=work.subject,
        amount=step.stage.tranche, spm_number=number, asked_by_id=by.id, asked_on=on,
    )  # fmt: skip
    record(
        "ask_tranche", subject=made, by=by, on=on, place_id=work.place_id,
        details={"number": number, "stage": position, "rupiah": made.amount},
    )  # fmt: skip
    return made


def _require_earned(work: Work, step: queries.Step, by: Actor) -> None:
    if not step.stage.tranche:
        raise Refusal(_("Untuk tahap ini tidak ada termin."))
    if not step.confirmed or step.report is None:
        raise Refusal(_("Tahap ini belum disahkan orang kedua."), advice=_("Termin diminta sesudahnya."))
    if str(step.report.by_id) == str(by.id):
        raise NotAllowed(
            _("Anda sendiri yang melaporkan tahap ini."), advice=_("Mintalah orang lain meminta terminnya.")
        )
    if work.state == Work.State.STOPPED:
        raise Refusal(_("Pekerjaan ini dihentikan; sisanya kembali ke pagu."))
    if step.last and work.state != Work.State.HANDED_OVER:
        raise Refusal(
            _("Termin terakhir diminta sesudah serah terima."), advice=_("Catat dahulu berita acara serah terimanya.")
        )
    if step.last and Defect.objects.filter(work=work, state="open").exists():
        raise Refusal(
            _("Masih ada kerusakan yang belum diperbaiki."), advice=_("Termin terakhir menunggu perbaikannya.")
        )


@deed
def withdraw_tranche(tranche_id: int, *, reason: str, by: Actor, on: date) -> Tranche:
    """Take back what was asked for and not paid yet; the stage stays confirmed."""
    require(by, *queries.WHO_ASK)
    reason = checked_reason(reason, most=REASON_LETTERS_MAX)
    tranche = _held(tranche_id, by)
    if not queries.may_order(by, tranche.line):
        raise NotAllowed(
            _("Program ini milik perangkat daerah lain."), advice=_("Mintalah operator perangkat daerah itu.")
        )
    if tranche.state != State.ASKED:
        raise Refusal(_("Termin ini tidak lagi menunggu pencairan."), advice=_("Muat ulang halamannya."))
    withdraw(tranche, reason=reason, by=by, on=on)
    return tranche


def withdraw(tranche: Tranche, *, reason: str, by: Actor, on: date) -> None:
    """End what was asked for, within the deed that says so, and tell it in the journal."""
    reason = reason[:REASON_LETTERS_MAX]
    _end(tranche, State.WITHDRAWN, reason, by, on)
    record(
        "withdraw_tranche", subject=tranche, by=by, on=on, place_id=tranche.place_id, reason=reason,
        details={"rupiah": tranche.amount},
    )  # fmt: skip


@deed
def pay_tranche(
    tranche_id: int, *, sp2d_number: str, sp2d_on: date, amount: str, by: Actor, on: date
) -> Tranche:  # fmt: skip
    """Note, as the treasurer, that the treasury paid: by which number, on which day, how much; exact or refused.

    The same number again for the same tranche answers as the first time; the book knows it once.
    """
    require(by, *queries.WHO_PAY)
    number, paid_out = checked_words(sp2d_number, "sp2d_number", most=120, least=1), typed_rupiah(amount)
    tranche = _held(tranche_id, by)
    if tranche.state == State.PAID and (tranche.sp2d_number, tranche.sp2d_on) == (number, sp2d_on):
        return tranche
    if tranche.state != State.ASKED:
        raise Refusal(_("Termin ini tidak lagi menunggu pencairan."), advice=_("Muat ulang halamannya."))
    if str(tranche.asked_by_id) == str(by.id):
        raise NotAllowed(_("Anda sendiri yang meminta termin ini."), advice=_("Yang mencatat pencairan orang lain."))
    if paid_out != tranche.amount:
        raise Refusal(
            _("SP2D berkata %(there)s, termin ini %(here)s.") % {"there": rupiah(paid_out), "here": rupiah(tranche.amount)},
            advice=_("Periksa angka di SP2D."), field="amount",
        )  # fmt: skip
    if not tranche.asked_on <= sp2d_on <= on:
        raise Refusal(
            _("Tanggal SP2D antara %(first)s dan hari ini.") % {"first": day(tranche.asked_on)}, field="sp2d_on"
        )
    if Tranche.objects.filter(sp2d_number=number, state=State.PAID).exists():
        raise Refusal(_("SP2D nomor %(number)s sudah dicatat.") % {"number": number}, field="sp2d_number")
    _require_budget(tranche)
    tranche.state, tranche.sp2d_number, tranche.sp2d_on, tranche.paid_on = State.PAID, number, sp2d_on, on
    tranche.paid_by_id = by.id
    tranche.save(update_fields=["state", "sp2d_number", "sp2d_on", "paid_on", "paid_by"])
    contracted, built = open_for(tranche.line, places.code_of(tranche.place_id), tranche.place_id, by=by, on=sp2d_on)
    ledger.post(
        transfer(contracted, built, tranche.amount, memo=f"Termin {tranche.number}, SP2D {number}"[:200], subject=_subject(tranche)),
        key=paid_key(tranche), by=by, on=sp2d_on,
    )  # fmt: skip
    record(
        "pay_tranche", subject=tranche, by=by, on=on, place_id=tranche.place_id,
        details={"number": number, "day": sp2d_on.isoformat(), "rupiah": tranche.amount},
    )  # fmt: skip
    return tranche


@deed
def reverse_tranche(tranche_id: int, *, reason: str, by: Actor, on: date) -> Tranche:
    """Say that a payment did not happen as it was written down: the book turns its entry round, and the stage may be
    asked for again or taken back. Whoever asked or paid does not do it."""
    require(by, *queries.WHO_REVERSE)
    reason = checked_reason(reason, most=REASON_LETTERS_MAX)
    tranche = _held(tranche_id, by)
    if tranche.state != State.PAID:
        raise Refusal(_("Termin ini belum dicairkan."), advice=_("Muat ulang halamannya."))
    if str(by.id) in (str(tranche.asked_by_id), str(tranche.paid_by_id)):
        raise NotAllowed(
            _("Anda sendiri yang meminta atau mencairkan termin ini."),
            advice=_("Mintalah perencana lain membatalkannya."),
        )
    entry = book.entry_of(paid_key(tranche))
    if entry is None:
        raise RuntimeError(f"tranche {tranche.pk} was never posted")
    ledger.reverse(entry.pk, reason=reason, by=by, on=on)
    _end(tranche, State.REVERSED, reason, by, on)
    work = queries.work_or_refuse(tranche.work_id, by)
    if work.state == Work.State.STOPPED:
        give_back(work, tranche.amount, key=f"work-rest:{tranche.pk}", by=by, on=on)
    record(
        "reverse_tranche", subject=tranche, by=by, on=on, place_id=tranche.place_id, reason=reason,
        details={"rupiah": tranche.amount},
    )  # fmt: skip
    return tranche


def give_back(work: Work, amount: int, *, key: str, by: Actor, on: date) -> None:
    """What a stopped work does not need is in the line's budget again, within the deed that says so."""
    contracted, _built = open_for(work.line, places.code_of(work.place_id), work.place_id, by=by, on=on)
    budget = programmes.account_code(book.Kind.BUDGET, work.line, places.code_of(work.line.place_id))
    subject = str(work.subject) if work.subject else None
    ledger.post(
        transfer(contracted, budget, amount, memo="Pekerjaan dihentikan", subject=subject), key=key, by=by, on=on
    )


def paid_key(tranche: Tranche) -> str:
    return f"tranche:{tranche.pk}"


def _held(tranche_id: int, by: Actor) -> Tranche:
    hold(queries.tranche_or_refuse(tranche_id, by).work_id)
    return queries.tranche_or_refuse(tranche_id, by)


def _subject(tranche: Tranche) -> str | None:
    return str(tranche.subject) if tranche.subject else None


def _end(tranche: Tranche, state: str, reason: str, by: Actor, on: date) -> None:
    tranche.state, tranche.reason, tranche.ended_by_id, tranche.ended_on = state, reason, by.id, on
    tranche.save(update_fields=["state", "reason", "ended_by", "ended_on"])


def _require_budget(tranche: Any) -> None:
    """What is gone never exceeds the budget as it stands today, also after it was cut."""
    budget = programmes.budget_of(tranche.line_id)
    gone = programmes.gone_of(tranche.line)
    if budget is None or gone + tranche.amount > budget:
        raise Refusal(
            _("Pagu terlampaui: pagu %(budget)s, sudah keluar %(gone)s, termin ini %(wanted)s.")
            % {"budget": rupiah(budget), "gone": rupiah(gone), "wanted": rupiah(tranche.amount)},
            advice=_("Catat perubahan pagunya di Program."),
        )
    fund = queries.fund_of_tranche(tranche.pk)
    _promised, paid = queries.of_fund(tranche.line_id, fund)
    part = programmes.budgets_of(tranche.line_id).get(fund, 0)
    if fund and paid + tranche.amount > part:
        raise Refusal(
            _("Pagu dari sumber yang membayar pekerjaan ini terlampaui: pagu %(budget)s, sudah keluar %(gone)s, termin ini %(wanted)s.")
            % {"budget": rupiah(part), "gone": rupiah(paid), "wanted": rupiah(tranche.amount)},
            advice=_("Catat perubahan pagunya di Program."),
        )  # fmt: skip
