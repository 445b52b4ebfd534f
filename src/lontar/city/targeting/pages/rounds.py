"""Rounds: the list, opening one, its figures by ward, scoring, approving, rejecting."""

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from lontar.city.access import queries as officers
from lontar.city.places import queries as places
from lontar.city.programmes import queries as programmes
from lontar.city.targeting import actions, queries
from lontar.city.targeting.forms import ANSWERED, CRITERIA, STANDINGS, STATE_LOOKS, STATES, VERDICTS, OpenRound
from lontar.city.targeting.models import Round
from lontar.city.targeting.pages import course
from lontar.kit import charts, exports, formats
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, Role, door
from lontar.kit.paging import KEY_MAX, numbered_page
from lontar.kit.sayings import refusal_told
from lontar.science.trouble import NotAllowed, Refusal

FEW_PEOPLE = gettext_lazy(
    "Rincian menurut kelurahan tidak dibuka untuk analis: jumlah di bawah lima menunjuk keluarga."
)
SHOWN_ELSEWHERE = gettext_lazy("Halaman warga menunjukkannya dengan jumlah kecil disembunyikan.")
CHECKABLE = (Round.State.SCORED, Round.State.MET)


@door(*queries.WHO_SEE_ROUNDS)
def rounds(request: HttpRequest) -> HttpResponse:
    """All rounds that touch the officer's places, the newest first."""
    actor = actor_of(request)
    page = numbered_page(request, queries.rounds_for(actor), 25)
    context = {
        "page": page,
        "rows": [{"round": one, **state_of(one), "figures": queries.figures_of(one)} for one in page.object_list],
        "may_open": actor.role in queries.WHO_SCORE,
        "sees_voices": actor.role in queries.WHO_HEAR,
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
        for one in programmes.lines_by_name_for(actor).exclude(rule="").order_by("-year", "name")
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
        try:
            opened = _opened_and_scored(form, line, actor)
        except NotAllowed:
            raise
        except Refusal as refusal:
            field = {"criteria": "second", "on": "day"}.get(refusal.field, refusal.field)
            form.add_error(field if field in form.fields else None, " ".join(refusal_told(refusal)).strip())
        else:
            messages.success(request, _("Daftar sudah dihitung dan dibekukan. Sekarang musyawarah membahasnya."))
            return redirect("targeting:round", opened.pk)
    status = 422 if request.method == "POST" and form.errors else 200
    return render(request, "targeting/open.html", {"form": form, "any": bool(choices)}, status=status)


@deed
def _opened_and_scored(form: OpenRound, line: Any, actor: Actor) -> Round:
    """Both or neither: a round that cannot be counted is not left behind."""
    given = form.cleaned_data
    wish = actions.Wish(given["outcome"], given["quota"], given["budget"], form.criteria, given["seed"])
    today = places.today()
    opened, fresh = actions.open_once(line, place_id=given["place"], day=given["day"], wish=wish, by=actor, on=today)
    return actions.score_round(opened, by=actor, on=today) if fresh else opened


@door(*queries.WHO_SEE_ROUNDS)
def round_page(request: HttpRequest, key: int) -> HttpResponseBase:
    """One round: the way from all families to those who qualify, by ward, against the budget."""
    actor = actor_of(request)
    found = round_or_404(request, key)
    wards = queries.wards_of(found, actor)
    names = {one.pk: one for one in places.wards_in(found.place_id)}
    by_ward = actor.role != Role.ANALYST
    if form := exports.wanted(request):
        if not by_ward:
            raise NotAllowed(str(FEW_PEOPLE), advice=str(SHOWN_ELSEWHERE))
        heads = [_("Kode"), _("Kelurahan"), _("Memenuhi syarat"), _("Terpilih"), _("Daftar tunggu"), _("Tidak"),
                 _("Belum diputuskan"), _("Rupiah")]  # fmt: skip
        rows = ([places.code_of(one.place_id), _name(names, one.place_id), one.qualifies, one.chosen, one.waiting,
                 one.does_not, one.undecided, one.rupiah] for one in wards)  # fmt: skip
        return exports.export(form, name=f"penetapan-{found.pk}-kelurahan", heads=heads, rows=rows)
    # Whoever counts a list again can no longer be one of the two who approve it.
    approver = found.state == Round.State.SCORED and queries.may_close(actor, found, queries.proposers_of(found))
    approved = found.is_binding
    left = queries.left_of(found.line_id, besides=None if approved else found.pk)
    figures = queries.figures_of(found) if _sees_all(actor) else _sum_of(wards)
    context = {
        "round": found,
        **state_of(found),
        "figures": figures,
        "whole": _sees_all(actor),
        "left": left,
        "short": None if left is None else max(0, figures.rupiah - left),
        "left_label": _("Tersisa sesudah ini") if approved else _("Tersisa dari pagu"),
        "entitles": found.outcome == Round.Outcome.ENTITLES,
        "facts": _facts(found),
        "map": _map(wards, names) if by_ward and len(wards) > 1 else None,
        "by_ward": by_ward,
        "few_people": FEW_PEOPLE,
        "shown_elsewhere": SHOWN_ELSEWHERE,
        "wards": [(one, _name(names, one.place_id)) for one in wards],
        "may_score": found.state in (Round.State.OPENED, Round.State.SCORED)
        and queries.may_score(actor, found)
        and not approver,
        "may_reject": not found.is_closed and not approved and actor.role == Role.PLANNER,
        "may_take_back": course.may_take_back(found, actor),
        "sees_decisions": actor.role in queries.WHO_SEE_DECISIONS,
        "may_check": found.state in CHECKABLE and actor.role in queries.WHO_SCORE,
        "may_print": approved and queries.may_score(actor, found),
        "may_hand_in": found.is_closed and approved and queries.may_score(actor, found) and actor.role == Role.OPERATOR,
        "may_draw": bool(found.seed and found.scored_at) and _sees_all(actor),
        "may_move": queries.may_score(actor, found),
        "may_measure": found.is_binding and actor.role in queries.WHO_SURVEY,
        "may_see_meetings": bool(found.scored_at) and actor.role in (*queries.WHO_MEET, Role.INSPECTOR),
        "next": course.next_of(found, actor),
        "waits_for": course.waits_for(found),
        "lacks_approvers": course.lacks_approvers(found) if _sees_all(actor) else "",
        "steps": course.rows_of(found, actor, today=places.today(), whole=_sees_all(actor)),
        "answers": _answers(found, figures),
        "may_answer": found.state == Round.State.ANSWERED and queries.may_score(actor, found) and _sees_all(actor),
        "funnel": _funnel(figures),
    }
    return render(request, "targeting/round.html", context)


def _answers(found: Round, figures: queries.RoundFigures) -> list[tuple[str, Any, int]]:
    """How many proposed families were accepted, refused and not answered yet; none before any answer."""
    if found.state != Round.State.ANSWERED:
        return []
    told = list(queries.answers_of(found).values_list("accepted", flat=True))
    counts = {"accepted": sum(told), "refused": len(told) - sum(told), "unanswered": figures.chosen - len(told)}
    return [(key, ANSWERED[key], count) for key, count in counts.items() if count > 0]


def _sum_of(wards: list[queries.WardCount]) -> queries.RoundFigures:
    qualifies, does_not = sum(one.qualifies for one in wards), sum(one.does_not for one in wards)
    undecided = sum(one.undecided for one in wards)
    every = qualifies + does_not + undecided
    chosen, waiting = sum(one.chosen for one in wards), sum(one.waiting for one in wards)
    rupiah = sum(one.rupiah for one in wards)
    struck = sum(one.struck for one in wards)
    return queries.RoundFigures(every, qualifies, does_not, undecided, chosen, waiting, struck, 0, rupiah)


def _funnel(figures: queries.RoundFigures) -> list[dict[str, Any]]:
    """From all families to the chosen; chosen and waiting are parts of those who qualify."""
    shares = (
        ("qualifies", figures.qualifies, VERDICTS), ("chosen", figures.chosen, STANDINGS),
        ("waiting", figures.waiting, STANDINGS), ("struck", figures.struck, STANDINGS), ("does_not", figures.does_not, VERDICTS),
        ("undecided", figures.undecided, VERDICTS),
    )  # fmt: skip
    return [
        {
            "verdict": verdict, "words": words[verdict], "families": families, "part": verdict in STANDINGS,
            "share": 100 * families / figures.families if figures.families else None,
            "rupiah": figures.rupiah if verdict == "chosen" else None,
        }
        for verdict, families, words in shares
        if families or verdict not in ("waiting", "struck")
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
        *_terms(found),
    ]
    if found.scored_by and found.scored_at:
        facts.append((_("Dihitung oleh"), f"{found.scored_by.name}, {formats.day(found.scored_at, 'time')}"))
    if found.approved_by and found.approved_at:
        facts.append(
            (_("Disetujui pertama oleh"), f"{found.approved_by.name}, {formats.day(found.approved_at, 'time')}")
        )
    if found.closed_by and found.closed_at:
        label = _("Ditolak oleh") if found.state == Round.State.REJECTED else _("Disetujui kedua oleh")
        facts.append((label, f"{found.closed_by.name}, {formats.day(found.closed_at, 'time')}"))
    if found.paper_number and found.paper_on:
        facts.append((_("Surat"), f"{found.paper_number}, {formats.day(found.paper_on)}"))
    if found.reason:
        facts.append((_("Alasan"), found.reason))
    return facts


def _terms(found: Round) -> list[tuple[str, Any]]:
    """On what terms it chose, as anybody needs them to check the list."""
    facts: list[tuple[str, Any]] = [
        (_("Kuota"), formats.number(found.quota) if found.quota else _("tidak dibatasi")),
        (_("Batas anggaran"), formats.rupiah(found.budget) if found.budget else _("pagu program saja")),
        *draw_of(found),
    ]
    if found.model:
        facts.append((_("Model skor"), _("%(version)s, %(source)s; indikatif, bukan desil DTSEN") % {
            "version": found.model.version, "source": found.model.source}))  # fmt: skip
    for label, key in ((_("Sidik daftar"), "list_sha256"), (_("Sidik data yang dibaca"), "inputs_sha256")):
        if found.counts.get(key):
            facts.append((label, found.counts[key]))
    return facts


def draw_of(found: Round) -> list[tuple[str, Any]]:
    """In which order families were chosen, and how anybody draws again what was drawn."""
    if not found.seed:
        return [(_("Didahulukan menurut"), _("tidak diurutkan"))]
    order = [str(CRITERIA[name]) for name in found.criteria if name in CRITERIA]
    return [
        (_("Didahulukan menurut"), "; ".join([*order, _("undian")])), (_("Benih undian"), found.seed),
        (_("Mengundi lagi"), _("Undian sebuah nomor adalah SHA-256 dari benih:nomor, dan yang terkecil didahulukan. Siapa pun dapat menghitungnya dari berkas undian: printf '%(seed)s:NOMOR' | sha256sum") % {
            "seed": found.seed}),
    ]  # fmt: skip


def _map(wards: list[queries.WardCount], names: dict[int, Any]) -> Any:
    tiles = [
        charts.Tile(names[one.place_id].tile_q, names[one.place_id].tile_r, names[one.place_id].name, one.chosen)
        for one in wards
        if one.place_id in names and names[one.place_id].tile_q is not None
    ]
    if not tiles:
        return None
    caption = charts.Caption(
        "kelurahan",
        _("Keluarga terpilih menurut kelurahan"),
        _("Jumlah keluarga pada daftar ini."),
        (_("Kelurahan"), _("Terpilih")),
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
