"""How wrong a list was: samples over time, the draw, one sample with its result, and the field worker's doors."""

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lontar.city.journal.actions import note_export, saw_by_name
from lontar.city.places import queries as places
from lontar.city.registry import queries as registry
from lontar.city.targeting import actions, queries
from lontar.city.targeting.forms import (
    HOME_LOOKS,
    MEASURES,
    TRUST,
    HomeForm,
    ShareForm,
    SurveyForm,
)
from lontar.city.targeting.models import SampledHome, Survey
from lontar.city.targeting.pages.rounds import actor_of, round_or_404
from lontar.city.targeting.pages.steps import stepped
from lontar.kit import exports, formats, masks
from lontar.kit.answers import done, status_of
from lontar.kit.gate import door
from lontar.kit.paging import KEY_MAX, numbered_page
from lontar.kit.samples import ANSWER_STATES, SAMPLE_STATES, share_told

PAGE = 60
TIMES: tuple[str, ...] = ("exclusion", "inclusion", "leakage")


@door(*queries.WHO_DRAW)
def surveys(request: HttpRequest) -> HttpResponseBase:
    """Errors of targeting by programme over time, and the samples that are being asked."""
    found = list(queries.surveys_for(actor_of(request)))
    closed = [one for one in found if one.state == Survey.State.CLOSED]
    if form := exports.wanted(request):
        heads = [_("Program"), _("Periode"), _("Wilayah"), _("Ditanyai"), _("Ukuran"), _("Nilai"), _("Bawah"), _("Atas"),
                 _("Rumah"), _("Garis kemiskinan"), _("Sumber")]  # fmt: skip
        lines = (
            [one.round.line.name, one.round.period, one.place.name, f"{one.begins}/{one.closed_on}", name,
             measure["value"], measure["low"], measure["high"], measure["rows"], one.line_amount, one.line_source]
            for one in closed for name, measure in one.results["measures"].items()
        )  # fmt: skip
        return exports.export(form, name="ketepatan-sasaran", heads=heads, rows=lines)
    tables = [
        (line, [(one, [_said(one, name) for name in TIMES]) for one in these])
        for line, these in queries.results_over_time(closed)
    ]
    open_ones = [(one, queries.progress_of(one)) for one in found if one.state == Survey.State.OPEN]
    context = {"tables": tables, "open": open_ones, "heads": [MEASURES[name] for name in TIMES]}
    return render(request, "targeting/surveys.html", context)


def _said(one: Survey, name: str) -> dict[str, Any]:
    """One measure in percent, with its interval and how far to trust it."""
    return share_told(one.results["measures"][name], *MEASURES[name])


@door(*queries.WHO_SURVEY)
def open_survey(request: HttpRequest, key: int) -> HttpResponse:
    """Draw a sample of the homes that a round judged."""
    found = round_or_404(request, key)
    if request.method != "POST" and not found.is_binding:
        return redirect("targeting:round", found.pk)
    home = places.home_or_refuse()
    line = queries.line_for([home.code, home.code.split(".")[0]], places.today())
    known: dict[str, Any] = {}
    if line:
        region = places.by_code(line.region)
        known = {
            "line_amount": line.amount, "line_region": f"{region.name if region else line.region}, {line.area}",
            "line_period": line.period, "line_source": line.source,
        }  # fmt: skip
    figures = queries.figures_of(found)
    known |= {"chosen": min(100, max(2, figures.chosen)), "others": min(200, max(2, figures.families - figures.chosen))}
    form = SurveyForm(request.POST or None, initial=known)

    def do(given: dict[str, Any]) -> str:
        plan = actions.SurveyPlan(**given | {"units": given["units"] or None, "made_up": places.is_made_up()})
        made = actions.open_survey(found, plan, by=actor_of(request), on=places.today())
        count = formats.number(queries.progress_of(made)["homes"])
        return _("%(count)s rumah ditarik. Petugas lapangan melihatnya di daftar rumah contoh.") % {"count": count}

    words = {
        "title": _("Ukur ketepatan sasaran"), "action": _("Tarik rumah contoh"), "undo": "",
        "words": _("Rumah contoh ditarik dengan benih yang tercatat, dari yang terpilih dan dari yang tidak. Petugas lapangan menanyakan konsumsinya tanpa mengetahui siapa yang terpilih. Keluarga yang alamatnya dilindungi tidak didatangi."),
    }  # fmt: skip
    return stepped(request, found, form, do, words)


@door(*queries.WHO_DRAW)
def survey(request: HttpRequest, key: int) -> HttpResponseBase:
    """One sample: how far it came, what it found, how it was drawn."""
    one = _survey_or_404(request, key)
    actor = actor_of(request)
    if (form := exports.wanted(request)) and actor.role in queries.WHO_SEE_DECISIONS:
        return _file(form, request, one)
    closed = one.state == Survey.State.CLOSED
    progress = queries.progress_of(one) if not closed else {
        "homes": one.results["homes"], "known": one.results["known"],
        "asked": one.results["homes"] - one.results["states"]["open"],
    }  # fmt: skip
    context = {
        "one": one, "state": SAMPLE_STATES[one.state], "progress": progress, "facts": _facts(one),
        "measures": [_said(one, name) for name in MEASURES] if closed else [],
        "states": [(ANSWER_STATES[name], count) for name, count in one.results["states"].items() if count] if closed else [],
        "may_close": not closed and actor.role in queries.WHO_SURVEY, "may_download": actor.role in queries.WHO_SEE_DECISIONS,
        "doors": queries.doors_of(one) if not closed else [], "may_share": not closed and actor.role in queries.WHO_SURVEY,
        "trust": TRUST[one.form_confidence], **_questions(one),
    }  # fmt: skip
    return render(request, "targeting/survey.html", context)


def _questions(one: Survey) -> dict[str, list[str]]:
    """What was asked, by whether its wording was read at its source."""
    asked: dict[str, list[str]] = {"read": [], "believed": []}
    for item in queries.form_of(one).items:
        asked[item.confidence].append(item.name.get(get_language() or "id", item.name["id"]))
    return {"questions_read": asked["read"], "questions_believed": asked["believed"]}


def _facts(one: Survey) -> list[tuple[str, Any]]:
    design, frame = one.design, one.frame
    how = (
        _("%(units)s RT ditarik lebih dulu, lalu rumah di setiap RT") % {"units": formats.number(design["units"])}
        if design["units"] else _("rumah ditarik langsung, terpisah menurut wilayah dan kedudukan")
    )  # fmt: skip
    many = {"chosen": formats.number(frame["chosen"]), "others": formats.number(frame["others"])}
    facts: list[tuple[str, Any]] = [
        (_("Nomor"), one.number), (_("Cara menarik"), how), (_("Benih undian"), one.seed),
        (_("Kerangka"), _("%(chosen)s keluarga terpilih dan %(others)s yang tidak") % many),
        (_("Tidak didatangi"), _("%(n)s keluarga yang alamatnya dilindungi") % {"n": formats.number(frame["shielded"])}),
        (_("Garis kemiskinan"), _("%(amount)s per orang sebulan, %(region)s, %(period)s") % {
            "amount": formats.rupiah(one.line_amount), "region": one.line_region, "period": one.line_period}),
        (_("Sumber garis"), one.line_source), (_("Formulir"), f"{one.form_version}. {one.form_source}"),
        (_("Ditarik oleh"), f"{one.opened_by.name}, {formats.day(one.begins)}"),
        (_("Selesai paling lambat"), formats.day(one.due)),
    ]  # fmt: skip
    if one.closed_by and one.closed_on:
        facts.append((_("Ditutup oleh"), f"{one.closed_by.name}, {formats.day(one.closed_on)}"))
    return facts


def _file(form: exports.Form, request: HttpRequest, one: Survey) -> HttpResponseBase:
    """The sample with the chance that each home had, so that anybody counts again; by local number, never by name."""
    homes = list(queries.sampled(one)[: exports.ROWS_MAX])
    note_export("survey", [home.family_id for home in homes], by=actor_of(request), on=places.today(), named=False)
    heads = ["nomor_lokal", "strata", "unit", "bagian", "n1", "N1", "n2", "N2", "peluang", "keadaan", "orang",
             "rupiah_per_orang", "miskin"]  # fmt: skip
    rows = (
        [f"K-{home.family_id:07d}", home.stratum, home.unit, home.part, home.first_n, home.first_of, home.second_n,
         home.second_of, home.first_n / home.first_of * home.second_n / home.second_of, home.state, home.people,
         home.a_head, None if home.poor is None else int(home.poor)]
        for home in homes
    )  # fmt: skip
    return exports.export(form, name=f"contoh-{one.number.lower()}", heads=heads, rows=rows)


@door(*queries.WHO_SURVEY)
def share_homes(request: HttpRequest, key: int) -> HttpResponse:
    """Give the doors of a sample to field workers, RT by RT."""
    one = _survey_or_404(request, key)
    if request.method != "POST" and one.state == Survey.State.CLOSED:
        return redirect("targeting:survey", one.pk)
    askers = queries.askers_for(one)
    form = ShareForm(request.POST or None, askers=askers, initial={"askers": [str(asker.pk) for asker in askers]})

    def do(given: dict[str, Any]) -> str:
        shared = actions.share_homes(one.pk, given["askers"], by=actor_of(request), on=places.today())
        many = {"homes": formats.number(sum(shared.doors.values())), "left": formats.number(shared.left)}
        if shared.left:
            return _("%(homes)s rumah dibagi; %(left)s tetap terbuka bagi petugas di wilayahnya.") % many
        return _("%(homes)s rumah dibagi.") % many

    if done(request, form, do):
        return redirect("targeting:survey", one.pk)
    context = {"one": one, "form": form, "any": bool(askers)}
    return render(request, "targeting/survey_share.html", context, status=status_of(form))


@door(*queries.WHO_SURVEY)
def close_survey(request: HttpRequest, key: int) -> HttpResponse:
    """Close a sample after saying what will happen."""
    one = _survey_or_404(request, key)
    if request.method == "POST":
        actions.close_survey(one.pk, by=actor_of(request), on=places.today())
        messages.success(request, _("Contoh ditutup dan hasilnya dihitung."))
        return redirect("targeting:survey", one.pk)
    if one.state == Survey.State.CLOSED:
        return redirect("targeting:survey", one.pk)
    return render(request, "targeting/survey_close.html", {"one": one, "progress": queries.progress_of(one)})


@door(*queries.WHO_ASK)
def homes(request: HttpRequest) -> HttpResponse:
    """The doors of a field worker, street by street; nothing here says who was chosen."""
    waits = queries.homes_to_ask(actor_of(request)).filter(state=SampledHome.State.OPEN)
    page = numbered_page(request, waits, PAGE)
    rows = [(one, home, masks.shown(request, home.head)) for one, home in _with_homes(page.object_list)]
    keys = [one.family_id for one, _home, _head in rows]
    saw_by_name("list", keys, request=request, on=places.today(), covered_too=True)
    streets = [
        {"ward": ward, "rw": rw, "rt": rt, "rows": list(these)}
        for (ward, rw, rt), these in groupby(
            sorted(rows, key=lambda row: (row[0].place.name, row[1].rw, row[1].rt, row[0].pk)),
            key=lambda row: (row[0].place.name, row[1].rw, row[1].rt),
        )
    ]
    mine = queries.homes_to_ask(actor_of(request)).exclude(state=SampledHome.State.OPEN)
    asked = [(one, home, ANSWER_STATES[one.state], *HOME_LOOKS[one.state]) for one, home in _with_homes(mine[:PAGE])]
    context = {
        "streets": streets, "page": page, "done": asked, "today": places.today(),
        "masks_down": masks.are_down(request), "may_unmask": masks.may_unmask(request),
    }  # fmt: skip
    return render(request, "targeting/homes.html", context)


def _with_homes(found: Any) -> list[tuple[SampledHome, registry.FamilyRow]]:
    these = list(found)
    told = {row.id: row for row in registry.rows_of([one.family for one in these], {})}
    return [(one, told[one.family_id]) for one in these]


@door(*queries.WHO_ASK)
def home(request: HttpRequest, key: int) -> HttpResponse:
    """The form at one door."""
    one = queries.homes_to_ask(actor_of(request)).filter(pk=key).first() if key <= KEY_MAX else None
    if one is None:
        raise Http404
    before = {**one.amounts, "state": one.state, "people": one.people, "note": one.note} if one.by_id else {}
    first = {"asked_on": one.asked_on or places.today(), **before}
    form = HomeForm(request.POST or None, form=queries.form_of(one.survey), initial=first)

    def do(given: dict[str, Any]) -> str:
        asked = actions.Asked(given["state"], given["asked_on"], given["people"], form.amounts(), given["note"])
        actions.answer_home(one.pk, asked, by=actor_of(request), on=places.today())
        return _("Tersimpan. Terima kasih.")

    if done(request, form, do):
        return redirect("targeting:homes")
    ((_one, where),) = _with_homes([one])
    saw_by_name("page", [one.family_id], request=request, on=places.today(), covered_too=True)
    context = {
        "one": one, "form": form, "where": where, "head": masks.shown(request, where.head),
        "masks_down": masks.are_down(request), "may_unmask": masks.may_unmask(request),
    }  # fmt: skip
    return render(request, "targeting/home.html", context, status=status_of(form))


def _survey_or_404(request: HttpRequest, key: int) -> Survey:
    found = queries.survey_for(actor_of(request), key) if key <= KEY_MAX else None
    if found is None:
        raise Http404
    return found
