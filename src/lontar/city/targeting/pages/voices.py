"""Families that people name, and objections: written down with a slip, worked off by their clocks."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from lontar.city.access import queries as officers
from lontar.city.places import queries as places
from lontar.city.programmes import queries as programmes
from lontar.city.registry import queries as registry
from lontar.city.targeting import actions, queries
from lontar.city.targeting.forms import (
    ANSWERED,
    NOMINATION_OUTCOMES,
    OBJECTION_OUTCOMES,
    OUTCOME_LOOKS,
    SOURCES,
    STANDINGS,
    VERDICTS,
    AnswerForm,
    NominationForm,
    ObjectionForm,
    SettleForm,
)
from lontar.city.targeting.models import Answer, Decision, Nomination, Objection, Round
from lontar.city.targeting.pages import papers
from lontar.city.targeting.pages.rounds import actor_of, round_or_404, state_of
from lontar.kit import formats, masks
from lontar.kit.answers import beside_field, done, status_of
from lontar.kit.gate import door
from lontar.kit.paging import KEY_MAX, numbered_page
from lontar.kit.papers import attached
from lontar.science.trouble import NotAllowed, Refusal

PAGE = 25
WHO_LIST = tuple(dict.fromkeys((*queries.WHO_NOMINATE, *queries.WHO_HEAR)))


@door(*WHO_LIST)
def nominations(request: HttpRequest) -> HttpResponse:
    """Who was named in the officer's places, the ones that nobody has found yet first."""
    actor = actor_of(request)
    outcome = request.GET.get("keadaan", "")
    page = numbered_page(request, queries.nominations_for(actor, outcome=outcome), PAGE)
    rows = [
        {
            "one": one, "source": SOURCES[one.source], "words": NOMINATION_OUTCOMES[one.outcome],
            "look": OUTCOME_LOOKS[one.outcome][0], "sign": OUTCOME_LOOKS[one.outcome][1],
            "name": masks.shown(request, one.name), "late": one.outcome == "open" and one.due < places.today(),
        }
        for one in page.object_list
    ]  # fmt: skip
    context = {
        "page": page, "rows": rows, "may_name": actor.role in queries.WHO_NOMINATE,
        "may_settle": actor.role in queries.WHO_MEET, "outcome": outcome,
        "sees_rounds": actor.role in queries.WHO_SEE_ROUNDS,
        "masks_down": masks.are_down(request), "may_unmask": masks.may_unmask(request),
    }  # fmt: skip
    return render(request, "targeting/nominations.html", context)


@door(*queries.WHO_NOMINATE)
def nominate(request: HttpRequest) -> HttpResponse:
    """Write down that somebody named a family, and give a numbered slip."""
    actor = actor_of(request)
    home = places.home_or_refuse()
    inside = officers.within(officers.spans(actor.id), "pk")
    wards = list(places.wards_in(home.pk).filter(inside).order_by("name").values_list("pk", "name"))
    by_name = programmes.lines_for(actor).filter(reach="by_name", sensitive=False).order_by("-year", "name")
    lines = [(one.pk, f"{one.name} ({one.year})") for one in by_name]
    first = {"family": request.GET.get("keluarga", "")[:20], "place": request.GET.get("wilayah", "")}
    form = NominationForm(request.POST or None, wards=wards, lines=lines, initial=first)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            named = actions.Named(
                given["source"], given["reason"], _family_of(given["family"]), given["name"], given["rt"], given["rw"],
                given["line"],
            )  # fmt: skip
            made = actions.nominate(given["place"], named, by=actor, on=places.today())
        except NotAllowed:
            raise
        except Refusal as refusal:
            beside_field(form, refusal)
        else:
            messages.success(request, _("Dicatat dengan nomor %(slip)s. Cetak slipnya.") % {"slip": made.slip})
            return redirect("targeting:nomination", made.pk)
    status = 422 if request.method == "POST" and form.errors else 200
    context = {
        "form": form, "back": reverse("targeting:nominations"), "title": _("Usulkan keluarga"),
        "words": _("Siapa pun boleh mengusulkan keluarga mana pun, terdaftar atau belum. Usulan bukan janji: keluarga itu dinilai pada penetapan berikutnya."),
        "action": _("Catat usulan"), "undo": "",
    }  # fmt: skip
    return render(request, "targeting/voice.html", context, status=status)


def _family_of(number: str) -> int | None:
    number = "".join(number.split())
    if not number:
        return None
    family = registry.families_of_numbers([number]).get(number)
    if family is None:
        raise Refusal(
            _("Tidak ada keluarga dengan nomor ini di wilayah Anda."),
            advice=_("Periksa nomornya, atau kosongkan dan tulis saja apa yang diketahui."), field="family",
        )  # fmt: skip
    return family


@door(*WHO_LIST)
def nomination(request: HttpRequest, key: int) -> HttpResponse:
    """One named family: what became of it, and for the ward's officer the finding."""
    actor = actor_of(request)
    found = _nomination(request, key)
    form = SettleForm(request.POST or None)

    def do(given: dict[str, Any]) -> str:
        family = _family_of(given["family"])
        actions.settle_nomination(found.pk, family_id=family, note=given["note"], by=actor, on=places.today())
        return _("Usulan %(slip)s diselesaikan.") % {"slip": found.slip}

    if done(request, form, do):
        return redirect("targeting:nominations")
    facts = [
        (_("Nomor slip"), found.slip), (_("Kelurahan"), found.place.name), (_("Diusulkan oleh"), SOURCES[found.source]),
        (_("Diterima"), f"{formats.day(found.on)}, {found.by.name}"), (_("Alasan"), found.reason),
        (_("Untuk program"), _asked_for(found, actor)),
    ]  # fmt: skip
    if found.name:
        facts.append((_("Nama yang disebut"), masks.shown(request, found.name)))
        facts.append(("RT/RW", f"{found.rt or '–'}/{found.rw or '–'}"))
    if found.family_id:
        facts.append((_("Keluarga"), f"K-{found.family_id:07d}"))
    if found.note:
        facts.append((_("Catatan"), found.note))
    look, sign = OUTCOME_LOOKS[found.outcome]
    context = {
        "one": found, "facts": facts, "form": form, "look": look, "sign": sign,
        "words": NOMINATION_OUTCOMES[found.outcome],
        "sees_rounds": actor.role in queries.WHO_SEE_ROUNDS,
        "decisions": _listed(found, actor),
        "may_settle": found.outcome == Nomination.Outcome.OPEN and actor.role in queries.WHO_MEET,
        "masks_down": masks.are_down(request), "may_unmask": masks.may_unmask(request),
    }  # fmt: skip
    return render(request, "targeting/nomination.html", context, status=status_of(form))


def _listed(found: Nomination, actor: Any) -> list[tuple[Any, Any]] | None:
    """Where the family that was named stands, for an officer who is asked with the slip in hand."""
    if not found.family_id or actor.role not in queries.WHO_SEE_DECISIONS:
        return None
    lists = [
        one
        for one in queries.decisions_about(found.family_id)
        if not one.round.line.sensitive and one.round.state != Round.State.REJECTED
    ]
    answers = queries.answers_to(lists)
    return [(one, _stands(one, answers)) for one in lists]


def _stands(one: Decision, answers: dict[tuple[int, int], Answer | None]) -> Any:
    """In words: of a proposal what was answered, else where it stands, else what the rule said."""
    key = (one.round_id, one.family_id)
    if key in answers:
        answer = answers[key]
        return ANSWERED["unanswered" if answer is None else "accepted" if answer.accepted else "refused"]
    return STANDINGS.get(one.standing, VERDICTS[one.verdict])


def _asked_for(one: Nomination, actor: Any) -> str:
    """The line that it was named for; a sensitive one only to whoever has a mandate for it."""
    if one.line is None or not programmes.is_told_by_name(actor, one.line):
        return _("program apa pun")
    return str(one.line.name)


def _nomination(request: HttpRequest, key: int) -> Nomination:
    found = queries.nomination_for(actor_of(request), key) if key <= KEY_MAX else None
    if found is None:
        raise Http404
    return found


@door(*WHO_LIST)
def nomination_slip(request: HttpRequest, key: int) -> HttpResponse:
    """The slip: number, day, ward, and when there is an answer. Nobody's name."""
    found = _nomination(request, key)
    facts = [
        (_("Nomor"), found.slip), (_("Diterima"), formats.day(found.on)), (_("Kelurahan"), found.place.name),
        (_("Untuk program"), found.line.name if found.line and not found.line.sensitive else _("program apa pun")),
        (_("Jawaban paling lambat"), formats.day(found.due)),
    ]  # fmt: skip
    words = _(
        "Bawa slip ini bila Anda bertanya. Usulan bukan janji: keluarga itu dinilai menurut aturan, dan alasannya dapat diminta."
    )
    made = papers.slip(_("Slip usulan"), facts, words)
    return attached(made, f"slip-{found.slip}", "application/pdf")


@door(*queries.WHO_HEAR)
def objections(request: HttpRequest) -> HttpResponse:
    """Objections in the officer's places, the first due first."""
    actor = actor_of(request)
    outcome = request.GET.get("keadaan", "")
    page = numbered_page(request, queries.objections_for(actor, outcome=outcome), PAGE)
    rows = [
        {
            "one": one, "words": OBJECTION_OUTCOMES[one.outcome], "look": OUTCOME_LOOKS[one.outcome][0],
            "sign": OUTCOME_LOOKS[one.outcome][1], "standing": STANDINGS.get(one.standing, _("tidak ada di daftar")),
            "late": one.outcome == "open" and one.due < places.today(),
        }
        for one in page.object_list
    ]  # fmt: skip
    context = {"page": page, "rows": rows, "may_answer": actor.role in queries.WHO_MEET}
    return render(request, "targeting/objections.html", context)


@door(*queries.WHO_MEET)
def object_to(request: HttpRequest, key: int, family_id: int) -> HttpResponse:
    """Write down that a family objects, and give a slip."""
    found = round_or_404(request, key)
    decision = queries.decision_of(found.pk, family_id) if family_id <= KEY_MAX else None
    if decision is None:
        raise Http404
    form = ObjectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.receive_objection(
                found, family_id, words=form.cleaned_data["words"], by=actor_of(request), on=places.today()
            )
        except NotAllowed:
            raise
        except Refusal as refusal:
            beside_field(form, refusal)
        else:
            messages.success(request, _("Keberatan dicatat dengan nomor %(slip)s.") % {"slip": made.slip})
            return redirect("targeting:objection", made.pk)
    status = 422 if request.method == "POST" and form.errors else 200
    context = {
        "form": form, "title": _("Catat keberatan"), "action": _("Catat keberatan"),
        "back": reverse("targeting:explanation", args=[found.pk, family_id]), **state_of(found),
        "words": _("Keluarga K-%(number)07d: %(standing)s. Keberatannya kembali ke musyawarah, yang menjawab sebelum batas waktu pada slip.")
        % {"number": family_id, "standing": STANDINGS.get(decision.standing, _("tidak ada di daftar"))},
        "undo": "",
    }  # fmt: skip
    return render(request, "targeting/voice.html", context, status=status)


@door(*queries.WHO_HEAR)
def objection(request: HttpRequest, key: int) -> HttpResponse:
    """One objection, and the meeting's answer to it."""
    actor = actor_of(request)
    found = queries.objection_for(actor, key) if key <= KEY_MAX else None
    if found is None:
        raise Http404
    form = AnswerForm(request.POST or None)

    def do(given: dict[str, Any]) -> str:
        actions.answer_objection(found.pk, **given, by=actor, on=places.today())
        return _("Keberatan %(slip)s dijawab.") % {"slip": found.slip}

    if done(request, form, do):
        return redirect("targeting:objections")
    look, sign = OUTCOME_LOOKS[found.outcome]
    may = queries.objections_to_answer(actor).filter(pk=found.pk).exists()
    answerable = found.outcome == Objection.Outcome.OPEN and actor.role in queries.WHO_MEET
    context = {
        "one": found, "form": form, "facts": _objection_facts(found), "look": look, "sign": sign,
        "words": OBJECTION_OUTCOMES[found.outcome],
        "may_answer": may, "struck_it": answerable and not may,
    }  # fmt: skip
    return render(request, "targeting/objection.html", context, status=status_of(form))


def _objection_facts(found: Objection) -> list[tuple[str, Any]]:
    facts = [
        (_("Nomor slip"), found.slip), (_("Penetapan"), f"{found.round.line.name}, {formats.period(found.round.period)}"),
        (_("Keluarga"), f"K-{found.family_id:07d}"), (_("Kelurahan"), found.place.name),
        (_("Kedudukan waktu itu"), STANDINGS.get(found.standing, _("tidak ada di daftar"))),
        (_("Isi keberatan"), found.words), (_("Diterima"), f"{formats.day(found.on)}, {found.by.name}"),
        (_("Jawaban paling lambat"), formats.day(found.due)),
    ]  # fmt: skip
    if found.answered_by and found.answered_on:
        facts.append((_("Dijawab"), f"{formats.day(found.answered_on)}, {found.answered_by.name}"))
        facts.append((_("Berita acara"), found.number))
        facts.append((_("Alasan"), found.answer))
    return facts


@door(*queries.WHO_HEAR)
def objection_slip(request: HttpRequest, key: int) -> HttpResponse:
    """The slip of an objection: number, day, until when there is an answer. Nobody's name."""
    found = queries.objection_for(actor_of(request), key) if key <= KEY_MAX else None
    if found is None:
        raise Http404
    facts = [
        (_("Nomor"), found.slip), (_("Diterima"), formats.day(found.on)), (_("Kelurahan"), found.place.name),
        (_("Jawaban paling lambat"), formats.day(found.due)),
    ]  # fmt: skip
    words = _(
        "Keberatan ini dibahas lagi dalam musyawarah. Jawabannya tertulis, dengan alasannya, dan bukan dari orang yang mencoret."
    )
    made = papers.slip(_("Slip keberatan"), facts, words)
    return attached(made, f"slip-{found.slip}", "application/pdf")
