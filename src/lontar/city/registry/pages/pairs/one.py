"""Two records side by side: looked at, decided by one key or one button, and taken back."""

from itertools import accumulate
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lontar.city.places import queries as places
from lontar.city.registry import actions
from lontar.city.registry.forms import Undoing, Verdict
from lontar.city.registry.models import Pair
from lontar.city.registry.pages.chances import share
from lontar.city.registry.pages.pairs.words import actor, states
from lontar.city.registry.queries import pairs as about
from lontar.city.registry.queries import records
from lontar.city.registry.queries.pairs import WHO_SEE_PAIRS
from lontar.kit import masks
from lontar.kit.gate import door
from lontar.science.differences import Parts
from lontar.science.identity import masked
from lontar.science.names import name_key
from lontar.science.trouble import Refusal


@door(*WHO_SEE_PAIRS)
def pair(request: HttpRequest, key: int) -> HttpResponse:
    """One pair: what both say, what differs, why the model thinks so; and, sent, what a person says of it."""
    found = _pair(key)
    if request.method == "POST":
        return _decide(request, found)
    return _shown(request, found)


def _decide(request: HttpRequest, found: Pair) -> HttpResponse:
    form = Verdict(request.POST)
    if not form.is_valid():
        return _shown(request, found, trouble=_("Pilih: sama, beda, atau ragu."), status=422)
    values = form.cleaned_data
    try:
        actions.decide(
            found.pk, verdict=values["verdict"], survivor_id=values["survivor"], why=values["why"],
            by=actor(request), on=places.today(),
        )  # fmt: skip
    except Refusal as refusal:
        return _shown(request, _pair(found.pk), trouble=str(refusal), status=refusal.status)
    return redirect(_onward(found, values["queue"], values["batch"]))


def _onward(found: Pair, queue: str, batch: int | None) -> str:
    """The next pair of the same queue or sample; where nothing is left, the page of the whole."""
    if batch is not None and (drawn := about.batch_or_none(batch)) is not None:
        following = about.next_of_batch(drawn, found.pk)
        if following is None:
            return reverse("registry:batch", args=[batch])
        return f"{reverse('registry:pair', args=[following])}?contoh={batch}"
    queue = queue if queue in about.QUEUES else "look"
    following = about.next_in(queue, found)
    if following is None:
        return reverse("registry:duplicates")
    return f"{reverse('registry:pair', args=[following])}?antrean={queue}"


def _shown(request: HttpRequest, found: Pair, *, trouble: str = "", status: int = 200) -> HttpResponse:
    down, who = masks.are_down(request), actor(request)
    one, other = (records.record_of(person) for person in records.tops_of(found))
    top = (one.person.merged_into or one.person).pk
    merged = top == (other.person.merged_into or other.person).pk
    lines = records.lines_between(one, other)
    families = {record.family.pk: record.family for record in (one, other) if record.family}
    if down:
        for family in families.values():
            actions.see_family(family, by=who, on=places.today(), purpose=masks.purpose_of(request))
    asked = request.POST or request.GET
    queue = asked.get("queue") or asked.get("antrean") or ("unsure" if found.state == "unsure" else found.band)
    batch = asked.get("batch") or asked.get("contoh") or ""
    # A decided pair has its own way back: two of them on one page would take back the wrong one.
    last = about.last_decided_by(who) if found.state in ("waiting", "unsure") else None
    last = None if last and last.pk == found.pk else last
    shared = records.shared_names(one, other)
    context = {
        "pair": found, "state": states()[found.state], "trouble": trouble,
        "sides": [_side(request, record, shared, down) for record in (one, other)],
        "lines": [_for_eyes(line, down) for line in (records.of_their_own(lines) if merged else lines)],
        "falls": records.falls(found), "apart": records.speaks_apart(found), "probability": share(found.probability),
        "merged_already": merged, "kept": f"P-{top:07d}",
        "best": about.better_kept(one.person, other.person).pk,
        "may_decide": who.role in actions.MAY_DECIDE and found.state in ("waiting", "unsure"),
        "may_undo": who.role in actions.MAY_DECIDE and found.state != "waiting",
        "masks_down": down, "may_unmask": masks.may_unmask(request),
        "queue": queue if queue in about.QUEUES else "look", "batch": batch if batch.isdecimal() else "",
        "onward": _skipped(found, queue, batch),
        "last": last, "last_state": states()[last.state] if last else None,
    }  # fmt: skip
    return render(request, "registry/pair.html", context, status=status)


def _skipped(found: Pair, queue: str, batch: str) -> str:
    if batch.isdecimal():
        return reverse("registry:batch", args=[int(batch)])
    return f"{reverse('registry:next_pair')}?antrean={queue if queue in about.QUEUES else 'look'}&setelah={found.pk}"


def _side(request: HttpRequest, record: records.Record, shared: set[str], down: bool) -> dict[str, Any]:
    return {
        "record": record, "name": masks.shown(request, record.person.name), "number": record.person.local_number,
        "others": [(masks.shown(request, name), down and name_key(name) in shared) for name in record.others],
        "shared": sum(name_key(name) in shared for name in record.others),
        "merged": [(merge.merged.local_number, merge) for merge in record.merged],
    }  # fmt: skip


def _for_eyes(line: records.Line, down: bool) -> dict[str, Any]:
    """A line as this officer may see it: covered, it still says whether the two agree.

    A number is never shown in full here, only which of its digits differ.
    """
    return {
        "label": line.label, "mark": line.mark, "digits": line.covers == "number",
        "left": _parts(line.left, line.covers, down), "right": _parts(line.right, line.covers, down),
    }  # fmt: skip


def _parts(told: Parts, covers: str, down: bool) -> Parts:
    text = "".join(part for part, _differs in told)
    if not text or not covers or (down and covers != "number"):
        return told
    if covers != "number":
        return [(masks.covered(text) if covers == "name" else "•••", False)]
    closed = masked(text)
    if not down or len(closed) != len(text):
        return [(closed, False)]
    ends = list(accumulate(len(part) for part, _differs in told))
    return [
        (closed[end - len(part) : end], differs) for (part, differs), end in zip(told, ends, strict=True)
    ]  # fmt: skip


@require_POST
@door(*actions.MAY_DECIDE)
def undo_decision(request: HttpRequest, key: int) -> HttpResponse:
    """Take a decision back; where something was changed since, say so and ask again."""
    found = _pair(key)
    form = Undoing(request.POST)
    values = form.cleaned_data if form.is_valid() else {}
    try:
        actions.undo_decision(
            found.pk, why=values.get("why", ""), knowing=bool(values.get("knowing")), by=actor(request),
            on=places.today(),
        )  # fmt: skip
    except Refusal as refusal:
        if refusal.field != "knowing":
            return _shown(request, _pair(key), trouble=str(refusal), status=refusal.status)
        context = {"pair": found, "refusal": refusal, "why": values.get("why", "")}
        return render(request, "registry/pair_undo.html", context, status=409)
    messages.success(request, _("Keputusan diurungkan; pasangan ini menunggu lagi."))
    return redirect("registry:pair", found.pk)


def _pair(key: int) -> Pair:
    found: Pair | None = about.pair_or_none(key) if key < 2**63 else None
    if found is None:
        raise Http404
    return found
