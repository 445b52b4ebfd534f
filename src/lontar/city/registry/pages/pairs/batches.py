"""Obvious pairs at once: draw a sample, look at it, confirm the rest, watch it being merged."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lontar.city.places import queries as places
from lontar.city.registry import actions, jobs
from lontar.city.registry.forms import SampleSize
from lontar.city.registry.models import Batch
from lontar.city.registry.pages.pairs.words import actor
from lontar.city.registry.queries import pairs as about
from lontar.city.registry.queries.pairs import WHO_SEE_PAIRS
from lontar.kit.gate import door
from lontar.kit.progress import progress_of
from lontar.science.trouble import Refusal


@require_POST
@door(*actions.MAY_DECIDE)
def begin_batch(request: HttpRequest) -> HttpResponse:
    """Draw a sample of the obvious pairs."""
    form = SampleSize(request.POST)
    if not form.is_valid():
        raise Refusal(_("Pilih salah satu ukuran contoh."), field="size")
    drawn = actions.begin_batch(form.cleaned_data["size"], by=actor(request), on=places.today())
    return redirect("registry:batch", drawn.pk)


@door(*WHO_SEE_PAIRS)
def batch(request: HttpRequest, key: int) -> HttpResponse:
    """How much of the sample was looked at, what it proves, and the one button that follows from it."""
    found = _batch(key)
    looked = actions.looked_at(found)
    context = {
        "batch": found, "looked": looked, "most": looked.most * 100, "left": looked.size - looked.looked,
        "rest": about.queue("same").filter(pk__in=found.pairs).count(), "next": about.next_of_batch(found),
        "otherwise": len(found.pairs) - found.counts.get("merged", 0) - found.counts.get("left", 0),
        "mine": found.by_id == actor(request).id and found.state == Batch.State.LOOKING,
        "job": _job(found) if found.state == Batch.State.CONFIRMED else None,
    }  # fmt: skip
    if request.headers.get("HX-Request"):
        answer = render(request, "registry/batch_progress.html", context)
        if found.state != Batch.State.CONFIRMED:
            answer["HX-Refresh"] = "true"
        return answer
    return render(request, "registry/batch.html", context)


@require_POST
@door(*actions.MAY_DECIDE)
def confirm_batch(request: HttpRequest, key: int) -> HttpResponse:
    """Say that the rest is the same too, and hand it to the worker."""
    who = actor(request)
    with transaction.atomic():
        confirmed = actions.confirm_batch(_batch(key).pk, by=who, on=places.today())
        jobs.merge_batch.defer(batch_id=confirmed.pk, officer_id=who.id)
    return redirect("registry:batch", key)


@require_POST
@door(*actions.MAY_DECIDE)
def leave_batch(request: HttpRequest, key: int) -> HttpResponse:
    """Give the batch up."""
    actions.leave_batch(_batch(key).pk, by=actor(request), on=places.today())
    return redirect("registry:duplicates")


def _job(batch: Batch) -> dict[str, Any]:
    now = progress_of(about.batch_key(batch.pk))
    return {
        "label": _("Menggabung pasangan"), "done": now.done if now else 0, "total": now.total if now else None,
        "state": "running", "message": "",
    }  # fmt: skip


def _batch(key: int) -> Batch:
    found = about.batch_or_none(key) if key < 2**63 else None
    if found is None:
        raise Http404
    return found
