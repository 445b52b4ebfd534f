"""The borrower checks a receipt by its code; nothing leads from one receipt to another."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lontar.city.loans import actions, queries
from lontar.city.loans.forms import ReceiptCode
from lontar.kit.gate import PUBLIC, door
from lontar.science.receipt_codes import read_code


@door(PUBLIC)
def find(request: HttpRequest) -> HttpResponse:
    """Ask for the code."""
    form = ReceiptCode(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        code = read_code(form.cleaned_data["code"])
        if code:
            return redirect("loans:check", code)
        form.add_error("code", _("Kode itu belum lengkap atau salah ketik. Kode berisi 17 huruf dan angka."))
    return _silent(render(request, "loans/find.html", {"form": form}, status=422 if form.errors else 200))


@door(PUBLIC)
def check(request: HttpRequest, code: str) -> HttpResponse:
    """What a receipt says and what the book says of it; whoever guesses codes is counted and has to wait."""
    who = queries.asker(queries.address_of(request))
    if queries.asked_too_often(who):
        return _silent(render(request, "loans/find.html", {"too_often": True}, status=429))
    read = read_code(code)
    found = queries.receipt_with(read) if read else None
    if found is None:
        if read:
            # A code that is only mistyped never gets here: its last letter would not fit.
            actions.count_failed_check(who)
        form = ReceiptCode({"code": code[:64]})
        return _silent(render(request, "loans/find.html", {"form": form, "unknown": True}, status=404))
    if read != code:
        return redirect("loans:check", read)
    context = {"receipt": found, "code": read, "book": queries.in_the_book(found)}
    return _silent(render(request, "loans/check.html", context))


def _silent(answer: HttpResponse) -> HttpResponse:
    """Kept by nobody on the way and listed by no search engine."""
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer
