"""Rules for people: which there are, since when and by which source; writing one, and publishing it as a second officer."""

import difflib
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lontar.city.places import queries as places
from lontar.city.programmes import actions as rulebook
from lontar.city.programmes import queries as programmes
from lontar.city.targeting import queries
from lontar.city.targeting.forms import DECIDERS, EVERY, VERDICT_LOOKS, VERDICTS, DropForm, VersionForm, WholeFileForm
from lontar.city.targeting.pages import foresight
from lontar.city.targeting.pages.rounds import actor_of
from lontar.kit import masks
from lontar.kit.answers import done, status_of
from lontar.kit.gate import Role, door
from lontar.kit.paging import KEY_MAX
from lontar.kit.sayings import placed, refusal_told
from lontar.science.eligibility.policy_tests import read_cases, tried
from lontar.science.eligibility.rule_file import read_rule
from lontar.science.eligibility.rule_writing import past_changes, value_as_text, written
from lontar.science.eligibility.rulebook import DatedCondition, Rule
from lontar.science.eligibility.sentences import figure, value_in_words
from lontar.science.eligibility.words import VOCABULARY
from lontar.science.trouble import NotAllowed, Refusal

WHO_SEE_RULES = queries.WHO_SEE_ROUNDS
WHO_WRITE = programmes.WHO_WRITE_RULES
# Where a draft is filled in as a whole file.
AS_FILE = "berkas"


def language() -> str:
    return "en" if (get_language() or "id").startswith("en") else "id"


@door(*WHO_SEE_RULES)
def rules(request: HttpRequest) -> HttpResponse:
    """Every rule that counts, and the drafts that wait for somebody."""
    actor = actor_of(request)
    today, spoken = places.today(), language()
    rows = []
    for rule in programmes.rules():
        if not programmes.may_read_rule(actor, rule.id):
            continue
        since = max(
            (one for one in rule.who if one.period.since <= today), key=lambda one: one.period.since, default=None
        )
        rows.append(
            {"rule": rule, "name": rule.name[spoken], "decided_by": DECIDERS[rule.decided_by], "since": since,
             "unknown": since is not None and "unknown" in since.text.split(), "trust": _trust(rule, since), "written": programmes.published_version(rule.id),
             "changed": max((one for one in rule.changes() if one <= today), default=None),
             "ended": since.period.until if since is not None and not since.period.holds(today) else None}
        )  # fmt: skip
    drafts = [
        {"draft": one, "name": _name_of(one.text), "may_publish": programmes.may_publish_rule(actor, one),
         "may_change": programmes.may_change_rule(actor, one)}
        for one in programmes.drafts_for(actor)
    ]  # fmt: skip
    context = {"rows": rows, "drafts": drafts, "may_write": actor.role in WHO_WRITE}
    return render(request, "targeting/rules.html", context)


def _trust(rule: Rule, since: DatedCondition | None) -> str:
    """How far the sources were read of what holds now; empty where there are no criteria to have a source."""
    if since is None or since.text.strip() == "unknown":
        return ""
    if since.confidence != "read":
        return since.confidence
    held = [value.on(places.today()) for value in rule.values]
    return "read" if all(one is None or one.confidence == "read" for one in held) else "partly"


def _name_of(text: str) -> str:
    return read_rule(text).name[language()]


def _rule_or_404(request: HttpRequest, name: str) -> Rule:
    rule = programmes.rule_or_none(name) if programmes.may_read_rule(actor_of(request), name) else None
    if rule is None:
        raise Http404(name[:80])
    return rule


@door(*WHO_SEE_RULES)
def rule(request: HttpRequest, name: str) -> HttpResponse:
    """One rule: its questions in words, every version with its source, and whom it takes today."""
    actor, spoken = actor_of(request), language()
    found = _rule_or_404(request, name)
    drafts = [one for one in programmes.versions_of(name) if not one.is_published]
    context = {
        "rule": found, "name": found.name[spoken], "note": found.note[spoken], "decided_by": DECIDERS[found.decided_by],
        "versions": sorted(found.who, key=lambda one: one.period.since, reverse=True),
        "values": [
            (value.name, value.meaning[spoken], value_in_words(version.value, value.unit, spoken), version)
            for value in found.values
            for version in reversed(value.versions)
        ],
        "statements": [(_("Kewajiban"), one.says[spoken], one) for one in found.conditions]
        + [(_("Berakhir bila"), one.says[spoken], one) for one in found.ends],
        "gives": _given(found, spoken),
        "written": [one for one in programmes.versions_of(name) if one.is_published],
        "draft": drafts[0] if drafts else None, "may_write": not drafts and _may_write(actor, name),
        "masks_down": masks.are_down(request), "may_unmask": masks.may_unmask(request),
        **foresight.shown(request, found, before=None, foresee=f"{reverse('targeting:foresee')}?aturan={name}"),
    }  # fmt: skip
    return render(request, "targeting/rule.html", context)


@door(*WHO_WRITE)
def rule_new(request: HttpRequest) -> HttpResponse:
    """Write a rule for a line, or the next version of one: filled in, tried over the whole city, kept as a draft."""
    actor = actor_of(request)
    line, base = _line_of(request), _base_of(request)
    lines = [one for one in _writable_lines(actor) if one.reach == "by_name"]
    if line is None and base is not None:  # from the rule's own page: the newest line that it is kept for
        line = _line_with(lines, base.id)
    if line is None and base is None:
        return render(request, "targeting/rule_for.html", {"lines": lines})
    form = VersionForm(request.POST or None, base=base, initial={"name": line.name if line else ""})
    if request.method == "POST" and form.is_valid():
        try:
            draft = form.draft(_new_id(form, line), line.sub_activity.code if line and line.sub_activity else "")
            done = rulebook.write_rule(draft, line=line, by=actor, on=places.today())
        except NotAllowed:
            raise
        except Refusal as refusal:
            _beside(form, refusal)
        else:
            messages.success(request, _("Naskah disimpan. Ia baru berlaku bila orang kedua menerbitkannya."))
            return redirect("targeting:rule_draft", done.pk)
    status = 422 if request.method == "POST" and form.errors else 200
    context = {
        "form": form, "line": line, "base": base, "words": words(base), "draft": None,
        "title": base.name[language()] if base else _("Aturan baru"),
    }  # fmt: skip
    return render(request, "targeting/rule_draft.html", context, status=status)


def _writable_lines(actor: Any) -> list[Any]:
    found = programmes.lines_by_name_for(actor).order_by("-year", "name")
    return [one for one in found if programmes.may_keep_money(actor, one)]


def _given(rule: Rule, spoken: str) -> list[str]:
    """What the rule gives today in words: its one amount, each component, or what is no rupiah."""
    values = {one.name: one for one in rule.values}

    def of_today(name: str) -> str:
        named = values.get(name)
        if named is None:
            return figure(int(name), spoken) if name.isdecimal() else name
        now = named.on(places.today()) or named.versions[-1]
        return value_in_words(now.value, named.unit, spoken)

    given = [of_today(rule.gives.amount)] if rule.gives.amount else []
    for one in rule.gives.components:
        most = f" ({_('paling banyak')} {of_today(one.most)})" if one.most else ""
        given.append(f"{one.name[spoken]}: {of_today(one.amount)}{most}")
    if rule.gives.what[spoken]:
        given.append(f"{rule.gives.what[spoken]}, {EVERY[rule.gives.every]}")
    return given


def _may_write(actor: Any, rule: str) -> bool:
    """Planners write any rule; an agency's operators those of the lines that they keep."""
    if actor.role not in WHO_WRITE:
        return False
    return actor.role == Role.PLANNER or _line_with(_writable_lines(actor), rule) is not None


def _line_with(lines: list[Any], rule: str) -> Any:
    return next((one for one in lines if rule in (one.rule, one.key)), None)


def _line_of(request: HttpRequest) -> Any:
    key = request.GET.get("program", "")
    if not key:
        return None
    found = programmes.lines_by_name_for(actor_of(request)).filter(
        pk=int(key) if key.isdecimal() and len(key) < 16 else 0
    )
    if (line := found.first()) is None:
        raise Http404(key[:20])
    return line


def _base_of(request: HttpRequest) -> Rule | None:
    """The rule whose next version is written: named, or the one that the line has already, or that waits under its key."""
    line = _line_of(request)
    named = request.GET.get("aturan", "")
    if named:
        return _rule_or_404(request, named)
    return programmes.rule_or_none(line.rule or line.key) if line else None


def _new_id(form: VersionForm, line: Any) -> str:
    if form.base is not None:
        return form.base.id
    return str(line.key) if line else slugify(form.cleaned_data["name"])[:80]


def _beside(form: Any, refusal: Refusal) -> None:
    """At its field, with the line of the text that is meant."""
    field = refusal.field if refusal.field in form.fields else "text" if "text" in form.fields else None
    form.add_error(field, placed(refusal))


@door(*WHO_WRITE)
def rule_draft(request: HttpRequest, key: int) -> HttpResponse:
    """A draft: changed by whoever may, and what it would do over the whole city."""
    actor = actor_of(request)
    draft = _draft_or_404(request, key)
    whole = request.GET.get("cara") == AS_FILE
    now, before = read_rule(draft.text), programmes.rule_or_none(draft.rule)
    initial = {"why": draft.why, "cases": draft.cases, "text": draft.text}
    data = request.POST or None
    form: Any = (
        WholeFileForm(data, initial=initial)
        if whole
        else VersionForm(data, base=now, redone=True, counts=before, initial=initial)
    )
    if request.method == "POST" and form.is_valid():
        try:
            changed = form.draft() if whole else form.draft(draft.rule)
            rulebook.change_rule(draft.pk, changed, seen=request.POST.get("seen", ""), by=actor, on=places.today())
        except NotAllowed:
            raise
        except Refusal as refusal:
            _beside(form, refusal)
        else:
            messages.success(request, _("Naskah disimpan."))
            return redirect(request.get_full_path())
    status = 422 if request.method == "POST" and form.errors else 200
    context = {
        "form": form, "draft": draft, "line": draft.line, "base": now, "whole": whole, "words": words(now),
        "title": now.name[language()], "seen": programmes.seal_of(draft.text, draft.cases),
        "may_change": programmes.may_change_rule(actor, draft), "may_publish": programmes.may_publish_rule(actor, draft),
        "cases": _tried(now, draft.cases), "masks_down": masks.are_down(request), "may_unmask": masks.may_unmask(request),
        "past": past_changes(before, now, on=places.today()) if before else (),
        **foresight.shown(request, now, before=before, foresee=_foresee(draft)),
    }  # fmt: skip
    return render(request, "targeting/rule_draft.html", context, status=status)


def _draft_or_404(request: HttpRequest, key: int) -> Any:
    found = programmes.drafts_for(actor_of(request)).filter(pk=key).first() if key <= KEY_MAX else None
    if found is None:
        raise Http404
    return found


@door(*WHO_WRITE)
@require_POST
def rule_try(request: HttpRequest) -> HttpResponse:
    """What is filled in at this moment, over the whole city: nothing is kept."""
    if "text" in request.POST:
        form: Any = WholeFileForm(request.POST)
    else:
        draft = request.GET.get("naskah", "")
        base = read_rule(_draft_or_404(request, int(draft)).text) if draft.isdecimal() else _base_of(request)
        counts = programmes.rule_or_none(base.id) if base else None
        form = VersionForm(_tried_today(request), base=base, redone=draft.isdecimal(), counts=counts)
    form.fields["why"].required = False
    context: dict[str, Any] = {"refused": "", "may_unmask": False}
    if not form.is_valid():
        context["refused"] = " ".join(
            f"{form.fields[name].label if name in form.fields else ''}: {one}".removeprefix(": ")
            for name, errors in form.errors.items()
            for one in errors
        )
    else:
        try:
            made = form.draft() if isinstance(form, WholeFileForm) else form.draft(_new_id(form, _line_of(request)))
            rule = read_rule(made.text)
            context |= foresight.shown(request, rule, before=programmes.rule_or_none(rule.id))
            context["cases"] = _tried(rule, made.cases)
        except Refusal as refusal:
            context["refused"] = placed(refusal)
    return render(request, "targeting/preview.html", context)


def _tried_today(request: HttpRequest) -> Any:
    """What is filled in; to see what criteria do one need not yet say since when and by which source."""
    given = request.POST.copy()
    for name, instead in (("since", places.today().isoformat()), ("source", "–"), ("confidence", "believed")):
        if not given.get(name):
            given[name] = instead
    return given


@door(*WHO_WRITE)
def rule_publish(request: HttpRequest, key: int) -> HttpResponse:
    """The second officer: what changes, whom it takes, which cases it was tried on; then it counts."""
    actor = actor_of(request)
    draft = _draft_or_404(request, key)
    if not programmes.may_publish_rule(actor, draft):
        messages.warning(
            request, _("Yang menerbitkan adalah perencana atau rekan di lembaga programnya, bukan penulisnya.")
        )
        return redirect("targeting:rule_draft", draft.pk)
    if request.method == "POST":
        try:
            rulebook.publish_rule(draft.pk, seen=request.POST.get("seen", ""), by=actor, on=places.today())
        except NotAllowed:
            raise
        except Refusal as refusal:
            messages.error(request, " ".join(filter(None, refusal_told(refusal))))
            return redirect("targeting:rule_publish", draft.pk)
        messages.success(
            request, _("Aturan diterbitkan dan tidak dapat diubah lagi; versi berikutnya ditulis sebagai naskah.")
        )
        return redirect("targeting:rule", draft.rule)
    now, before = read_rule(draft.text), programmes.rule_or_none(draft.rule)
    context = {
        "draft": draft, "title": now.name[language()], "seen": programmes.seal_of(draft.text, draft.cases),
        "cases": _tried(now, draft.cases), "change": _difference(before, now),
        "past": past_changes(before, now, on=places.today()) if before else (),
        "masks_down": masks.are_down(request), "may_unmask": masks.may_unmask(request),
        **foresight.shown(request, now, before=before, foresee=_foresee(draft)),
    }  # fmt: skip
    return render(request, "targeting/rule_publish.html", context)


def _foresee(draft: Any) -> str:
    return f"{reverse('targeting:foresee')}?naskah={draft.pk}"


@door(*WHO_SEE_RULES)
@require_GET
def foresee(request: HttpRequest) -> HttpResponse:
    """What a rule that counts, or a draft, does over the whole city: counted when its page asks for it."""
    key = request.GET.get("naskah", "")
    if key:
        draft = _draft_or_404(request, int(key) if key.isdecimal() and len(key) < 16 else 0)
        rule, before = read_rule(draft.text), programmes.rule_or_none(draft.rule)
    else:
        rule, before = _rule_or_404(request, request.GET.get("aturan", "")), None
    return render(request, "targeting/preview.html", foresight.shown(request, rule, before=before))


def _difference(before: Rule | None, now: Rule) -> str:
    """What differs in meaning: both are written alike first, so that another way of writing is no difference."""
    old, new = (written(before), written(now)) if before else ("", now.text)
    return "\n".join(list(difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=2))[2:])


@door(*WHO_WRITE)
def rule_drop(request: HttpRequest, key: int) -> HttpResponse:
    """Put a draft away."""
    draft = _draft_or_404(request, key)
    if not programmes.may_change_rule(actor_of(request), draft):
        messages.warning(request, _("Naskah ini hanya dibuang oleh penulisnya atau lembaga programnya."))
        return redirect("targeting:rule_draft", draft.pk)
    form = DropForm(request.POST or None)

    def do(given: dict[str, Any]) -> str:
        rulebook.drop_rule(draft.pk, reason=given["reason"], by=actor_of(request), on=places.today())
        return _("Naskah dibuang.")

    if done(request, form, do):
        return redirect("targeting:rules")
    context = {
        "form": form, "title": _("Buang naskah ini?"), "action": _("Buang naskah"), "undo": "",
        "words": _("Aturan yang berlaku tidak berubah. Naskahnya tidak dapat dikembalikan."),
        "back": reverse("targeting:rule_draft", args=[draft.pk]),
    }  # fmt: skip
    return render(request, "targeting/voice.html", context, status=status_of(form))


def _tried(rule: Rule, cases: str) -> list[dict[str, Any]]:
    """The cases as they are answered now."""
    return [
        {"says": one.case.says, "day": one.case.day, "expected": VERDICTS[one.case.expect], "got": VERDICTS[one.verdict],
         "amount": one.amount, "wanted": one.case.amount, "right": one.as_expected, "look": VERDICT_LOOKS[one.verdict][0]}
        for one in tried(rule, read_cases(cases))
    ]  # fmt: skip


def words(base: Rule | None) -> dict[str, list[tuple[str, str, str]]]:
    """Every word that a rule may use: its own values, of a family, and of a member; with unit, answers or value."""
    spoken = language()
    listed: dict[str, list[tuple[str, str, str]]] = {"values": [], "family": [], "member": []}
    for value in base.values if base else ():
        last = max(value.versions, key=lambda one: one.period.since)
        listed["values"].append((value.name, value.meaning[spoken], value_as_text(last.value)))
    for field in sorted(VOCABULARY.values(), key=lambda one: one.name):
        answers = ", ".join(f"{word} ({said[spoken]})" for word, said in field.choices.items())
        unit = f"{field.bounds[0]}–{field.bounds[1]} {field.unit}" if field.kind == "number" else ""
        listed[field.owner].append((field.name, field.label[spoken], answers or unit))
    return listed
