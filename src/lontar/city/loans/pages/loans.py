"""One loan: its instalments, what came back, its receipts."""

from typing import Any

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from lontar.city.loans import actions, queries
from lontar.city.loans.forms import Repay, RepayTogether
from lontar.city.loans.models import Loan
from lontar.city.loans.pages.shown import STATES, actor_of, loan_or_404, masks_context, name_of, note_names
from lontar.city.loans.pages.terms import believed_words, terms
from lontar.city.loans.pages.words import (
    CHANGE_WORDS,
    JOINT_WORDS,
    LOAN_WORDS,
    PROMISE_LOOKS,
    PROMISE_WORDS,
    late_words,
    next_words,
    penalty_words,
)
from lontar.city.places import queries as places
from lontar.kit import answers, formats
from lontar.kit.gate import Role, door
from lontar.science.instalments.paying import Standing, open_parts
from lontar.science.instalments.penalties import NO_PENALTY


@door(*queries.WHO_SEE_LOANS)
def loan(request: HttpRequest, key: int) -> HttpResponse:
    """How one loan stands, instalment by instalment and payment by payment."""
    found, actor, today = loan_or_404(request, key), actor_of(request), places.today()
    people = list(found.borrowers.all())
    names = queries.names_of(people)
    note_names(request, queries.families_behind(found))
    (row,) = queries.standings([found], on=today)
    dues, paid = queries.dues_of(found, on=today), queries.paid_of(found)
    rest = {due.nr: due for due in open_parts(dues, paid)}
    penalty = queries.penalty_of(found)
    facts = [
        (_("Peminjam"), ", ".join(name_of(request, names.get(one.person_id, ""), one.person_id) for one in people)),
        (_("Keluarga"), f"K-{found.family_id:07d}"), (_("Pinjaman"), formats.rupiah(found.principal)),
        (_("Dicairkan"), formats.day(found.on)), *_state_facts(found, row.standing),
    ]  # fmt: skip
    if found.application.group_name:
        facts.insert(1, (_("Kelompok"), found.application.group_name))
    live = found.state == "live"
    if penalty != NO_PENALTY:
        facts.append((_("Denda yang belum dibayar"), formats.rupiah(row.standing.penalty)))
        facts.append((_("Denda keterlambatan"), penalty_words(penalty)))
    if carried := queries.carried_of(found):
        facts.insert(3, (_("Dibawa dari buku kelurahan"), _("%(sum)s pada %(day)s, sudah dibayar %(paid)s (baris %(row)s)") % {
            "sum": formats.rupiah(carried.principal), "day": formats.day(carried.lent_on),
            "paid": formats.rupiah(carried.paid), "row": carried.row,
        }))  # fmt: skip
    lent_on = terms(found.terms.get("values", {}), found.terms.get("sources", {}))
    case = queries.disputes(actor, decided=False).filter(loan=found).first()
    context = {
        "one": found, "facts": facts, "late": late_words(row.standing), "words": LOAN_WORDS[found.state],
        "look": STATES[found.state], "dues": [(due, rest[due.nr], due.due_date < today and rest[due.nr].asked > 0) for due in dues],
        "fines": any(due.penalty for due in dues), "pardons": live and row.standing.penalty and actor.role in queries.WHO_CORRECT,
        "payments": queries.repayments_of(found), "changes": [(CHANGE_WORDS[one.kind], one) for one in found.changes.order_by("pk")],
        "terms": lent_on, "believed": believed_words(lent_on),
        "repays": live and actor.role in queries.WHO_RUN, "recovers": not live and _asked_for(found) and actor.role in queries.WHO_RUN,
        "corrects": actor.role in queries.WHO_CORRECT, "writes_off": live and case is None and actor.role in queries.WHO_CORRECT,
        "refers": actor.role == Role.WARD_OFFICER and queries.has_grown(found),
        "case": case, "disputes": case is None and _asked_for(found) and actor.role in queries.WHO_DISPUTE,
        "visits": [(one, PROMISE_WORDS.get(one.promise, ""), PROMISE_LOOKS.get(one.promise, ("", "")))
                   for one in queries.visits_of(found, on=today)],
        "visited": live and actor.role in queries.WHO_DISPUTE,
        "reminds": live and case is None and row.standing.overdue and actor.role in queries.WHO_RUN,
        "undoes": found.state in (Loan.State.LIVE, Loan.State.REPAID),
        **_group(request, found, names),
        "reschedules": live and actor.role in queries.WHO_DECIDE,
    }  # fmt: skip
    return render(request, "loans/loan.html", context | masks_context(request))


def _asked_for(found: Loan) -> bool:
    """Whether its borrower still answers for money, and so may say that the book is wrong."""
    return found.state == "live" or (found.state == "written_off" and queries.lost_of(found) > 0)


def _state_facts(found: Loan, standing: Standing) -> list[tuple[str, str]]:
    """What is still asked of a loan; of one that was written off or waived nothing falls due any more."""
    if found.state == Loan.State.WRITTEN_OFF:
        return [(_("Dihapus buku dan masih ditanggung peminjam"), formats.rupiah(queries.lost_of(found)))]
    left = (_("Sisa yang harus dibayar"), formats.rupiah(standing.left))
    if found.state != Loan.State.LIVE:
        return [left]
    return [
        left, (_("Tertunggak"), formats.rupiah(standing.overdue)), (_("Angsuran berikutnya"), next_words(standing)),
    ]  # fmt: skip


def _group(request: HttpRequest, found: Any, names: dict[int, str]) -> dict[str, Any]:
    """How the members of a group stand, and who paid for whom; nothing for a loan to one person."""
    members = queries.members_of(found, on=places.today())

    def named(person: int) -> str:
        return name_of(request, names.get(person, ""), person)

    return {
        "members": [(named(row.person_id), row.part) for row in members],
        "joint": JOINT_WORDS[queries.joint_of(found)],
        "paid_for": [(named(one.payer_id), named(one.member_id), one) for one in queries.paid_for_others(found)]
        if members
        else [],
    }


@door(*queries.WHO_RUN)
def repay(request: HttpRequest, key: int) -> HttpResponse:
    """Take a repayment and go on to its receipt."""
    found, actor, today = loan_or_404(request, key), actor_of(request), places.today()
    (row,) = queries.standings([found], on=today)
    expected = (row.standing.overdue or row.standing.next_amount) + row.standing.penalty
    initial = {"amount": formats.number(expected), "paid_on": today}
    people = queries.members_of(found, on=today)
    form: Repay = Repay(request.POST or None, initial=initial)
    if people:
        names = queries.names_of(people)
        note_names(request, queries.families_behind(found))
        members = [(one.person_id, name_of(request, names.get(one.person_id, ""), one.person_id)) for one in people]
        form = RepayTogether(request.POST or None, initial=initial, members=members)
    made: list[int] = []

    def deed(given: dict[str, Any]) -> str:
        done = actions.repay(
            found.pk, amount=given["amount"], paid_on=given["paid_on"], key=given["key"], by=actor, on=today,
            hand=actions.Handed(given.get("member"), given.get("payer")),
        )  # fmt: skip
        made.append(done.repayment.pk)
        sum_ = formats.rupiah(done.repayment.amount)
        return _("%(sum)s diterima dan dibukukan. Berikan tanda terimanya.") % {"sum": sum_}

    if answers.done(request, form, deed):
        return redirect("loans:receipt", made[0])
    context = {
        "form": form, "title": _("Terima angsuran %(number)s") % {"number": found.number}, "action": _("Terima angsuran"),
        "back": reverse("loans:loan", args=[found.pk]),
        "lead": _lead(row.standing),
    }  # fmt: skip
    return render(request, "loans/form.html", context, status=answers.status_of(form))


def _lead(standing: Standing) -> str:
    sums = {
        "left": formats.rupiah(standing.left),
        "late": formats.rupiah(standing.overdue),
        "fine": formats.rupiah(standing.penalty),
    }
    if standing.penalty:
        return _("Sisa %(left)s; tertunggak %(late)s dan denda %(fine)s. Angsuran tertua dibayar dahulu. Peminjam mendapat tanda terima bernomor yang dapat diperiksanya sendiri.") % sums  # fmt: skip
    return _("Sisa %(left)s; tertunggak %(late)s. Angsuran tertua dibayar dahulu. Peminjam mendapat tanda terima bernomor yang dapat diperiksanya sendiri.") % sums  # fmt: skip


@door(*queries.WHO_SEE_LOANS)
def receipt(request: HttpRequest, key: int) -> HttpResponse:
    """The borrower's receipt, to be printed or photographed. Whoever holds its code can check it."""
    try:
        found = queries.repayment_or_refuse(key, actor_of(request))
    except queries.NotFound:
        raise Http404 from None
    return _receipt(request, found, queries.code_of(found.subject))


@door(*queries.WHO_SEE_LOANS)
def recovered(request: HttpRequest, key: int) -> HttpResponse:
    """The receipt for what came back after a loan was written off."""
    try:
        found = queries.recovery_or_refuse(key, actor_of(request))
    except queries.NotFound:
        raise Http404 from None
    return _receipt(request, found, queries.code_of(queries.recovery_subject(found.loan.subject, found.number)))


def _receipt(request: HttpRequest, found: Any, code: str) -> HttpResponse:
    told = queries.receipt_with(code)
    if told is None:
        raise Http404
    address = request.build_absolute_uri(reverse("loans:check", args=[code]))
    context = {"one": found, "receipt": told, "code": code, "address": address, "qr": qr(address)}
    return render(request, "loans/receipt.html", context)


def qr(address: str) -> SafeString:
    """The address as a QR picture; segno writes only numbers and its own words into it."""
    picture = segno.make(address, error="m").svg_inline(
        scale=4, border=2, omitsize=True, svgclass="qr", lineclass=None, dark="#000", light="#fff"
    )
    return mark_safe(picture)  # noqa: S308 - no word of anybody is in it
