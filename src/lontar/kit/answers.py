"""How what was sent is done or refused beside its field, and how a secret is shown once."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lontar.kit.sayings import refusal_told
from lontar.science.trouble import NotAllowed, NotFound, Refusal


def beside_field(form: Form, refusal: Refusal) -> None:
    """Show a refusal at the field it names, or above the form when it names none of this form's."""
    said = " ".join(filter(None, refusal_told(refusal)))
    form.add_error(refusal.field if refusal.field in form.fields else None, said)


def done(request: HttpRequest, form: Form, deed: Callable[[dict[str, Any]], str]) -> bool:
    """Whether the form was sent, in order, and its verb done; the sentence that the verb answers is shown next.

    A refusal stands beside its field; what the officer may not do at all, or what is not there, is raised.
    """
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        said = deed(form.cleaned_data)
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        beside_field(form, refusal)
        return False
    messages.success(request, said)
    return True


def status_of(form: Form) -> int:
    """422 for what was sent and cannot be done so, else 200."""
    return 422 if form.is_bound and form.errors else 200


def shown_once(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    """A page with a secret on it, which no browser and no proxy keeps."""
    answer = render(request, template, context)
    answer["Cache-Control"] = "no-store"
    return answer
