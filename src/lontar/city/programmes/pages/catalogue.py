"""The catalogue for people: what is offered, with which money, and what is not known."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lontar.city.places import queries as places
from lontar.city.programmes import actions, queries
from lontar.city.programmes.forms import GIVES, PAYERS, PILLARS, REACHES, CatalogueSearch
from lontar.city.programmes.models import Line
from lontar.city.programmes.pages.words import WHO_KEEP_MONEY, actor_of, line_or_404
from lontar.kit import exports
from lontar.kit.formats import number, rupiah_short
from lontar.kit.gate import EVERY_OFFICER, Role, door

# As in `targeting`, whose pages these are.
WHO_SEE_RULES = (Role.PLANNER, Role.OPERATOR, Role.WARD_OFFICER, Role.INSPECTOR, Role.ANALYST, Role.ADMINISTRATOR)
WHO_LOAD = (Role.ADMINISTRATOR, Role.PLANNER)


@door(*EVERY_OFFICER)
def catalogue(request: HttpRequest) -> HttpResponseBase:
    """What the city and others offer in a year: filtered, summed, with what is not known."""
    actor = actor_of(request)
    years = queries.years(actor)
    agencies = sorted(set(queries.lines_for(actor).values_list("agency__code", "agency__name")), key=lambda one: one[1])
    today = places.today()
    default = today.year if today.year in years else (years[0] if years else today.year)
    asked = request.GET.copy()
    asked.setdefault("year", str(default))
    form = CatalogueSearch(asked, years=years or [default], agencies=agencies)
    wanted = form.cleaned_data if form.is_valid() else {}
    year = wanted.get("year") or default
    lines = queries.catalogue(
        actor, year=year, agency=wanted.get("agency", ""), pillar=wanted.get("pillar", ""),
        reach=wanted.get("reach", ""), search=wanted.get("words", ""),
    )  # fmt: skip
    if form_ := exports.wanted(request):
        return _file(form_, year, list(lines))
    totals = queries.totals(lines)
    words = [(_("Cari"), form["words"]), (_("tahun"), form["year"]), (_("dari"), form["agency"]),
             (_("untuk"), form["pillar"]), (_("sasaran"), form["reach"])]  # fmt: skip
    context = {
        "year": year, "words": words, "rows": [_row(line) for line in lines], "any": bool(years),
        "figures": _figures(totals, year), "unknown": totals, "may_load": actor.role in WHO_LOAD,
        "may_tag": actor.role == Role.PLANNER, "may_bring": actor.role in queries.WHO_BRING,
        "sees_reach": actor.role in (Role.PLANNER, Role.OPERATOR, Role.INSPECTOR, Role.ANALYST),
        "sees_lists": actor.role in queries.WHO_SEE_LISTS,
    }  # fmt: skip
    return render(request, "programmes/catalogue.html", context)


def _row(line: Line) -> dict[str, Any]:
    return {
        "line": line,
        "pillar": PILLARS[line.pillar],
        "reach": REACHES[line.reach],
        "payer": PAYERS[line.payer],
        "budget": getattr(line, "budget", None),
        "realised": getattr(line, "realised", None),
    }


def _figures(totals: dict[str, Any], year: int) -> list[dict[str, Any]]:
    home = places.home_or_refuse()
    every = totals["lines"]
    known = every - totals["without_budget"]
    spent_known = every - totals["without_realisation"]
    told = _("diketahui untuk %(known)s dari %(every)s baris")
    base = {"region": home.name, "period": str(year), "source": _("katalog program")}
    return [
        {**base, "label": _("Baris program"), "value": number(every),
         "note": _("%(agencies)s perangkat daerah") % {"agencies": number(totals["agencies"])}},
        {**base, "source": _("anggaran perangkat daerah"), "label": _("Pagu"),
         "value": rupiah_short(totals["planned"]) if known else None,
         "note": told % {"known": number(known), "every": number(every)}},
        {**base, "source": _("laporan perangkat daerah"), "label": _("Dilaporkan terpakai"),
         "value": rupiah_short(totals["spent"]) if spent_known else None,
         "note": told % {"known": number(spent_known), "every": number(every)}},
        {**base, "label": _("Per nama, syarat belum diketahui"), "value": number(totals["without_rule"]),
         "note": _("baris tanpa aturan penerima")},
    ]  # fmt: skip


def _file(form: exports.Form, year: int, lines: list[Line]) -> HttpResponseBase:
    heads = [_("Tahun"), _("Perangkat daerah"), _("Kode"), _("Nama"), _("Keyakinan kode"), _("Sasaran"), _("Pilar"),
             _("Memberi"), _("Dibayar"), _("Pagu (Rp)"), _("Terpakai (Rp)"), _("Catatan"), _("Sumber")]  # fmt: skip
    rows = (
        [line.year, line.agency.name, line.sub_activity.code if line.sub_activity else None, line.name,
         line.sub_activity.confidence if line.sub_activity else None, str(REACHES[line.reach]),
         str(PILLARS[line.pillar]), str(GIVES.get(line.gives, line.gives)), str(PAYERS[line.payer]),
         getattr(line, "budget", None), getattr(line, "realised", None), line.note, line.source]
        for line in lines
    )  # fmt: skip
    return exports.export(form, name=f"katalog-{year}", heads=heads, rows=rows)


@door(*EVERY_OFFICER)
def line(request: HttpRequest, key: int) -> HttpResponse:
    """One line: what it is, its money, its rule with sources."""
    found = line_or_404(request, key)
    actor = actor_of(request)
    rule = queries.rule_of(found.rule) if found.rule else None
    language = "en" if request.LANGUAGE_CODE.startswith("en") else "id"
    budget = queries.budget_of(found.pk)
    realised = list(queries.realised_of(found.pk))
    context = {
        "line": found,
        "facts": _facts(found),
        "funds": [{**one, "label": PAYERS[str(one["fund"])]} for one in queries.by_fund(found.pk)],
        "outputs": queries.outputs_of(found.pk),
        "may_tag": actor.role == Role.PLANNER,
        "realised": realised,
        "budget_words": None if budget is None else rupiah_short(budget),
        "spent_words": rupiah_short(sum(one.amount for one in realised)) if realised else None,
        "through_lontar": queries.handed_over(found),
        "may_keep_money": queries.may_keep_money(actor, found) and actor.role in WHO_KEEP_MONEY,
        "rule": rule,
        "may_write": actor.role in queries.WHO_WRITE_RULES and queries.may_keep_money(actor, found),
        "sees_rules": actor.role in WHO_SEE_RULES,
        "rule_name": rule.name[language] if rule else "",
        "rule_note": rule.note[language] if rule else "",
        "values": [(value.meaning[language], version) for value in rule.values for version in value.versions]
        if rule
        else [],
    }
    return render(request, "programmes/line.html", context)


def _facts(found: Line) -> list[tuple[str, Any]]:
    sub = found.sub_activity
    likely = _("kode kemungkinan besar, belum terbukti")
    code = f"{sub.code}{f' ({likely})' if sub.confidence == 'likely' else ''}" if sub else _("belum diketahui")
    if sub is None and found.payer != Line.Payer.CITY:
        code = _("bukan sub kegiatan kota")
    facts: list[tuple[str, Any]] = [
        (_("Lembaga"), found.agency.name),
        (_("Kode sub kegiatan"), code),
    ]
    if sub and sub.activity_name:
        facts += [
            (_("Kegiatan"), f"{sub.activity_code} {sub.activity_name}"),
            (_("Program"), f"{sub.programme_code} {sub.programme_name}"),
        ]
    return [
        *facts,
        (_("Sasaran"), REACHES[found.reach]),
        (_("Pilar"), PILLARS[found.pillar]),
        (_("Memberi"), GIVES.get(found.gives, found.gives)),
        (_("Dibayar"), PAYERS[found.payer]),
        (_("Sumber"), found.source or _("belum diketahui")),
    ]


@door(*WHO_LOAD)
def load(request: HttpRequest) -> HttpResponse:
    """Bring in the catalogue of this year."""
    today = places.today()
    if request.method == "POST":
        loaded = actions.load_catalogue(today.year, place_id=places.home_or_refuse().pk, by=actor_of(request), on=today)
        messages.success(
            request,
            _("Katalog %(year)s dimuat: %(new)s baru, %(changed)s berubah, %(same)s sama.")
            % {"year": today.year, "new": loaded.new, "changed": loaded.changed, "same": loaded.unchanged},
        )
        return redirect("programmes:catalogue")
    return render(request, "programmes/load.html", {"year": today.year})
