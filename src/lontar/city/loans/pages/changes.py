"""What is changed of a loan after it was lent: spread anew, written off, recovered; and payments taken back."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from lontar.city.loans import actions, queries
from lontar.city.loans.forms import Pardon, Reason, Recover, Reschedule, Waive, WriteOff
from lontar.city.loans.pages.shown import actor_of, asked, loan_or_404, minutes_choices
from lontar.city.places import queries as places
from lontar.kit import answers, formats
from lontar.kit.gate import door


@door(*queries.WHO_CORRECT)
def take_back(request: HttpRequest, key: int) -> HttpResponse:
    """Undo a repayment that was written down by mistake."""
    actor = actor_of(request)
    try:
        found = queries.repayment_or_refuse(key, actor)
    except queries.NotFound:
        raise Http404 from None
    form = Reason(request.POST or None)

    def deed(given: dict[str, Any]) -> None:
        actions.reverse_repayment(found.pk, reason=given["reason"], by=actor, on=places.today())

    return asked(
        request, form, deed, done=_("Pembayaran itu dibatalkan."), to=("loans:loan", found.loan_id),
        words={
            "title": _("Batalkan pembayaran nomor %(number)s") % {"number": found.number}, "danger": True,
            "action": _("Batalkan pembayaran ini"), "back": reverse("loans:loan", args=[found.loan_id]),
            "lead": _("Uangnya kembali menjadi utang, dan siapa pun yang memeriksa tanda terimanya melihat pembatalan ini. Tidak dapat ditarik."),
        },
    )  # fmt: skip


@door(*queries.WHO_DECIDE)
def reschedule(request: HttpRequest, key: int) -> HttpResponse:
    """Spread what is left over new instalments."""
    found, actor = loan_or_404(request, key), actor_of(request)
    form = Reschedule(request.POST or None, minutes=minutes_choices(found.fund_id))

    def deed(given: dict[str, Any]) -> None:
        actions.reschedule(
            found.pk, instalments=given["instalments"], minutes_id=given["minutes"], reason=given["reason"], by=actor,
            on=places.today(),
        )  # fmt: skip

    return asked(
        request, form, deed, done=_("Sisanya dijadwalkan lagi."), to=("loans:loan", found.pk),
        words={
            "title": _("Jadwalkan lagi %(number)s") % {"number": found.number}, "action": _("Jadwalkan lagi"),
            "back": reverse("loans:loan", args=[found.pk]),
            "lead": _("Jadwal lama tetap dapat dibaca. Utangnya tidak bertambah."),
        },
    )  # fmt: skip


@door(*queries.WHO_CORRECT)
def write_off(request: HttpRequest, key: int) -> HttpResponse:
    """Take a loan out of what is owed, by decree."""
    found, actor = loan_or_404(request, key), actor_of(request)
    form = WriteOff(request.POST or None)

    def deed(given: dict[str, Any]) -> None:
        actions.write_off(found.pk, paper=given["paper"], reason=given["reason"], by=actor, on=places.today())

    return asked(
        request, form, deed, done=_("Pinjaman itu dihapus buku."), to=("loans:loan", found.pk),
        words={
            "title": _("Hapus buku %(number)s") % {"number": found.number}, "danger": True,
            "action": _("Hapus buku pinjaman ini"), "back": reverse("loans:loan", args=[found.pk]),
            "lead": _("Modal dana berkurang sebesar sisa pokoknya. Peminjam tetap menanggungnya dan belum dapat meminjam lagi. Tidak dapat ditarik."),
        },
    )  # fmt: skip


@door(*queries.WHO_RUN)
def recover(request: HttpRequest, key: int) -> HttpResponse:
    """Take in what comes back of a loan that was written off."""
    found, actor = loan_or_404(request, key), actor_of(request)
    form = Recover(request.POST or None)
    made: list[int] = []

    def deed(given: dict[str, Any]) -> str:
        back = actions.recover(
            found.pk, amount=given["amount"], key=given["key"], reason=given["reason"], by=actor, on=places.today()
        )
        made.append(back.pk)
        return _("Yang kembali dibukukan ke dana. Berikan tanda terimanya.")

    if answers.done(request, form, deed):
        return redirect("loans:recovered", made[0])
    words = {
        "title": _("Terima kembali %(number)s") % {"number": found.number}, "action": _("Terima uang ini"),
        "back": reverse("loans:loan", args=[found.pk]), "form": form,
        "lead": _("Masih ditanggung peminjam %(sum)s. Modal yang hilang berkurang sebesar yang diterima; peminjam mendapat tanda terima bernomor.")
        % {"sum": formats.rupiah(queries.lost_of(found))},
    }  # fmt: skip
    return render(request, "loans/form.html", words, status=answers.status_of(form))


@door(*queries.WHO_CORRECT)
def waive(request: HttpRequest, key: int) -> HttpResponse:
    """Forgive a part of what is owed, or all of it, by decree."""
    found, actor = loan_or_404(request, key), actor_of(request)
    form = Waive(request.POST or None)

    def deed(given: dict[str, Any]) -> None:
        actions.waive(
            found.pk, amount=given["amount"], paper=given["paper"], reason=given["reason"], by=actor, on=places.today()
        )

    return asked(
        request, form, deed, done=_("Sebagian utangnya dibebaskan."), to=("loans:loan", found.pk),
        words={
            "title": _("Bebaskan utang %(number)s") % {"number": found.number}, "action": _("Bebaskan jumlah ini"),
            "danger": True, "back": reverse("loans:loan", args=[found.pk]),
            "lead": _("Sisanya %(sum)s. Yang dibebaskan tidak ditagih lagi dan menjadi modal yang hilang. Tidak dapat ditarik.")
            % {"sum": formats.rupiah(queries.left_of(found, on=places.today()))},
        },
    )  # fmt: skip


@door(*queries.WHO_CORRECT)
def pardon(request: HttpRequest, key: int) -> HttpResponse:
    """Ask no longer for a penalty, or a part of one."""
    found, actor, today = loan_or_404(request, key), actor_of(request), places.today()
    (row,) = queries.standings([found], on=today)
    owed = formats.number(row.standing.penalty)
    form = Pardon(request.POST or None, initial={"amount": owed})

    def deed(given: dict[str, Any]) -> None:
        actions.pardon(found.pk, amount=given["amount"], reason=given["reason"], by=actor, on=today)

    return asked(
        request, form, deed, done=_("Denda itu tidak ditagih lagi."), to=("loans:loan", found.pk),
        words={
            "title": _("Bebaskan denda %(number)s") % {"number": found.number}, "action": _("Bebaskan denda ini"),
            "back": reverse("loans:loan", args=[found.pk]),
            "lead": _("Denda yang belum dibayar sampai hari ini %(sum)s. Pokok, bunga dan biayanya tetap. Tidak dapat ditarik.")
            % {"sum": formats.rupiah(row.standing.penalty)},
        },
    )  # fmt: skip
