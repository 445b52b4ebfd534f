"""Rounds: the list, opening one, its figures by ward, scoring, approving, rejecting."""

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from lontar.city.access import queries as officers
from lontar.city.places import queries as places
from lontar.city.programmes import queries as programmes
from lontar.city.targeting import actions, queries
from lontar.city.targeting.forms import STATE_LOOKS, STATES, VERDICTS, OpenRound, Reason
from lontar.city.targeting.models import Round
from lontar.kit import charts, exports, formats
from lontar.kit.gate import Actor, Role, door
from lontar.kit.paging import KEY_MAX, numbered_page
from lontar.science.trouble import NotAllowed, Refusal


@door(*queries.WHO_SEE_ROUNDS)
def rounds(request: HttpRequest) -> HttpResponse:
    """All rounds that touch the officer's places, the newest first."""
    actor = actor_of(request)
    page = numbered_page(request, queries.rounds_for(actor), 25)
    context = {
        "page": page,
        "rows": [{"round": one, **state_of(one), "figures": queries.figures_of(one)} for one in page.object_list],
        "may_open": actor.role in queries.WHO_SCORE,
        "whole": _sees_all(actor),
    }
    return render(request, "targeting/rounds.html", context)


def _sees_all(actor: Actor) -> bool:
    """A ward officer is told of the own ward only, not of the city."""
    return actor.role != Role.WARD_OFFICER


@door(*queries.WHO_SCORE)
def open_round(request: HttpRequest) -> HttpResponse:
    """Choose a programme, an area and a day, and see what will happen."""
    actor = actor_of(request)
    lines = [
        one
        for one in programmes.lines_for(actor).exclude(rule="").order_by("-year", "name")
        if programmes.may_keep_money(actor, one)
    ]
    spans = officers.spans(actor.id)
    home = places.home_or_refuse()
    areas = [
        (one.pk, one.name if one.pk == home.pk else f"{'– ' if one.level == 'district' else '–– '}{one.name}")
        for one in places.below(home.pk)
        if any(low <= places.span(one.pk)[0] and places.span(one.pk)[1] <= high for low, high in spans)
    ]
    choices = [(one.pk, f"{one.name} ({one.year}, {one.agency.name})") for one in lines]
    form = OpenRound(request.POST or None, lines=choices, places=areas)
    if request.method == "POST" and form.is_valid():
        line = next(one for one in lines if one.pk == form.cleaned_data["line"])
        given = {"place_id": form.cleaned_data["place"], "day": form.cleaned_data["day"]}
        try:
            opened = actions.open_round(line, **given, by=actor, on=places.today())
            actions.score_round(opened, by=actor, on=places.today())
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("Daftar sudah dihitung. Periksa sebelum orang kedua menyetujuinya."))
            return redirect("targeting:round", opened.pk)
    status = 422 if request.method == "POST" and form.errors else 200
    return render(request, "targeting/open.html", {"form": form, "any": bool(choices)}, status=status)


@door(*queries.WHO_SEE_ROUNDS)
def round_page(request: HttpRequest, key: int) -> HttpResponseBase:
    """One round: the way from all families to those who qualify, by ward, against the budget."""
    actor = actor_of(request)
    found = round_or_404(request, key)
    wards = queries.wards_of(found, actor)
    names = {one.pk: one for one in places.wards_in(found.place_id)}
    if form := exports.wanted(request):
        heads = [_("Kode"), _("Kelurahan"), _("Memenuhi syarat"), _("Tidak"), _("Belum diputuskan"), _("Rupiah")]
        rows = ([places.code_of(one.place_id), _name(names, one.place_id), one.qualifies, one.does_not, one.undecided,
                 one.rupiah] for one in wards)  # fmt: skip
        return exports.export(form, name=f"penetapan-{found.pk}-kelurahan", heads=heads, rows=rows)
    may_close = found.state == "scored" and queries.may_close(actor, found)
    budget = programmes.budget_of(found.line_id)
    approved = found.state == Round.State.APPROVED
    promised = queries.promised(found.line_id, besides=None if approved else found.pk)
    figures = queries.figures_of(found) if _sees_all(actor) else _sum_of(wards)
    context = {
        "round": found,
        **state_of(found),
        "figures": figures,
        "whole": _sees_all(actor),
        "budget": budget,
        "left": None if budget is None else budget - promised,
        "short": None if budget is None else max(0, figures.rupiah - (budget - promised)),
        "left_label": _("Tersisa sesudah ini") if approved else _("Tersisa dari pagu"),
        "entitles": found.outcome == Round.Outcome.ENTITLES,
        "facts": _facts(found),
        "map": _map(wards, names) if len(wards) > 1 else None,
        "wards": [(one, _name(names, one.place_id)) for one in wards],
        # Whoever counts a list again can no longer be the second person who approves it.
        "may_score": not found.is_closed and queries.may_score(actor, found) and not may_close,
        "may_close": may_close,
        "may_reject": not found.is_closed and actor.role == Role.PLANNER,
        "sees_decisions": actor.role in queries.WHO_SEE_DECISIONS,
        "waits_for_second": found.state == "scored" and not may_close,
        "may_check": bool(found.scored_at) and actor.role in queries.WHO_SCORE,
        "funnel": _funnel(figures),
    }
    return render(request, "targeting/round.html", context)


def _sum_of(wards: list[queries.WardCount]) -> queries.RoundFigures:
    qualifies, does_not = sum(one.qualifies for one in wards), sum(one.does_not for one in wards)
    undecided = sum(one.undecided for one in wards)
    every = qualifies + does_not + undecided
    return queries.RoundFigures(every, qualifies, does_not, undecided, 0, sum(one.rupiah for one in wards))


def _funnel(figures: queries.RoundFigures) -> list[dict[str, Any]]:
    return [
        {"verdict": verdict, "words": VERDICTS[verdict], "families": families,
         "share": 100 * families / figures.families if figures.families else None,
         "rupiah": figures.rupiah if verdict == "qualifies" else None}
        for verdict, families in (
            ("qualifies", figures.qualifies), ("does_not", figures.does_not), ("undecided", figures.undecided),
        )
    ]  # fmt: skip


def _facts(found: Round) -> list[tuple[str, Any]]:
    ruling = queries.ruling_of(found)
    facts = [
        (_("Program"), found.line.name),
        (_("Perangkat daerah"), found.line.agency.name),
        (_("Wilayah"), found.place.name),
        (_("Periode"), formats.period(found.period)),
        (_("Aturan pada"), formats.day(found.on)),
        (_("Versi aturan"), f"{ruling.rule.id} {found.rule_version}"),
        (_("Dibuka oleh"), found.opened_by.name),
    ]
    if found.scored_by and found.scored_at:
        facts.append((_("Dihitung oleh"), f"{found.scored_by.name}, {formats.day(found.scored_at, 'time')}"))
    if found.closed_by and found.closed_at:
        label = _("Disetujui oleh") if found.state == "approved" else _("Ditolak oleh")
        facts.append((label, f"{found.closed_by.name}, {formats.day(found.closed_at, 'time')}"))
    if found.reason:
        facts.append((_("Alasan"), found.reason))
    return facts


def _map(wards: list[queries.WardCount], names: dict[int, Any]) -> Any:
    tiles = [
        charts.Tile(names[one.place_id].tile_q, names[one.place_id].tile_r, names[one.place_id].name, one.qualifies)
        for one in wards
        if one.place_id in names and names[one.place_id].tile_q is not None
    ]
    if not tiles:
        return None
    caption = charts.Caption(
        "kelurahan",
        _("Keluarga yang memenuhi syarat menurut kelurahan"),
        _("Jumlah keluarga pada daftar ini."),
        (_("Kelurahan"), _("Memenuhi syarat")),
    )
    return charts.tile_map(tiles, caption, write=formats.number, says=(_("disembunyikan"), _("belum diketahui")))


def _name(names: dict[int, Any], key: int) -> str:
    return names[key].name if key in names else places.code_of(key)


@require_POST
@door(*queries.WHO_SCORE)
def score(request: HttpRequest, key: int) -> HttpResponse:
    """Judge every family again."""
    found = round_or_404(request, key)
    actions.score_round(found, by=actor_of(request), on=places.today())
    messages.success(request, _("Daftar dihitung ulang dari data keluarga sekarang."))
    return redirect("targeting:round", found.pk)


@door(Role.PLANNER)
def approve(request: HttpRequest, key: int) -> HttpResponse:
    """Make the list binding, after saying what will happen."""
    found = round_or_404(request, key)
    trouble: Refusal | None = None
    if request.method == "POST":
        try:
            actions.approve_round(found, by=actor_of(request), on=places.today())
        except NotAllowed:
            raise
        except Refusal as refusal:
            trouble = refusal
        else:
            messages.success(request, _("Penetapan disetujui."))
            return redirect("targeting:round", found.pk)
    elif found.state != Round.State.SCORED or not queries.may_close(actor_of(request), found):
        return redirect("targeting:round", found.pk)  # its page says what became of it, or for whom it waits
    figures = queries.figures_of(found)
    families = formats.number(figures.qualifies)
    entitles = found.outcome == Round.Outcome.ENTITLES
    many = {"families": families, "rupiah": formats.rupiah(figures.rupiah), "period": formats.period(found.period)}
    if entitles:
        action = ngettext("Setujui %(families)s keluarga", "Setujui %(families)s keluarga", figures.qualifies) % many
        consequence = (
            _(
                "%(families)s keluarga menjadi berhak atas %(rupiah)s untuk periode %(period)s; jumlah itu diambil dari pagu."
            )
            % many
        )
    else:
        action = ngettext("Usulkan %(families)s keluarga", "Usulkan %(families)s keluarga", figures.qualifies) % many
        consequence = (
            _(
                "%(families)s keluarga menjadi daftar usulan periode %(period)s. Yang memutuskan dan membayar bukan kota."
            )
            % many
        )
    context = {
        "round": found, "figures": figures, "trouble": trouble, "action": action, "consequence": consequence,
        "question": _("Setujui daftar ini?") if entitles else _("Setujui usulan ini?"),
        "back": reverse("targeting:round", args=[found.pk]),
    }  # fmt: skip
    return render(request, "targeting/approve.html", context, status=trouble.status if trouble else 200)


@door(Role.PLANNER)
def reject(request: HttpRequest, key: int) -> HttpResponse:
    """Put the list aside, with a reason."""
    found = round_or_404(request, key)
    form = Reason(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.reject_round(found, reason=form.cleaned_data["reason"], by=actor_of(request), on=places.today())
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("Penetapan ditolak; daftarnya tetap dapat dibaca."))
            return redirect("targeting:round", found.pk)
    elif found.is_closed:
        return redirect("targeting:round", found.pk)  # nothing is left to reject
    status = 422 if request.method == "POST" and form.errors else 200
    context = {"round": found, "form": form, "back": reverse("targeting:round", args=[found.pk])}
    return render(request, "targeting/reject.html", context, status=status)


def actor_of(request: HttpRequest) -> Actor:
    return cast(Actor, request.user)


def round_or_404(request: HttpRequest, key: int) -> Round:
    found = queries.round_for(actor_of(request), key) if key <= KEY_MAX else None
    if found is None:
        raise Http404
    return found


def state_of(found: Round) -> dict[str, Any]:
    """The state in words, with its colour and sign."""
    look, sign = STATE_LOOKS[found.state]
    return {"state": STATES[found.state], "look": look, "sign": sign}
