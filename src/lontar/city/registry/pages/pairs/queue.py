"""What waits to be decided, what was decided, and looking for more."""

from typing import Any

from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lontar.city.places import queries as places
from lontar.city.registry import actions, jobs
from lontar.city.registry.models import Search
from lontar.city.registry.pages.chances import share
from lontar.city.registry.pages.pairs.words import actor, names_of, saw_pairs, states
from lontar.city.registry.queries import pairs as about
from lontar.city.registry.queries.pairs import WHO_SEE_PAIRS
from lontar.kit import masks
from lontar.kit.gate import door
from lontar.kit.paging import numbered_page
from lontar.science.samples import most_wrong

PAIRS_ON_A_PAGE = 20
RUNNING = (Search.State.WAITING, Search.State.RUNNING)


@door(*WHO_SEE_PAIRS)
def duplicates(request: HttpRequest) -> HttpResponse:
    """The queues, the batch of obvious ones, the last search."""
    name = request.GET.get("antrean", "")
    waits = about.waits()
    if name not in about.QUEUES:
        name = "look" if waits.look or not waits.same else "same"
    page = numbered_page(request, about.queue(name).select_related("person_a", "person_b"), PAIRS_ON_A_PAGE)
    who = actor(request)
    saw_pairs(request, page.object_list)
    last = about.searches().first()
    context = {
        "queue": name, "waits": waits, "page": page, "tabs": _tabs(name, waits),
        "rows": [(one, *names_of(request, one), share(one.probability)) for one in page.object_list],
        "may_decide": who.role in actions.MAY_DECIDE, "may_search": who.role in actions.MAY_SEARCH,
        "masks_down": masks.are_down(request), "may_unmask": masks.may_unmask(request),
        "search": last, "job": search_job(last) if last and last.state in RUNNING else None,
        "batch": about.open_batch(who),
        "sizes": [(size, most_wrong(size) * 100) for size in actions.SAMPLES if size < waits.same],
    }  # fmt: skip
    return render(request, "registry/duplicates.html", context)


def _tabs(name: str, waits: about.Waits) -> list[tuple[str, str, int, bool]]:
    labels = {"look": _("perlu dilihat"), "same": _("hampir pasti sama"), "unsure": _("ragu")}
    return [(key, labels[key], getattr(waits, key), key == name) for key in about.QUEUES]


@door(*WHO_SEE_PAIRS)
def decided(request: HttpRequest) -> HttpResponse:
    """What was decided and by whom; each can be taken back from its page."""
    page = numbered_page(request, about.decided(), PAIRS_ON_A_PAGE)
    words = states()
    saw_pairs(request, page.object_list)
    rows = [(one, *names_of(request, one), words[one.state]) for one in page.object_list]
    context = {
        "page": page, "rows": rows,
        "masks_down": masks.are_down(request), "may_unmask": masks.may_unmask(request),
    }  # fmt: skip
    return render(request, "registry/duplicates_decided.html", context)


@door(*WHO_SEE_PAIRS)
def next_pair(request: HttpRequest) -> HttpResponse:
    """On to the pair that follows in a queue, or back to the queues when nothing is left."""
    name = request.GET.get("antrean", "look")
    if name not in about.QUEUES:
        raise BadRequest("no such queue")
    after = request.GET.get("setelah", "")
    before = about.pair_or_none(int(after)) if after.isdecimal() and len(after) < 19 else None
    found = about.next_in(name, before)
    if found is None:
        return redirect("registry:duplicates")
    return redirect(f"{reverse('registry:pair', args=[found])}?antrean={name}")


@require_POST
@door(*actions.MAY_SEARCH)
def search(request: HttpRequest) -> HttpResponse:
    """Hand a look at the whole city to the worker."""
    who = actor(request)
    # Search and job are written together: a search without a job would wait for ever.
    with transaction.atomic():
        begun = actions.begin_search(by=who, on=places.today())
        jobs.look_for_duplicates.defer(search_id=begun.pk, officer_id=who.id)
    return redirect("registry:duplicates")


@door(*WHO_SEE_PAIRS)
def search_progress(request: HttpRequest, key: int) -> HttpResponse:
    """The bar alone; at the end the whole page is asked for instead."""
    found = about.search_or_none(key) if key < 2**63 else None
    if found is None:
        raise Http404
    poll = reverse("registry:search_progress", args=[key])
    answer = render(request, "kit/progress.html", {"job": search_job(found), "poll": poll})
    if found.state not in RUNNING:
        answer["HX-Refresh"] = "true"
    return answer


def search_job(search: Search) -> dict[str, Any]:
    """A search as the progress bar takes it."""
    done, note = about.search_progress(search)
    notes = {
        "reading": _("Membaca catatan …"), "writing": _("Menyimpan pasangan …"), "": "",
    }  # fmt: skip
    state = {"done": "done", "failed": "failed"}.get(search.state, "running")
    message = notes.get(note, _("Membandingkan catatan …"))
    return {"label": _("Mencari catatan ganda"), "done": done, "total": 100, "state": state, "message": message}
