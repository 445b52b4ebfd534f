"""How a refusal reaches the form it is about, and how a secret is shown once."""

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lontar.kit.sayings import refusal_told
from lontar.science.trouble import Refusal


def beside_field(form: Form, refusal: Refusal) -> None:
    """Show a refusal at the field it names, or above the form when it names none of this form's."""
    said = " ".join(filter(None, refusal_told(refusal)))
    form.add_error(refusal.field if refusal.field in form.fields else None, said)


def shown_once(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    """A page with a secret on it, which no browser and no proxy keeps."""
    answer = render(request, template, context)
    answer["Cache-Control"] = "no-store"
    return answer
