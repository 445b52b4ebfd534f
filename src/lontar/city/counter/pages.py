"""The counter: whoever stands there is found, told where they stand, and served; each errand with slip and clock."""

import re
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lontar.city.access import queries as access
from lontar.city.counter import actions, queries
from lontar.city.counter.forms import (
    ANSWER_LOOKS,
    ANSWERS,
    CLOCKS,
    KINDS,
    LOOKS,
    MATTERS,
    OUTCOMES,
    AnswerErrandForm,
    FindForm,
    ReactivationForm,
    ReferralForm,
)
from lontar.city.counter.models import Errand
from lontar.city.journal.actions import saw, saw_by_name
from lontar.city.places import queries as places
from lontar.city.programmes import queries as programmes
from lontar.city.registry import actions as registry_actions
from lontar.city.registry import queries as registry
from lontar.city.targeting import frames
from lontar.city.targeting import queries as targeting
from lontar.kit import formats, masks, papers
from lontar.kit.answers import beside_field, done, status_of
from lontar.kit.gate import Actor, door
from lontar.kit.paging import KEY_MAX, numbered_page
from lontar.science.eligibility.columns import UNDECIDED
from lontar.science.eligibility.explanation import ToldStep, tell
from lontar.science.eligibility.outlook import DOES_NOT, NEAR, UNKNOWN_CRITERIA, Outlook
from lontar.science.eligibility.words import RELATIONS
from lontar.science.trouble import NotAllowed, Refusal

FOUND_MOST = 20
SLIP_NUMBER = re.compile(r"\s*([LUSlus])\s*[-–.]?\s*(\d{1,12})\s*")
LETTER = (
    papers.FRAME
    + b"""
#set page(paper: "a4", margin: (x: 2.5cm, y: 2.5cm), footer: footer)
#align(center)[#text(13pt, weight: "bold")[#upper(d.city)] \\ #text(12pt, weight: "bold")[#d.title] \\ #d.number]
#v(0.6cm)
#madeup
#for one in d.paragraphs [#one

]
#table(columns: (auto, 1fr), stroke: none, inset: (x: 0pt, y: 3pt), column-gutter: 8pt, ..d.facts.map(f => (strong(f.at(0)), f.at(1))).flatten())
#v(0.4cm)
#d.words
#v(0.8cm)
#align(right)[#box(width: 7cm)[#align(left)[#d.signed \\ #v(2cm) #line(length: 100%, stroke: 0.4pt)]]]
"""
)


def _actor(request: HttpRequest) -> Actor:
    return cast(Actor, request.user)


@door(*queries.WHO_SERVE)
def desk(request: HttpRequest) -> HttpResponse:
    """Find whoever stands there; what they came for is said first, and opens the names for a quarter of an hour."""
    actor = _actor(request)
    form = FindForm(request.POST or None, initial={"matter": "entitled"})
    rows = None
    if request.method == "POST" and form.is_valid() and (slip := SLIP_NUMBER.fullmatch(form.cleaned_data["words"])):
        if found := _of_slip(actor, slip[1].upper(), int(slip[2])):
            return redirect(found)
        form.add_error(
            "words",
            _("Slip ini tidak ada di wilayah Anda. Periksa huruf dan nomornya: L urusan loket, U usulan, S keberatan."),
        )
    elif request.method == "POST" and form.is_valid():
        matter = str(MATTERS[form.cleaned_data["matter"]])
        if not masks.are_down(request):
            registry_actions.unmask(purpose="service", reason=matter, by=actor, on=places.today())
            masks.take_down(request, purpose="service")
        wanted = registry.FamilyFilter(words=form.cleaned_data["words"], present=True)
        wards = {one.pk: one.name for one in places.wards_in(places.home_or_refuse().pk)}
        rows = registry.rows_of(list(registry.families_matching(wanted)[:FOUND_MOST]), wards)
        saw("list", [row.id for row in rows], by=actor, on=places.today(), named=True, purpose=matter)
    waiting = queries.errands_for(actor, outcome="open")
    context = {
        "form": form, "rows": rows, "most": FOUND_MOST, "waiting": waiting.count(),
        "late": waiting.filter(due__lt=places.today()).count(),
    }  # fmt: skip
    return render(request, "counter/desk.html", context, status=422 if form.errors else 200)


def _of_slip(actor: Actor, letter: str, key: int) -> str | None:
    """The page of what a slip is about, for whoever serves its ward."""
    if key > KEY_MAX:
        return None
    kinds: dict[str, tuple[Any, str]] = {
        "L": (queries.errand_for, "counter:errand"), "U": (targeting.nomination_for, "targeting:nomination"),
        "S": (targeting.objection_for, "targeting:objection"),
    }  # fmt: skip
    query, page = kinds[letter]
    return reverse(page, args=[key]) if query(actor, key) else None


@door(*queries.WHO_SERVE)
def family(request: HttpRequest, family_id: int) -> HttpResponse:
    """One family at the counter: where it is listed, what it is entitled to, what it came for."""
    found = _family_or_404(request, family_id)
    down, today = masks.are_down(request), places.today()
    saw("page", [family_id], by=_actor(request), on=today, named=down, purpose=_("loket"))
    row = registry.rows_of([found], {})[0]
    lines = programmes.lines_of_rules(places.home_or_refuse().pk, today.year)
    offered = programmes.rules_offered(places.home_or_refuse().code)
    every = frames.outlooks(family_id, found.place_id, offered, on=today)
    told = [_told(one, lines, down=down) for one in every]
    ward = places.by_id(found.place_id)
    context = {
        "family": found, "head": masks.shown(request, row.head), "ward": ward, "today": today,
        "decile": registry.decile_on(found, today) if down else None, "reads_values": down,
        "listed": _listed(family_id),
        "received": [one for one in programmes.received_by(family_id, found.place_id, on=today) if one.answer != "unknown"],
        "entitled": [one for one in told if one["answer"] not in (DOES_NOT, UNKNOWN_CRITERIA)],
        "nobody_knows": [one for one in told if one["answer"] == UNKNOWN_CRITERIA],
        "not_for": [one["name"] for one in told if one["answer"] == DOES_NOT],
        "errands": [_row(one) for one in queries.errands_of(family_id)],
        "nominations": list(targeting.nominations_of(family_id)),
        "masks_down": down, "may_unmask": masks.may_unmask(request),
    }  # fmt: skip
    return render(request, "counter/family.html", context)


def _family_or_404(request: HttpRequest, family_id: int) -> Any:
    found = registry.family_or_none(family_id) if family_id <= KEY_MAX else None
    if found is None or not access.serves(_actor(request).id, found.place_id):
        raise Http404
    return found


def _listed(family_id: int) -> list[dict[str, Any]]:
    """What rounds said of the family; sensitive lines are told by those who serve them."""
    decisions = [
        one
        for one in targeting.decisions_about(family_id)
        if not one.round.line.sensitive and one.round.state != "rejected"
    ]
    answers = targeting.answers_to(decisions)
    return [
        {
            "decision": one, "round": one.round, "may_object": one.standing != "chosen",
            "proposed": (key := (one.round_id, family_id)) in answers, "answer": answers.get(key),
        }
        for one in decisions
    ]  # fmt: skip


def _told(one: Outlook, lines: dict[str, Any], *, down: bool) -> dict[str, Any]:
    """A rule's word in sentences: why, what alone is missed, what nobody knows, and where to go."""
    language = "en" if (get_language() or "id").startswith("en") else "id"
    rule = one.ruling.rule
    told = tell(one.reading, language)
    look, sign = ANSWER_LOOKS[one.answer]
    steps: list[ToldStep] = []
    if one.answer == NEAR and one.missed is not None:
        steps = [step for step in told.steps if one.missed.number == step.number]
    elif one.answer == UNDECIDED:
        still_open = {step.number for step in one.unknown}
        steps = [step for step in told.steps if step.number in still_open]
    line = lines.get(rule.id)
    return {
        "rule": rule, "name": rule.name[language], "note": rule.note[language], "answer": one.answer, "words": ANSWERS[one.answer],
        "look": look, "sign": sign, "steps": steps, "gives": told.gives or rule.gives.what[language], "line": line,
        "members": ", ".join(str(n) for n in one.members), "reads": down, "city": rule.decided_by == "city",
        "asks": _to_ask(one, language),
    }  # fmt: skip


def _to_ask(one: Outlook, language: str) -> list[str]:
    """The words that are not known and could still change the answer, each with the members whom it is about."""
    whose: dict[str, list[str]] = {}
    for one_asked in sorted(one.asks, key=lambda each: (each.member, each.field.name)):
        relation = RELATIONS.get(one_asked.relation)
        who = f"{one_asked.member} {relation[language] if relation else ''}".strip() if one_asked.member else ""
        whose.setdefault(one_asked.field.label[language], []).append(who)
    return [
        _("%(word)s (anggota %(members)s)") % {"word": word, "members": ", ".join(members)} if members[0] else word
        for word, members in whose.items()
    ]


def _row(one: Errand) -> dict[str, Any]:
    look, sign = LOOKS[one.outcome]
    return {
        "one": one, "kind": KINDS[one.kind], "words": OUTCOMES[one.outcome], "look": look, "sign": sign,
        "late": one.outcome == "open" and one.due < places.today(), "programme": _programme(one.programme),
    }  # fmt: skip


def _programme(rule_id: str) -> str:
    rule = programmes.rule_or_none(rule_id) if rule_id else None
    return rule.name["en" if (get_language() or "id").startswith("en") else "id"] if rule else rule_id


@door(*queries.WHO_SERVE)
@require_POST
def letter(request: HttpRequest, family_id: int) -> HttpResponse:
    """Write the letter that states the decile."""
    found = _family_or_404(request, family_id)
    made = actions.give_letter(found.pk, by=_actor(request), on=places.today())
    messages.success(request, _("Surat %(slip)s dibuat. Cetak dan tanda tangani.") % {"slip": made.slip})
    return redirect("counter:errand", made.pk)


@door(*queries.WHO_SERVE)
def reactivate(request: HttpRequest, family_id: int) -> HttpResponse:
    """Take in that somebody's health insurance was switched off."""
    found = _family_or_404(request, family_id)
    members = [(one.id, masks.shown(request, one.name)) for one in registry.members_of(found)]
    saw_by_name("page", [found.pk], request=request, on=places.today())
    form = ReactivationForm(request.POST or None, members=members)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.ask_reactivation(
                found.pk, given["person"], paper=given["paper"], urgent=given["urgent"], by=_actor(request),
                on=places.today(),
            )  # fmt: skip
        except NotAllowed:
            raise
        except Refusal as refusal:
            beside_field(form, refusal)
        else:
            messages.success(request, _("Dicatat dengan nomor %(slip)s. Cetak slipnya.") % {"slip": made.slip})
            return redirect("counter:errand", made.pk)
    context = {
        "form": form, "title": _("Aktifkan kembali jaminan kesehatan"), "action": _("Catat permohonan"), "family": found,
        "words": _("Permohonan diteruskan dinas sosial kepada kementerian. Jawabannya dicatat di sini sebelum batas waktu pada slip; yang mendesak dijawab besok."),
        "masks_down": masks.are_down(request), "may_unmask": masks.may_unmask(request),
    }  # fmt: skip
    return render(request, "counter/form.html", context, status=status_of(form))


@door(*queries.WHO_SERVE)
def refer(request: HttpRequest, family_id: int) -> HttpResponse:
    """Send the family on with a slip: to a bank, a training, a school or a partner."""
    found = _family_or_404(request, family_id)
    offered, today = programmes.rules_offered(places.home_or_refuse().code), places.today()
    rules = [(one.id, _programme(one.id)) for one in offered if any(part.period.holds(today) for part in one.who)]
    agencies = [(one.code, one.name) for one in access.agencies()]
    asked = request.GET.get("aturan", "")
    line = programmes.lines_of_rules(places.home_or_refuse().pk, places.today().year).get(asked)
    first = {"programme": asked, "to": line.agency.code if line else ""}
    form = ReferralForm(request.POST or None, programmes=rules, agencies=agencies, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.refer_family(
                found.pk,
                form.cleaned_data["programme"],
                to=form.cleaned_data["to"],
                by=_actor(request),
                on=places.today(),
            )
        except NotAllowed:
            raise
        except Refusal as refusal:
            beside_field(form, refusal)
        else:
            messages.success(request, _("Dicatat dengan nomor %(slip)s. Cetak slipnya.") % {"slip": made.slip})
            return redirect("counter:errand", made.pk)
    context = {
        "form": form, "title": _("Rujuk keluarga"), "action": _("Buat slip rujukan"), "family": found,
        "words": _("Keluarga itu sendiri yang membawa slipnya; tidak ada datanya yang dikirim. Untuk mengirim datanya kepada mitra diperlukan persetujuan tertulis (halaman Data pribadi)."),
        "masks_down": masks.are_down(request), "may_unmask": masks.may_unmask(request),
    }  # fmt: skip
    return render(request, "counter/form.html", context, status=status_of(form))


@door(*queries.WHO_SERVE)
def errands(request: HttpRequest) -> HttpResponse:
    """What was asked for in the officer's places, the first due first."""
    outcome = request.GET.get("keadaan", "open")
    page = numbered_page(
        request, queries.errands_for(_actor(request), outcome="" if outcome == "semua" else outcome), 25
    )
    clocks = [(CLOCKS[key], one) for key, one in queries.clocks(places.today())]
    context = {"page": page, "rows": [_row(one) for one in page.object_list], "outcome": outcome, "clocks": clocks}
    return render(request, "counter/errands.html", context)


def _errand_or_404(request: HttpRequest, key: int) -> Errand:
    found = queries.errand_for(_actor(request), key) if key <= KEY_MAX else None
    if found is None:
        raise Http404
    return found


@door(*queries.WHO_SERVE)
def errand(request: HttpRequest, key: int) -> HttpResponse:
    """One errand, and its answer."""
    found = _errand_or_404(request, key)
    form = AnswerErrandForm(request.POST or None)

    def do(given: dict[str, Any]) -> str:
        actions.answer_errand(
            found.pk, outcome=given["outcome"], answer=given["answer"], by=_actor(request), on=places.today()
        )
        return _("Jawaban untuk %(slip)s dicatat.") % {"slip": found.slip}

    if done(request, form, do):
        return redirect("counter:errand", found.pk)
    context = {
        "row": _row(found),
        "one": found,
        "facts": _facts(request, found),
        "form": form,
        "open": found.outcome == "open",
    }
    return render(request, "counter/errand.html", context, status=status_of(form))


def _facts(request: HttpRequest, found: Errand) -> list[tuple[str, Any]]:
    facts: list[tuple[str, Any]] = [
        (_("Nomor slip"), found.slip), (_("Urusan"), KINDS[found.kind]), (_("Keluarga"), f"K-{found.family_id:07d}"),
        (_("Kelurahan"), found.place.name), (_("Diterima"), f"{formats.day(found.on)}, {found.by.name}"),
    ]  # fmt: skip
    if found.kind == Errand.Kind.REFERRAL and found.to:
        facts += [(_("Untuk program"), _programme(found.programme)), (_("Dirujuk kepada"), found.to.name)]
    if found.kind == Errand.Kind.REACTIVATION:
        facts += [(_("Nomor surat keterangan"), found.paper), (_("Mendesak"), _("ya") if found.urgent else _("tidak"))]
    if found.outcome == Errand.Outcome.OPEN:
        facts.append((_("Jawaban paling lambat"), formats.day(found.due)))
    elif found.kind != Errand.Kind.LETTER and found.answered_on and found.answered_by:
        facts.append((_("Dijawab"), f"{formats.day(found.answered_on)}, {found.answered_by.name}"))
        facts.append((_("Jawaban"), found.answer or OUTCOMES[found.outcome]))
    return facts


@door(*queries.WHO_SERVE)
def slip(request: HttpRequest, key: int) -> HttpResponse:
    """What the family takes home: the letter, or a slip with number and clock and nobody's name."""
    found = _errand_or_404(request, key)
    frame = {
        "city": _city(),
        "made_up": _("Data contoh: semua orang dan angka di sini dibuat-buat.") if places.is_made_up() else "",
    }
    if found.kind == Errand.Kind.LETTER:
        return papers.attached(_letter(request, found, frame), f"surat-{found.slip}", "application/pdf")
    facts: list[tuple[str, Any]] = [(_("Nomor"), found.slip), (_("Urusan"), KINDS[found.kind]), (_("Diterima"), formats.day(found.on)),
             (_("Kelurahan"), found.place.name)]  # fmt: skip
    if found.to:
        facts += [(_("Datang ke"), found.to.name), (_("Untuk program"), _programme(found.programme))]
    facts.append((_("Jawaban paling lambat"), formats.day(found.due)))
    words = _("Bawa slip ini bila Anda bertanya. Rujukan bukan janji: yang memutuskan adalah lembaga yang Anda datangi.") \
        if found.to else _("Bawa slip ini bila Anda bertanya. Bila sampai batas waktu belum ada jawaban, datanglah lagi.")  # fmt: skip
    data = {"title": _("Slip loket"), "facts": papers.pairs(facts), "words": words, **frame}
    return papers.attached(papers.compiled(papers.SLIP, data), f"slip-{found.slip}", "application/pdf")


def _city() -> str:
    home = places.home()
    return home.name if home else ""


def _letter(request: HttpRequest, found: Errand, frame: dict[str, Any]) -> bytes:
    """The letter as it was given: the head's name, the decile of that day with its version and source, or that none is known."""
    family = registry.family_or_none(found.family_id)
    if family is None:
        raise Http404  # it has moved out of the officer's places
    row = registry.rows_of([family], {})[0]
    saw(
        "page",
        [found.family_id],
        by=_actor(request),
        on=places.today(),
        named=True,
        purpose=_("surat keterangan desil"),
    )
    unknown = _("belum diketahui")
    facts = [
        (_("Kepala keluarga"), row.head or unknown), (_("Nomor lokal"), row.local_number), (_("Kelurahan"), found.place.name),
        (_("Desil DTSEN"), unknown if found.decile is None else str(found.decile)),
        (_("Versi data"), formats.day(found.decile_on) if found.decile_on else unknown),
        (_("Sumber"), found.decile_source or unknown),
    ]  # fmt: skip
    data = {
        "title": _("Surat keterangan desil DTSEN"), "number": found.slip, "facts": papers.pairs(facts),
        "paragraphs": [_("Menurut data yang diimpor ke registri kota, keluarga di bawah ini tercatat sebagai berikut.")],
        "words": _("Desil ditetapkan secara nasional dan hanya diimpor di sini; kota tidak menghitungnya. Surat ini menyatakan keadaan pada hari dibuat."),
        "signed": f"{_city()}, {formats.day(found.on)}", **frame,
    }  # fmt: skip
    return papers.compiled(LETTER, data)
