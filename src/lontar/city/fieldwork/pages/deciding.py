"""The second person's pages: changes to confirm, pairs to settle, opinions that differ."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lontar.city.fieldwork import actions, queries
from lontar.city.fieldwork.forms import DecideForm, DoubtFilter, SettleForm
from lontar.city.fieldwork.forms.visiting import Someone
from lontar.city.fieldwork.models import Change
from lontar.city.fieldwork.pages import words
from lontar.city.journal.actions import saw_by_name
from lontar.city.places import queries as places
from lontar.city.registry import queries as registry
from lontar.kit import masks
from lontar.kit.answers import done, status_of
from lontar.kit.gate import door
from lontar.kit.paging import KEY_MAX, numbered_page
from lontar.science.living_conditions import COLUMNS
from lontar.science.living_conditions.opinions import SIGNS, words_of

PAGE = 30
KINDS = ("gone", "not_deserving", "poor_without_signs", "not_poor_with_signs", "unranked_with_signs")


@door(*queries.WHO_SEE_ALL)
def changes(request: HttpRequest) -> HttpResponse:
    """Deaths, moves and newcomers that were found at home; those that wait first."""
    actor = words.actor_of(request)
    mine = set(queries.changes_to_decide(actor).values_list("pk", flat=True))
    page = numbered_page(request, queries.changes_for(actor).order_by("-state", "pk"), PAGE)
    heads = _heads(page.object_list)
    rows = [
        {**_told(request, one, heads), "to_decide": one.pk in mine, "state": words.change_state(one.state)}
        for one in page.object_list
    ]
    saw_by_name("list", [one.family_id for one in page.object_list], request=request, on=places.today())
    context = {
        "page": page,
        "rows": rows,
        "masks_down": masks.are_down(request),
        "may_unmask": masks.may_unmask(request),
    }
    return render(request, "fieldwork/changes.html", context)


def _heads(changes: Iterable[Change]) -> dict[int, str]:
    """Who heads the families that a change concerns as a whole: a number alone tells nobody whom to ask about."""
    whole = [one.family for one in changes if one.person_id is None and not one.newcomer]
    return {row.id: row.head for row in registry.rows_of(whole, {})} if whole else {}


def _told(request: HttpRequest, one: Change, heads: Mapping[int, str]) -> dict[str, Any]:
    name = one.newcomer.get("name", "") or (one.person.name if one.person else heads.get(one.family_id, ""))
    return {
        "one": one, "words": words.change(one.kind, whole=one.person_id is None and not one.newcomer),
        "name": masks.shown(request, name), "family": one.family.local_number,
    }  # fmt: skip


@door(*queries.WHO_DECIDE)
def decide(request: HttpRequest, key: int) -> HttpResponse:
    """Confirm a change, or say that it is not so."""
    actor = words.actor_of(request)
    one = queries.changes_for(actor).filter(pk=key).first() if key <= KEY_MAX else None
    if one is None:
        raise Http404
    members = registry.members_of(one.family)
    heirs = [Someone(each.id, masks.shown(request, each.name)) for each in members if each.id != one.person_id]
    form = DecideForm(request.POST or None, heirs=heirs)

    def decided(given: dict[str, Any]) -> str:
        if "dismiss" in request.POST:
            actions.dismiss_change(key, reason=given["reason"], by=actor, on=places.today())
            return _("Ditandai tidak benar; registri tidak berubah.")
        actions.confirm_change(key, by=actor, on=places.today(), heir_id=given["heir"])
        return _("Perubahan berlaku di registri.")

    if done(request, form, decided):
        return redirect("fieldwork:changes")
    saw_by_name("page", [one.family_id], request=request, on=places.today())
    is_head = any(each.id == one.person_id and each.relation == "head" for each in members)
    context = {
        **_told(request, one, _heads([one])), "form": form, "state": words.change_state(one.state), "is_head": is_head and len(members) > 1,
        "may": queries.changes_to_decide(actor).filter(pk=key).exists(), "visit": one.report.visit,
        "against": queries.spoken_against(one) if one.state == Change.State.WAITING else None,
        "masks_down": masks.are_down(request), "may_unmask": masks.may_unmask(request),
    }  # fmt: skip
    return render(request, "fieldwork/decide.html", context, status=status_of(form))


@door(*queries.WHO_SEE_ALL)
def pairs(request: HttpRequest) -> HttpResponse:
    """Families that two officers saw differently."""
    actor = words.actor_of(request)
    waits = queries.pairs_to_settle(actor)
    rows = [{"pair": one, "differs": _differs(one)} for one in waits]
    return render(request, "fieldwork/pairs.html", {"rows": rows, "settles": actor.role in queries.WHO_ASSIGN})


def _differs(pair: queries.Pair) -> list[tuple[str, str, str]]:
    """Question, first answer, second answer, for what the two say differently."""
    language = get_language() or "id"
    found = []
    if pair.first.outcome != pair.second.outcome:
        found.append((_("Apa yang ditemui"), words.outcome(pair.first.outcome), words.outcome(pair.second.outcome)))
    if pair.first.deserves != pair.second.deserves:
        found.append(
            (_("Layak tetap di daftar"), words.deserves(pair.first.deserves), words.deserves(pair.second.deserves))
        )
    for name, column in COLUMNS.items():
        one, other = pair.first.columns.get(name), pair.second.columns.get(name)
        if one is not None and other is not None and one != other:
            found.append((column.label(language), column.meaning(one, language), column.meaning(other, language)))
    return found


@door(*queries.WHO_ASSIGN)
def settle(request: HttpRequest, key: int) -> HttpResponse:
    """Say which of two visits stands."""
    actor = words.actor_of(request)
    visit = queries.visits_for(actor).filter(pk=key, turn=1).first() if key <= KEY_MAX else None
    pair = queries.pair_of(visit) if visit else None
    if visit is None or pair is None:
        raise Http404
    form = SettleForm(request.POST or None)

    def settled(given: dict[str, Any]) -> str:
        actions.settle(key, **given, by=actor, on=places.today())
        return _("Diputuskan dan dicatat.")

    if done(request, form, settled):
        return redirect("fieldwork:pairs")
    context = {"form": form, "pair": pair, "visit": visit, "differs": _differs(pair)}
    return render(request, "fieldwork/settle.html", context, status=status_of(form))


@door(*queries.WHO_SEE_ALL)
def doubts(request: HttpRequest) -> HttpResponse:
    """Families of whom the official decile and the visit say different things: somebody should look."""
    form = DoubtFilter(
        request.GET, places=list(words.wards_of(request).items()), kinds=[(kind, words.doubt(kind)) for kind in KINDS]
    )
    given: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    found = queries.doubts(words.actor_of(request), kind=given.get("kind", ""), place_id=given.get("place"))
    page = numbered_page(request, found, PAGE)
    shown = list(page.object_list)
    language = get_language() or "id"
    homes = {row.id: row for row in registry.rows_of([one.report.visit.family for one in shown], {})}
    saw_by_name("list", list(homes), request=request, on=places.today())
    rows = [
        {
            "one": one, "words": words.doubt(one.disagreement.kind), "head": masks.shown(request, homes[one.family_id].head),
            "home": homes[one.family_id], "outcome": words.outcome(one.report.outcome),
            "present": words_of(one.disagreement.present, language), "absent": words_of(one.disagreement.absent, language),
            "unknown": words_of(one.disagreement.unknown, language),
        }
        for one in shown
    ]  # fmt: skip
    context = {
        "form": form, "page": page, "rows": rows, "filtered": bool(given.get("kind") or given.get("place")),
        "words": [(_("Tampilkan"), form["kind"]), (_("di"), form["place"])],
        "signs": [(sign.words.words(language), sign.source.words(language)) for sign in SIGNS],
        "masks_down": masks.are_down(request), "may_unmask": masks.may_unmask(request),
    }  # fmt: skip
    return render(request, "fieldwork/doubts.html", context)
