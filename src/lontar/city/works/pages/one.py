"""One work: its stages as a line of photos, its money, what is wrong about it; and its pictures."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lontar.city.journal.actions import saw_by_name
from lontar.city.places import queries as places
from lontar.city.registry import queries as registry
from lontar.city.works import queries
from lontar.city.works.forms import KIND_WORDS, STATE_WORDS, TRANCHE_WORDS, WAY_WORDS, source_words
from lontar.city.works.models import Work
from lontar.city.works.pages.asking import actor_of, called, crumbs, work_or_404
from lontar.kit import masks
from lontar.kit.gate import WHO_MAY_UNMASK, Actor, door
from lontar.kit.paging import KEY_MAX

WHO_SEE_PHOTO = tuple(role for role in queries.WHO_SEE if role in WHO_MAY_UNMASK)


@door(*queries.WHO_SEE)
def work(request: HttpRequest, key: int) -> HttpResponse:
    """What is built, for whom, how far it is, what was paid, and what comes next."""
    one, actor, today = work_or_404(request, key), actor_of(request), places.today()
    homes = queries.homes_of([one])
    saw_by_name("page", list(homes), request=request, on=today)
    steps = queries.steps_of(one)
    paid = queries.paid_of(one)
    context: dict[str, Any] = {
        "one": one, "name": called(request, one, homes), "home": homes.get(one.family_id or 0), "today": today,
        "kind": KIND_WORDS[queries.Kind(one.kind)], "way": WAY_WORDS[queries.Way(one.way)],
        "state": STATE_WORDS[queries.State(one.state)], "late": one.state == "running" and one.until < today,
        "steps": [_step(request, one, step, steps, actor) for step in steps], "paid": paid, "rest": one.cost - paid,
        "brought": [(source_words(each.source), each) for each in queries.brought_to_one(one)],
        "stopped": one.state == "stopped", "progress": max((step.stage.progress for step in steps if step.confirmed), default=0),
        "defects": _defects(request, one, actor), "crumbs": crumbs(), "next": queries.next_step(steps) if one.state == "running" else None,
        "masks_down": masks.are_down(request), "may_unmask": one.named and masks.may_unmask(request),
        "proposal": one.proposal if one.proposal_id else None,
        **_may(one, steps, actor),
    }  # fmt: skip
    return render(request, "works/work.html", context)


def _defects(request: HttpRequest, one: Work, actor: Actor) -> list[dict[str, Any]]:
    """What is wrong or was, each with its pictures; of a family's house they are covered as names are."""
    photos = queries.defect_photos(one)
    visible = not one.named or (masks.are_down(request) and actor.role in WHO_SEE_PHOTO)
    return [
        {
            "one": each, "visible": visible, "before": photos.get(each.pk, {}).get("before"),
            "after": photos.get(each.pk, {}).get("after"),
        }
        for each in queries.defects_of(one)
    ]  # fmt: skip


def _may(one: Work, steps: list[queries.Step], actor: Actor) -> dict[str, bool]:
    """Which actions this officer finds on the page."""
    orders = queries.may_order(actor, one.line)
    running = one.state == queries.State.RUNNING
    return {
        "reports": running and actor.role in queries.WHO_REPORT,
        "hands_over": running and actor.role in queries.WHO_END and orders and all(step.confirmed for step in steps),
        "stops": running and actor.role in queries.WHO_END and orders,
        "notes": one.state != queries.State.STOPPED and actor.role in queries.WHO_NOTE_DEFECTS,
        "sees_tranches": actor.role in queries.WHO_SEE_TRANCHES,
    }


def _step(
    request: HttpRequest, one: Work, step: queries.Step, steps: list[queries.Step], actor: Actor
) -> dict[str, Any]:
    """A stage with the pictures that stand for it: where it has none of before, the one after the stage before it."""
    photos = dict(step.photos)
    earlier = [each for each in steps if each.stage.position < step.stage.position]
    if photos and "before" not in photos and earlier:
        before = earlier[-1].photos
        if kept := before.get("after") or before.get("before"):
            photos["before"] = kept
    visible = not one.named or masks.are_down(request)
    asks = (
        step.confirmed and step.tranche is None and step.stage.tranche > 0 and actor.role in queries.WHO_ASK
        and queries.may_order(actor, one.line) and one.state != "stopped" and (not step.last or one.state == "handed_over")
    )  # fmt: skip
    return {
        "step": step, "stage": step.stage, "report": step.report, "before": photos.get("before"), "after": photos.get("after"),
        "visible": (visible and actor.role in WHO_SEE_PHOTO) or not one.named,
        "tranche": step.tranche, "tranche_words": TRANCHE_WORDS[step.tranche.state] if step.tranche else None, "asks": asks,
        "settles": _settles(one, step, steps, actor),
    }  # fmt: skip


def _settles(one: Work, step: queries.Step, steps: list[queries.Step], actor: Actor) -> bool:
    """Whether this officer may say something of the stage: as its second person, or to take back the last confirmed one."""
    if step.waits:
        return actor.role in queries.WHO_CONFIRM and step.report is not None and step.report.by_id != actor.id
    later = any(each.report for each in steps if each.stage.position > step.stage.position)
    paid = step.tranche is not None and step.tranche.state == "paid"
    takes_back = actor.role in queries.WHO_TAKE_BACK and one.state == queries.State.RUNNING
    return step.confirmed and takes_back and not later and not paid


@door(*queries.WHO_SEE)
def photo(request: HttpRequest, key: int) -> HttpResponse:
    """A picture. A family's house is an address, so names must be uncovered first, for a purpose."""
    actor = actor_of(request)
    found = queries.photo_or_none(key, actor) if key <= KEY_MAX else None
    if found is None or (found.named and actor.role not in WHO_SEE_PHOTO):
        raise Http404
    if found.work.family_id is not None:
        if not masks.are_down(request):
            return redirect(f"{reverse('registry:unmask')}?{urlencode({'next': request.get_full_path()})}")
        registry.require_open_address(found.work.family_id)
        saw_by_name("page", [found.work.family_id], request=request, on=places.today())
    image = queries.opened(found)
    if image is None:
        raise Http404
    answer = HttpResponse(image, content_type="image/jpeg")
    answer["Cache-Control"] = "no-store" if found.named else "private, max-age=3600"
    return answer
