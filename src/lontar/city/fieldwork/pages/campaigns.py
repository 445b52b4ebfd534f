"""Campaigns: which there are, how far they came, begun, decreed and closed."""

import secrets
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lontar.city.access import queries as access
from lontar.city.fieldwork import actions, queries
from lontar.city.fieldwork.forms import CampaignForm, CloseForm, DecreeForm, RosterForm
from lontar.city.fieldwork.forms.planning import DECILE_WORDS, SPLIT_WORDS
from lontar.city.fieldwork.models import Campaign
from lontar.city.fieldwork.pages import words
from lontar.city.places import queries as places
from lontar.kit import exports
from lontar.kit.answers import beside_field, done, status_of
from lontar.kit.formats import number
from lontar.kit.gate import door
from lontar.kit.memory_files import brought
from lontar.kit.paging import numbered_page
from lontar.science.living_conditions import COLUMNS
from lontar.science.trouble import Refusal

PAGE = 20
SEED_MOST = 1_000_000
FEW_PAIRS = 30


@door(*queries.WHO_SEE_ALL)
def campaigns(request: HttpRequest) -> HttpResponse:
    """The campaigns of the officer's places, the newest first."""
    actor = words.actor_of(request)
    page = numbered_page(request, queries.campaigns_for(actor), PAGE)
    rows = [(one, queries.whole(queries.funnel_by_ward(one.pk))) for one in page.object_list]
    context = {
        "page": page, "rows": rows, "plans": actor.role in queries.WHO_PLAN, "today": places.today(),
        "changes": queries.changes_to_decide(actor).count(), "pairs": len(queries.pairs_to_settle(actor)),
        "doubts": len(queries.doubts(actor)), "settles": actor.role in queries.WHO_ASSIGN,
    }  # fmt: skip
    return render(request, "fieldwork/campaigns.html", context)


@door(*queries.WHO_PLAN)
def begin(request: HttpRequest) -> HttpResponse:
    """Choose families, officers and days."""
    sent = request.method == "POST"
    today = places.today()
    initial = {
        "begins": today, "key": uuid.uuid4(), "seed": secrets.randbelow(SEED_MOST), "second_percent": 5,
        "decile": "1-4", "split": "by_rt", "roster": request.GET.get("daftar", ""),
    }  # fmt: skip
    form = CampaignForm(request.POST if sent else None, initial=initial, **_choices(request))
    if sent and form.is_valid():
        given: dict[str, Any] = form.cleaned_data
        plan = actions.Plan(
            name=given["name"], place_id=given["place"], due=given["due"], begins=given["begins"],
            checkers=given["checkers"], decile=given["decile"], roster_id=given["roster"], split=given["split"],
            second_percent=given["second_percent"], seed=given["seed"], why=given["why"], made_up=places.is_made_up(),
        )  # fmt: skip
        try:
            made = actions.open_campaign(plan, by=words.actor_of(request), on=today, key=given["key"])
        except Refusal as refusal:
            beside_field(form, refusal)
        else:
            return redirect("fieldwork:campaign", made.pk)
    return render(request, "fieldwork/begin.html", {"form": form}, status=status_of(form))


def _choices(request: HttpRequest) -> dict[str, Any]:
    home = places.home_or_refuse()
    spans = access.spans(words.actor_of(request).id)
    inside = places.below(home.pk).filter(access.within(spans, "pk"))
    serving = access.officers_serving(*places.span(home.pk), queries.WHO_VISIT)
    named = {one.pk: one.name for one in places.below(home.pk)}
    checkers = [
        (one.pk, f"{one.name} ({', '.join(named.get(low, '') for low, _high in its[:2])}{'…' if len(its) > 2 else ''})")
        for one, its in serving.items()
    ]
    rosters = [(one.pk, f"{one.name} ({number(one.families.count())})") for one in queries.rosters()[:50]]
    return {"places": [(one.pk, one.name) for one in inside], "rosters": rosters, "checkers": checkers}


@door(*queries.WHO_PLAN)
def bring_roster(request: HttpRequest) -> HttpResponse:
    """A list of families from a file; what it does not know is told by row."""
    sent = request.method == "POST"
    form = RosterForm(request.POST if sent else None, request.FILES if sent else None)
    roster = None
    if sent and form.is_valid():
        upload: Any = form.cleaned_data["file"]
        try:
            with brought(upload) as path:
                roster = actions.read_roster(
                    path, file=upload.name or _("tanpa nama"), name=form.cleaned_data["name"],
                    by=words.actor_of(request), on=places.today(),
                )  # fmt: skip
        except Refusal as refusal:
            beside_field(form, refusal)
    context = {
        "form": form,
        "roster": roster,
        "kept": roster.families.count() if roster else 0,
        "findings": words.findings(roster.findings) if roster else [],
    }
    return render(request, "fieldwork/roster.html", context, status=status_of(form))


@door(*queries.WHO_SEE_ALL)
def campaign(request: HttpRequest, key: int) -> HttpResponseBase:
    """How far it came by ward and by officer, how well two visits agree, and what it led to."""
    found = words.found_campaign(request, key)
    actor = words.actor_of(request)
    by_ward, by_officer = queries.funnel_by_ward(key), queries.funnel_by_officer(key)
    wards = {one.pk: one.name for one in places.by_ids([one.key for one in by_ward])}
    names = {None: _("belum ada petugas")} | {one.key: _name(one.key) for one in by_officer if one.key is not None}
    if asked := exports.wanted(request):
        heads = [
            _("Kelurahan"),
            _("Terdaftar"),
            _("Dikunjungi"),
            _("Dipastikan"),
            _("Masuk keputusan"),
            _("Belum dikunjungi"),
        ]
        rows = [(wards[one.key], one.listed, one.visited, one.confirmed, one.decreed, one.open) for one in by_ward]
        return exports.export(asked, name=f"kampanye-{key}", heads=heads, rows=rows)
    pairs = queries.pairs_of(key)
    total = queries.whole(by_ward)
    context = {
        "one": found, "today": places.today(), "total": total, "share": _shares(total),
        "wards": [words.figure(one, wards[one.key]) for one in by_ward],
        "officers": [words.figure(one, names[one.key]) for one in by_officer],
        "pairs": len(pairs), "few": len(pairs) < FEW_PAIRS,
        "compared": [(_question(one), one.agreement) for one in queries.compared(pairs)] if pairs else [],
        "decrees": queries.decrees_of(key), "sheets": queries.sheets_of(key)[:10], "chosen": _chosen(found),
        "split": dict(SPLIT_WORDS)[found.split], "plans": actor.role in queries.WHO_PLAN,
        "left_out": found.chosen.get("shielded", 0), "hidden": queries.hidden_in(key),
        "brings": actor.role in queries.WHO_BRING_SHEETS, "to_decree": len(queries.confirmed_without_decree(key)),
    }  # fmt: skip
    return render(request, "fieldwork/campaign.html", context)


def _name(officer_id: Any) -> str:
    officer = access.officer_ever(officer_id)
    return officer.name if officer else _("petugas yang tidak dikenal")


def _shares(total: queries.Step) -> dict[str, float | None]:
    return {
        name: 100 * getattr(total, name) / total.listed if total.listed else None
        for name in ("visited", "confirmed", "decreed")
    }


def _question(one: queries.Compared) -> str:
    if one.column:
        return COLUMNS[one.column].label(get_language() or "id")
    return {"outcome": _("Apa yang ditemui"), "deserves": _("Layak tetap di daftar")}[one.name]


def _chosen(found: Campaign) -> str:
    decile = str(dict(DECILE_WORDS).get(found.chosen.get("decile", ""), found.chosen.get("decile", "")))
    return f"{decile}; {_('daftar')}: {found.roster.name}" if found.roster else decile


@door(*queries.WHO_PLAN)
def close(request: HttpRequest, key: int) -> HttpResponse:
    """End it; what stays open stays so only by a decision."""
    found = words.found_campaign(request, key)
    form = CloseForm(request.POST or None)

    def end(given: dict[str, Any]) -> str:
        actions.close_campaign(key, by=words.actor_of(request), on=places.today(), **given)
        return _("Kampanye ditutup.")

    if done(request, form, end):
        return redirect("fieldwork:campaign", key)
    total = queries.whole(queries.funnel_by_ward(key))
    context = {"form": form, "one": found, "total": total}
    return render(request, "fieldwork/close.html", context, status=status_of(form))


@door(*queries.WHO_PLAN)
def record_decree(request: HttpRequest, key: int) -> HttpResponse:
    """Write down the signed decree; the confirmed families are on it."""
    found = words.found_campaign(request, key)
    form = DecreeForm(request.POST or None, initial={"signed_on": places.today()})

    def decree(given: dict[str, Any]) -> str:
        made = actions.decree(key, **given, by=words.actor_of(request), on=places.today())
        return _("%(n)s keluarga masuk keputusan %(number)s.") % {"n": number(made.families), "number": made.number}

    if done(request, form, decree):
        return redirect("fieldwork:campaign", key)
    context = {"form": form, "one": found, "count": len(queries.confirmed_without_decree(key))}
    return render(request, "fieldwork/decree.html", context, status=status_of(form))
