"""Which aid may be for me: anybody asks, nobody is named, the answers are read and forgotten."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from lontar.city.places import queries as places
from lontar.city.portal.forms import FinderForm, WordsAsked
from lontar.city.portal.pages.public import frame
from lontar.city.programmes import queries as programmes
from lontar.kit.gate import PUBLIC, door
from lontar.science.eligibility.columns import QUALIFIES, UNDECIDED
from lontar.science.eligibility.explanation import tell
from lontar.science.eligibility.hearsay import MONTHS, Heard, heard
from lontar.science.eligibility.outlook import DOES_NOT, NEAR, UNKNOWN_CRITERIA
from lontar.science.eligibility.words import SEXES

LOOKS = {
    QUALIFIES: ("good", "check"), NEAR: ("info", "info"), UNDECIDED: ("warn", "warning"),
    UNKNOWN_CRITERIA: ("warn", "warning"), DOES_NOT: ("quiet", "close"),
}  # fmt: skip
# The first five are asked of everybody; what only a health post measures is not asked at home.
NOT_ASKED = ("age", "age_months", "sex", "size", "decile", "arm_mm", "bmi_tenths", "nutrition")
ASKED_MOST = 4  # further words at once, about the family and about its members


# Nothing is written by this form, so nobody can be made to write anything: no token, and so no cookie.
@csrf_exempt
@door(PUBLIC)
def finder(request: HttpRequest) -> HttpResponse:
    """Ask about a family, read every public rule, and say for each what is likely, what is not, and where to go."""
    context = frame("finder")
    words = WordsAsked.of(request.POST)
    form = FinderForm(request.POST or None, words=words)
    results: list[dict[str, Any]] = []
    further: list[str] = []
    if request.method == "POST" and form.is_valid() and form.tells_members:
        found = heard(
            programmes.rules_offered(context["place"].code),
            form.family(),
            form.members(),
            size=form.cleaned_data["size"],
            on=places.today(),
        )
        lines = programmes.lines_of_rules(context["place"].pk, places.today().year)
        results = [_told(one, lines) for one in found]
        more = _more(found, words)
        further = form.fields_of(more)
        form = FinderForm(request.POST, words=words | more)
    context |= {
        "form": form, "results": [one for one in results if one["answer"] != UNKNOWN_CRITERIA],
        "nobody_knows": [one["name"] for one in results if one["answer"] == UNKNOWN_CRITERIA], "today": places.today(),
        "further": _by_whom(form, further), "family_fields": [one for one in form.family_fields() if one.name not in further],
        "members": [[one for one in row if one.name not in further] for row in form.member_fields()],
        "likely": sum(row["answer"] == QUALIFIES for row in results),
    }  # fmt: skip
    answer = render(request, "portal/finder.html", context, status=422 if form.errors else 200)
    answer["Cache-Control"] = "no-store"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _by_whom(form: FinderForm, names: list[str]) -> list[tuple[str, list[Any]]]:
    """Fields under whom they are about: nothing for the family, a member by number, sex and age as they were told."""
    parts: dict[str, list[Any]] = {}
    for name in names:
        number = name[1:].partition("_")[0] if name.startswith("m") else ""
        parts.setdefault(number, []).append(form[name])
    return [(_whom(form, number) if number else "", fields) for number, fields in parts.items()]


def _whom(form: FinderForm, number: str) -> str:
    sex, years = form.data.get(f"m{number}_sex", ""), form.data.get(f"m{number}_years", "").strip()
    said = [_("Orang ke-%(n)s") % {"n": number}]
    if sex in SEXES:
        said.append(SEXES[sex]["en" if (get_language() or "id").startswith("en") else "id"])
    if years.isdecimal():
        said.append(_("%(n)s tahun") % {"n": int(years)})
    return ", ".join(str(part) for part in said)


def _more(found: list[Heard], words: WordsAsked) -> WordsAsked:
    """What would decide most of what cannot be said yet: the words that the most rules ask for, and only of whom."""
    asked: dict[tuple[str, str], int] = {}
    whose: dict[str, set[int]] = {}
    for one in found:
        new = [
            question
            for question in one.asks
            if question.field.name not in NOT_ASKED
            and question.field.name not in words.family
            and (question.member, question.field.name) not in words.member
        ]
        for key in {(question.field.owner, question.field.name) for question in new}:
            asked[key] = asked.get(key, 0) + 1
        for question in new:
            whose.setdefault(question.field.name, set()).add(question.member)
    # Of two that as many rules ask for, the one that fewer people have to answer.
    first = sorted(asked, key=lambda key: (-asked[key], len(whose[key[1]]), key))
    family = [name for owner, name in first if owner == "family"][:ASKED_MOST]
    member = [name for owner, name in first if owner == "member"][:ASKED_MOST]
    return WordsAsked(frozenset(family), frozenset((n, name) for name in member for n in whose[name]))


def _told(one: Heard, lines: dict[str, Any]) -> dict[str, Any]:
    language = "en" if (get_language() or "id").startswith("en") else "id"
    rule, told = one.outlook.ruling.rule, tell(one.outlook.reading, language)
    look, sign = LOOKS[one.answer]
    missed = one.outlook.missed
    match one.answer:
        case "near":
            steps = [step for step in told.steps if missed and step.number == missed.number]
        case "undecided":
            still_open = {step.number for step in one.outlook.unknown}
            steps = [step for step in told.steps if step.number in still_open]
        case "does_not":
            steps = [step for step in told.steps if step.met is False]
        case _:
            steps = []
    answers = {
        QUALIFIES: _("mungkin sekali untuk Anda"), NEAR: _("kurang satu syarat"), UNDECIDED: _("belum dapat dikatakan"),
        UNKNOWN_CRITERIA: _("syaratnya belum diumumkan"), DOES_NOT: _("bukan untuk Anda"),
    }  # fmt: skip
    return {
        "name": rule.name[language], "answer": one.answer, "words": answers[one.answer], "look": look, "sign": sign,
        "gives": told.gives or rule.gives.what[language], "why": [step.question for step in steps],
        "months": any(question.field == MONTHS for question in one.asks), "where": _where(rule.decided_by, lines.get(rule.id)), "made_up": rule.made_up,
        "believed": "believed" in rule.confidences, "asked": told.conditions,
        "members": ", ".join(str(n) for n in one.outlook.members),
    }  # fmt: skip


def _where(decided_by: str, line: Any) -> str:
    """Where to go: the agency of the line, or whoever takes proposals in."""
    agency = line.agency.name if line else ""
    match decided_by:
        case "bank":
            return str(_("Datang ke bank penyalur dengan KTP dan keterangan usaha."))
        case "city" if agency:
            return str(_("Tanyakan di %(agency)s, atau di loket kelurahan Anda.") % {"agency": agency})
        case "city":
            return str(_("Tanyakan di loket kelurahan Anda."))
        case _:
            return str(_("Diputuskan di luar kota. Loket kelurahan Anda mencatat usulannya."))
