"""What the pages of works share: who looks, which work, what it is called, and a form with one action."""

from collections.abc import Callable
from typing import Any, cast

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import pgettext

from lontar.city.works import queries
from lontar.city.works.forms import KIND_WORDS
from lontar.city.works.models import Work
from lontar.kit import masks
from lontar.kit.answers import done, status_of
from lontar.kit.gate import Actor
from lontar.kit.paging import KEY_MAX


def actor_of(request: HttpRequest) -> Actor:
    return cast(Actor, request.user)


def work_or_404(request: HttpRequest, key: int) -> Work:
    try:
        return queries.work_or_refuse(min(key, KEY_MAX), actor_of(request))
    except queries.NotFound:
        raise Http404 from None


def called(request: HttpRequest, work: Work, homes: dict[int, queries.Home]) -> str:
    """What a work is called on a screen: its title, or whose house it is, covered as names are."""
    if not work.named:
        return work.title
    home = homes.get(work.family_id or 0)
    kind = str(KIND_WORDS[queries.Kind(work.kind)])
    if home is None:
        return kind
    return f"{kind} {masks.shown(request, home.head) or home.local_number}"


def crumbs(work: Work | None = None) -> list[tuple[str, str]]:
    found = [(reverse("works:works"), pgettext("bangunan", "Pekerjaan"))]
    if work is not None:
        found.append((reverse("works:work", args=[work.pk]), work.number))
    return found


def asked(
    request: HttpRequest, form: Form, deed: Callable[[dict[str, Any]], str], words: dict[str, Any], template: str = "works/form.html"
) -> HttpResponse:  # fmt: skip
    """Do it, say what was done and go on; or say beside the field why not."""
    if done(request, form, deed):
        return redirect(words["back"])
    return render(request, template, words | {"form": form}, status=status_of(form))
