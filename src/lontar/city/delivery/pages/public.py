"""Anyone may check a receipt by its code; nothing leads from one receipt to another."""

from typing import cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from lontar.city.delivery import actions, queries
from lontar.city.delivery.forms import ReceiptCode
from lontar.city.delivery.models import Receipt
from lontar.kit.gate import PUBLIC, Actor, door
from lontar.science.receipt_codes import read_code


@door(PUBLIC)
def find(request: HttpRequest) -> HttpResponse:
    """Ask for the code."""
    form = ReceiptCode(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        code = read_code(form.cleaned_data["code"])
        if code:
            return redirect("delivery:check", code)
        form.add_error("code", _("Kode itu belum lengkap atau salah ketik. Kode berisi 17 huruf dan angka."))
    return _silent(render(request, "delivery/find.html", {"form": form}, status=422 if form.errors else 200))


@door(PUBLIC)
def check(request: HttpRequest, code: str) -> HttpResponse:
    """What a receipt says, what the book says of it, and whether the log vouches for both."""
    found = _receipt_or_answer(request, code)
    if isinstance(found, HttpResponse):
        return found
    read = read_code(code)
    if read != code:
        return redirect("delivery:check", read)
    context = {
        "receipt": found, "code": read, "book": queries.in_the_book(found), "log": queries.in_the_log(found),
    }  # fmt: skip
    return _silent(render(request, "delivery/check.html", context))


@door(PUBLIC)
def receipt_proof(request: HttpRequest, code: str) -> HttpResponse:
    """The file by which anyone proves the receipt without this server; the page itself while there is none yet."""
    found = _receipt_or_answer(request, code)
    if isinstance(found, HttpResponse):
        return found
    file = queries.in_the_log(found).file
    if file is None:
        return redirect("delivery:check", read_code(code))
    answer = JsonResponse(file, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = 'attachment; filename="bukti-tanda-terima.json"'
    return _silent(answer)


def _receipt_or_answer(request: HttpRequest, code: str) -> Receipt | HttpResponse:
    """The receipt behind a code, or the page that says why not; whoever guesses codes is counted and has to wait."""
    who = queries.asker(queries.address_of(request))
    if queries.asked_too_often(who):
        return _silent(render(request, "delivery/too_often.html", status=429))
    read = read_code(code)
    receipt = queries.receipt_with(read) if read else None
    if receipt is not None:
        return receipt
    if read and (waits := _slip_before_officer(request, read)):
        return waits
    if read:
        # A code that is only mistyped never gets here: its last letter would not fit.
        actions.count_failed_check(who)
    form = ReceiptCode({"code": code[:64]})
    return _silent(render(request, "delivery/unknown_receipt.html", {"form": form}, status=404))


def _slip_before_officer(request: HttpRequest, code: str) -> HttpResponse | None:
    """An officer who scans a family's slip comes to its hand-over, with the code filled in."""
    if not request.user.is_authenticated or cast(Actor, request.user).role not in queries.WHO_MAY_HAND_OVER:
        return None
    one = queries.waiting_with_code(code, cast(Actor, request.user))
    return redirect(f"{reverse('delivery:hand_over', args=[one.pk])}?{urlencode({'slip': code})}") if one else None


def _silent(answer: HttpResponse) -> HttpResponse:
    """Kept by nobody on the way and listed by no search engine."""
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer
