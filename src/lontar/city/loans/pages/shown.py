"""What the pages of the fund share: who looks, names under their masks, and a form with one question."""

import time
from collections.abc import Callable
from typing import Any, cast

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from lontar.city.journal.actions import saw
from lontar.city.loans import queries
from lontar.city.loans.models import Application, Loan
from lontar.city.places import queries as places
from lontar.kit import answers, masks
from lontar.kit.formats import day
from lontar.kit.gate import Actor, Role

SESSION_KEY = "borrowers_until"
STATES = {
    "received": ("warn", "clock"), "approved": ("info", "check"), "refused": ("quiet", "close"),
    "withdrawn": ("quiet", "close"), "paid_out": ("good", "check"), "live": ("info", "clock"),
    "repaid": ("good", "check"), "written_off": ("bad", "warning"),
    "waived": ("quiet", "close"),
}  # fmt: skip


def actor_of(request: HttpRequest) -> Actor:
    return cast(Actor, request.user)


def names_open(request: HttpRequest) -> bool:
    """Whether borrowers are named now: for a purpose, for a quarter of an hour. The committee serves only borrowers."""
    if masks.are_down(request):
        return True
    mine = actor_of(request).role == Role.FUND_COMMITTEE
    return mine and float(request.session.get(SESSION_KEY, 0)) > time.time()


def open_names(request: HttpRequest) -> None:
    request.session[SESSION_KEY] = time.time() + masks.MINUTES * 60


def close_names(request: HttpRequest) -> None:
    request.session.pop(SESSION_KEY, None)


def name_of(request: HttpRequest, name: str, person_id: int) -> str:
    """A borrower's name as it may be seen now; by number where they have moved out of sight."""
    if not name:
        return f"P-{person_id:07d}"
    return name if names_open(request) else masks.covered(name)


def note_names(request: HttpRequest, families: list[int]) -> None:
    """Whose names were seen is theirs to ask for."""
    if names_open(request):
        saw("page", families, by=actor_of(request), on=places.today(), named=True, purpose=request.path)


def masks_context(request: HttpRequest) -> dict[str, Any]:
    committee = actor_of(request).role == Role.FUND_COMMITTEE
    return {
        "names_open": names_open(request), "by_committee": committee,
        "may_unmask": masks.may_unmask(request) or committee,
    }  # fmt: skip


def application_or_404(request: HttpRequest, key: int) -> Application:
    try:
        return queries.application_or_refuse(key, actor_of(request))
    except queries.NotFound:
        raise Http404 from None


def loan_or_404(request: HttpRequest, key: int) -> Loan:
    try:
        return queries.loan_or_refuse(key, actor_of(request))
    except queries.NotFound:
        raise Http404 from None


def fund_or_404(place_id: int) -> Any:
    found = queries.fund_in(place_id)
    if found is None:
        raise Http404
    return found


def asked(
    request: HttpRequest, form: Form, deed: Callable[[dict[str, Any]], Any], *, done: str, to: tuple[Any, ...],
    words: dict[str, Any],
) -> HttpResponse:  # fmt: skip
    """A form with one action: do it and go on, or say beside the field why not."""

    def told(given: dict[str, Any]) -> str:
        deed(given)
        return done

    if answers.done(request, form, told):
        return redirect(*to)
    return render(request, "loans/form.html", words | {"form": form}, status=answers.status_of(form))


def minutes_choices(fund_id: int) -> list[tuple[int, str]]:
    return [(one.pk, f"{one.number}, {day(one.signed_on)}") for one in queries.minutes_of(fund_id)]
