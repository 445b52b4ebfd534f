"""Decisions: the list of a round, the reasons for one family, and the families that could not be decided."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lontar.city.access import queries as officers
from lontar.city.journal.actions import note_export, saw_by_name
from lontar.city.places import queries as places
from lontar.city.registry import queries as registry
from lontar.city.targeting import queries
from lontar.city.targeting.forms import (
    AMENDMENTS,
    ANSWERED,
    ANSWERED_LOOKS,
    CRITERIA,
    STANDING_LOOKS,
    STANDINGS,
    VERDICT_LOOKS,
    VERDICTS,
    DecisionSearch,
)
from lontar.city.targeting.models import Decision, Round
from lontar.city.targeting.pages.rounds import actor_of, round_or_404, state_of
from lontar.kit import exports, formats, masks
from lontar.kit.gate import Role, door
from lontar.kit.paging import KEY_MAX, numbered_page

PAGE = 25
WHO_WORK = (Role.PLANNER, Role.OPERATOR, Role.WARD_OFFICER)


@door(*queries.WHO_SEE_DECISIONS)
def decisions(request: HttpRequest, key: int) -> HttpResponseBase:
    """A round's list: searched, filtered, sorted, exported; names only for whoever took the mask down."""
    found = round_or_404(request, key)
    wards = _wards(request, found.place_id)
    form = DecisionSearch(request.GET, places=list(wards.items()))
    wanted: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    named = actor_of(request).role != Role.ANALYST
    words = wanted.get("words", "") if named else ""
    families = registry.families_matching(registry.FamilyFilter(words=words)).values("pk") if words else None
    listed = queries.decisions_of(
        found.pk, verdict=wanted.get("verdict", ""), place_id=wanted.get("place"),
        order=request.GET.get("sort", "ward"), families=families,
    )  # fmt: skip
    if form_ := exports.wanted(request):
        return _file(form_, request, found, listed, wards)
    page = numbered_page(request, listed, PAGE)
    sentence = [(_("Cari"), form["words"])] if named else []
    context = {
        "round": found,
        **state_of(found),
        "page": page,
        "rows": _rows(request, list(page.object_list), wards, found),
        "words": [*sentence, (_("di"), form["place"]), (_("yang"), form["verdict"])],
        "named": named,
        "masks_down": masks.are_down(request),
        "may_unmask": masks.may_unmask(request),
        "opens": named,
    }
    return render(request, "targeting/decisions.html", context)


def _wards(request: HttpRequest, place_id: int) -> dict[int, str]:
    inside = officers.within(officers.spans(actor_of(request).id), "pk")
    return dict(places.wards_in(place_id).filter(inside).values_list("pk", "name"))


def _rows(
    request: HttpRequest, listed: list[Decision], wards: dict[int, str], found: Round | None = None
) -> list[dict[str, Any]]:  # fmt: skip
    """The rows of a list; of one round's also what was answered to its proposal."""
    keys = [one.family_id for one in listed]
    answers = answers_told(found, listed) if found else {}
    families = registry.families_matching(registry.FamilyFilter()).filter(pk__in=keys)
    known = {row.id: row for row in registry.rows_of(families, wards)}
    saw_by_name("list", keys, request=request, on=places.today())
    rows = []
    for one in listed:
        family = known.get(one.family_id)
        look, sign = VERDICT_LOOKS[one.verdict]
        standing = STANDING_LOOKS.get(one.standing)
        rows.append(
            {
                "decision": one,
                "standing": STANDINGS.get(one.standing, ""),
                "standing_look": standing[0] if standing else "",
                "standing_sign": standing[1] if standing else "",
                "family": family,
                "head": masks.shown(request, family.head) if family else "",
                "ward": wards.get(one.place_id, places.code_of(one.place_id)),
                "verdict": VERDICTS[one.verdict],
                "look": look,
                "sign": sign,
                "answer": answers.get(one.family_id),
            }
        )
    return rows


def answers_told(found: Round, listed: Iterable[Decision]) -> dict[int, dict[str, Any]]:
    """By family, what was answered to a proposal: the words with their look, the note and the day."""
    kept = list(listed)
    for one in kept:
        one.round = found
    told = {}
    for (_round, family), answer in queries.answers_to(kept).items():
        key = "unanswered" if answer is None else "accepted" if answer.accepted else "refused"
        look, sign = ANSWERED_LOOKS[key]
        told[family] = {"words": ANSWERED[key], "look": look, "sign": sign, "answer": answer}
    return told


def _file(
    form: exports.Form, request: HttpRequest, found: Round, listed: Any, wards: dict[int, str]
) -> HttpResponseBase:  # fmt: skip
    """The list as a file: by local number and ward. Names go with it only while the mask is down."""
    named = masks.are_down(request)
    keys = listed.values_list("family_id", flat=True)[: exports.ROWS_MAX]
    note_export("decisions", keys, by=actor_of(request), on=places.today(), named=named)
    heads = [_("Nomor lokal"), _("Kode kelurahan"), _("Kelurahan"), _("Jawaban"), _("Kedudukan"), _("Urutan"), _("Rupiah"),
             _("Periode"), _("Versi aturan")]  # fmt: skip
    if found.outcome == Round.Outcome.PROPOSES:
        heads += [_("Jawaban atas usulan"), _("Catatan")]
    if named:
        heads.append(_("Kepala keluarga"))
    name = "usulan" if found.outcome == Round.Outcome.PROPOSES else "penetapan"
    return exports.export(form, name=f"{name}-{found.pk}", heads=heads, rows=_lines(found, listed, wards, named=named))


def _lines(found: Round, listed: Any, wards: dict[int, str], *, named: bool) -> Iterable[list[Any]]:
    chosen = list(listed[: exports.ROWS_MAX])
    heads: dict[int, str] = {}
    if named:
        keys = [one.family_id for one in chosen]
        families = registry.families_matching(registry.FamilyFilter()).filter(pk__in=keys)
        heads = {row.id: row.head for row in registry.rows_of(families, wards)}
    proposes = found.outcome == Round.Outcome.PROPOSES
    answers = answers_told(found, chosen) if proposes else {}
    for one in chosen:
        line = [f"K-{one.family_id:07d}", places.code_of(one.place_id), wards.get(one.place_id, ""),
                str(VERDICTS[one.verdict]), str(STANDINGS.get(one.standing, "")), one.rank, one.amount, found.period, found.rule_version]  # fmt: skip
        if proposes:
            told = answers.get(one.family_id, {})
            line += [str(told.get("words", "")), told["answer"].note if told.get("answer") else ""]
        yield [*line, heads.get(one.family_id, "")] if named else line


@door(*queries.WHO_SEE_DECISIONS)
def explanation(request: HttpRequest, key: int, family_id: int) -> HttpResponse:
    """Why this family, step by step, as it was found on that day."""
    found = round_or_404(request, key)
    decision = queries.decision_of(found.pk, family_id) if family_id <= KEY_MAX else None
    if decision is None:
        raise Http404
    decision.round = found
    family = registry.family_or_none(family_id)
    if _may_read(request):
        saw_by_name("page", [family_id], request=request, on=places.today(), covered_too=True)
    rows = registry.rows_of([family], {}) if family else []
    look, sign = VERDICT_LOOKS[decision.verdict]
    standing = STANDING_LOOKS.get(decision.standing)
    ward = places.by_id(decision.place_id)
    language = "en" if (get_language() or "id").startswith("en") else "id"
    context = {
        "round": found,
        "decision": decision,
        "figures": queries.figures_of(found),
        "family": family,
        "head": masks.shown(request, rows[0].head) if rows else "",
        "ward": ward,
        "told": queries.explanation_of(decision, language),
        "answer": answers_told(found, [decision]).get(family_id),
        "reads_values": _may_read(request),
        "objections": queries.objections_of(found, family_id),
        "changes": [
            (AMENDMENTS[one.kind], one)
            for one in queries.amendments_of(found, decision.place_id).filter(family_id=family_id)
        ],
        "may_object": bool(decision.standing != "chosen" and actor_of(request).role in queries.WHO_MEET),
        "verdict": VERDICTS[decision.verdict],
        "standing": STANDINGS.get(decision.standing, ""),
        "standing_look": standing[0] if standing else "",
        "standing_sign": standing[1] if standing else "",
        "ranked_by": _ranked_by(found, decision) if _may_read(request) else [],
        "look": look,
        "sign": sign,
        "masks_down": masks.are_down(request),
        "may_unmask": masks.may_unmask(request),
    }
    return render(request, "targeting/explanation.html", context)


def _ranked_by(found: Round, decision: Decision) -> list[tuple[str, str]]:
    """What decided the family's place in the order; the lot decided what these left equal."""
    return [
        (str(CRITERIA.get(name, name)), _measured(found, name, value))
        for name, value in zip(found.criteria, decision.measures, strict=False)
    ]


def _measured(found: Round, name: str, value: int | None) -> str:
    """One measure in words; of a score also how wide it is, and by which model."""
    if value is None:
        return str(_("belum diketahui"))
    between = queries.score_interval(found, value) if name == "score" else None
    if between is None or found.model is None:
        return str(value)
    return _("%(score)s per orang sebulan (kira-kira %(low)s sampai %(high)s), model %(version)s") % {
        "score": formats.rupiah(value), "low": formats.rupiah(between[0]), "high": formats.rupiah(between[1]),
        "version": found.model.version,
    }  # fmt: skip


def _may_read(request: HttpRequest) -> bool:
    """The reasons tell decile, ages and disability: for whoever took the mask down, and for the inspector's audit.

    The inspector sees the reasons and no name beside them.
    """
    return masks.are_down(request) or actor_of(request).role == Role.INSPECTOR


@door(*WHO_WORK)
def undecided(request: HttpRequest) -> HttpResponse:
    """The worklist: families whose data must be completed before the rule can say anything."""
    home = places.home_or_refuse()
    wards = _wards(request, home.pk)
    page = numbered_page(request, queries.undecided_for(actor_of(request)), PAGE)
    listed = list(page.object_list)
    language = "en" if (get_language() or "id").startswith("en") else "id"
    missing = {one.pk: queries.missing_for(one, language) for one in listed}
    rows = [{**row, "missing": missing[row["decision"].pk]} for row in _rows(request, listed, wards)]
    context = {
        "page": page, "rows": rows, "masks_down": masks.are_down(request), "may_unmask": masks.may_unmask(request)
    }  # fmt: skip
    return render(request, "targeting/undecided.html", context)
