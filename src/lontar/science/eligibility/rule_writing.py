"""From a rule back to the text of its file: what is filled in on a page becomes the same kind of file that people write."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import yaml

from lontar.science.eligibility import terms as t
from lontar.science.eligibility.bounds import must_divide
from lontar.science.eligibility.components import Component
from lontar.science.eligibility.grammar import read_condition
from lontar.science.eligibility.rulebook import (
    Confidence,
    DatedCondition,
    DatedValue,
    Gives,
    NamedValue,
    Period,
    Rule,
    Statement,
)
from lontar.science.eligibility.tokens import RuleRefused
from lontar.science.eligibility.vocabulary import Spoken
from lontar.science.trouble import words

AID = "aid"
_WORD = re.compile(r"[a-zA-Z][a-zA-Z0-9_]*")
AID_MEANING = Spoken("besar bantuan", "amount of the aid")
UNITS = {"once": "rupiah_once", "month": "rupiah_per_month", "quarter": "rupiah_per_quarter", "year": "rupiah_per_year"}


@dataclass(frozen=True, slots=True)
class Version:
    """Criteria from a day on, and what they give: as an officer fills them in. Without an amount it stays as it is."""

    when: str
    since: date
    source: str
    confidence: Confidence
    amount: int | None = None


def in_force(rule: Rule) -> Version:
    """The latest version of a rule, to be changed or followed by another."""
    last = max(rule.who, key=lambda one: one.period.since)
    return Version(last.text.strip(), last.period.since, last.source, last.confidence, amount_of(rule))


def amount_of(rule: Rule) -> int | None:
    """The one amount that a rule gives, where it is one; None where it is counted, or no rupiah."""
    named = next((value for value in rule.values if value.name == rule.gives.amount), None)
    if named is None:
        return int(rule.gives.amount) if rule.gives.amount.isdecimal() else None
    last = max(named.versions, key=lambda one: one.period.since).value
    return last if isinstance(last, int) else None


def one_amount(rule: Rule) -> bool:
    """Whether the rule's amount can be filled in as one number."""
    return not rule.gives.components and (not rule.gives.amount or amount_of(rule) is not None)


def with_version(
    rule: Rule, version: Version, *, instead_of: date | None = None, before: Rule | None = None
) -> Rule:  # fmt: skip
    """The rule with these criteria from their day on; the version before ends the day before. Raises RuleRefused.

    A version of the same day is replaced, and so is the one that began on `instead_of`: what ended for its sake goes on
    until this one, and what it had replaced in `before` stands again. Values that nothing asks for any more end with
    the criteria that asked. The text is not written yet: `written` does that.
    """
    if instead_of is not None and instead_of != version.since:
        rule = _without(rule, instead_of, before)
    period = Period(version.since)
    condition = DatedCondition(version.when, period, version.source, version.confidence, 1)
    who = tuple(_ended(one, version.since) for one in rule.who if one.period.since != version.since)
    changed = replace(rule, who=_ordered((*who, condition)))
    if version.amount is not None and version.amount != amount_of(rule):
        changed = _with_amount(changed, version)
    _must_read(changed, version)
    return _without_unasked(changed, rule, version)


def _without_unasked(changed: Rule, rule: Rule, version: Version) -> Rule:
    """Nobody is told a limit that no longer limits: what only the criteria before asked for ends with them."""
    asked = {name for one in changed.who if one.period.until is None or one.period.until >= version.since
             for name in _WORD.findall(one.text)}  # fmt: skip
    asked |= {
        name for part in changed.gives.components for name in _WORD.findall(f"{part.who} {part.amount} {part.most}")
    }
    asked |= set(_WORD.findall(f"{changed.gives.amount} {changed.gives.components_most}"))
    was_asked = {name for one in rule.who for name in _WORD.findall(one.text)}
    values = []
    for value in changed.values:
        if value.name in was_asked - asked:
            ended = tuple(_ended(one, version.since) for one in value.versions if one.period.since < version.since)
            value = replace(value, versions=ended)
        values.append(value)
    return replace(changed, values=tuple(one for one in values if one.versions))


def _without(rule: Rule, since: date, before: Rule | None) -> Rule:
    """The rule before a version was written into it."""
    were = {one.name: one for one in before.values} if before else {}
    values = tuple(
        replace(one, versions=_reopened(one.versions, since, were[one.name].versions if one.name in were else ()))
        for one in rule.values
    )
    kept = tuple(one for one in values if one.versions)
    named = {one.name for one in kept}
    kept = (*kept, *(one for name, one in were.items() if name not in named))
    gives = rule.gives
    if gives.amount == AID and AID not in named:
        gives = before.gives if before else replace(gives, amount="")
    return replace(rule, who=_reopened(rule.who, since, before.who if before else ()), values=kept, gives=gives)


def _reopened[D: (DatedCondition, DatedValue)](
    versions: tuple[D, ...], since: date, were: tuple[D, ...]
) -> tuple[D, ...]:  # fmt: skip
    if any(one.period.since == since for one in were):
        return were
    before, were_held = since - timedelta(days=1), {one.period.since: one.period for one in were}
    left = [one for one in versions if one.period.since != since]
    return tuple(
        replace(one, period=were_held.get(one.period.since, Period(one.period.since)))
        if one.period.until == before and (len(left) < len(versions) or one.period.since in were_held)
        else one
        for one in left
    )


def _must_read(rule: Rule, version: Version) -> None:
    """Say of a wrong condition the line within itself: whoever filled it in does not see the file."""
    values = {one.name: dated.value for one in rule.values if (dated := one.on(version.since)) is not None}
    try:
        must_divide(read_condition(version.when, values, about=rule.about))
    except RuleRefused as refusal:
        raise RuleRefused(
            refusal.template, advice=refusal.advice_template, values=refusal.values,
            line=refusal.line, column=refusal.column, field="when",
        ) from refusal  # fmt: skip


def _ended[D: (DatedCondition, DatedValue)](one: D, since: date) -> D:
    if one.period.since < since and (one.period.until is None or one.period.until >= since):
        return replace(one, period=Period(one.period.since, since - timedelta(days=1)))
    return one


def _ordered[D: (DatedCondition, DatedValue)](versions: tuple[D, ...]) -> tuple[D, ...]:
    return tuple(sorted(versions, key=lambda one: one.period.since))


def _with_amount(rule: Rule, version: Version) -> Rule:
    """The amount as a named value with dated versions: what was given before stays told as it was."""
    if not one_amount(rule):
        raise RuleRefused(
            words("Besar bantuan aturan ini dihitung dari bagian-bagiannya."),
            advice=words("Ubahlah di seluruh berkas."), field="amount",
        )  # fmt: skip
    assert version.amount is not None
    new = DatedValue(version.amount, Period(version.since), version.source, version.confidence, 1)
    name = rule.gives.amount if any(one.name == rule.gives.amount for one in rule.values) else AID
    known = next((one for one in rule.values if one.name == name), None)
    if known is None:
        before: tuple[DatedValue, ...] = ()
        if rule.gives.amount:
            first = min(rule.who, key=lambda one: one.period.since)
            old = DatedValue(int(rule.gives.amount), Period(first.period.since), first.source, first.confidence, 1)
            before = (_ended(old, version.since),) if first.period.since < version.since else ()
        known = NamedValue(AID, AID_MEANING, UNITS[rule.gives.every], before)
    kept = tuple(_ended(one, version.since) for one in known.versions if one.period.since != version.since)
    value = replace(known, versions=_ordered((*kept, new)))
    others = tuple(one for one in rule.values if one.name != name)
    return replace(rule, values=(*others, value), gives=replace(rule.gives, amount=name))


def written(rule: Rule) -> str:
    """The text of the rule's file. Reading it again gives the same rule, but for the lines where things stand."""
    body: dict[str, Any] = {"rule": rule.id}
    if rule.also_called:
        body["also_called"] = list(rule.also_called)
    if rule.applies_to != "family":
        body["applies_to"] = rule.applies_to
    body |= {"name": _spoken(rule.name), "decided_by": rule.decided_by, "paid_by": rule.paid_by}
    if rule.region:
        body["region"] = rule.region
    if rule.sub_activity:
        body["sub_activity"] = rule.sub_activity
    if rule.note.id:
        body["note"] = _spoken(rule.note)
    if rule.values:
        body["values"] = {one.name: _named(one) for one in rule.values}
    body["who"] = [{"when": one.text.strip(), **_origin(one)} for one in rule.who]
    body["gives"] = _gives(rule.gives)
    for key, statements in (("conditions", rule.conditions), ("ends", rule.ends)):
        if statements:
            body[key] = [{"says": _spoken(one.says), **_origin(one)} for one in statements]
    return yaml.dump(body, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)


class _Dumper(yaml.SafeDumper):
    """Texts of several lines stand as they were written; no anchors, which would be refused when read."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _lines(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _lines)


def _spoken(said: Spoken) -> dict[str, str]:
    return {"id": said.id, "en": said.en}


def _named(one: NamedValue) -> dict[str, Any]:
    versions = [{"value": _value(version.value), **_origin(version)} for version in one.versions]
    return {"meaning": _spoken(one.meaning), "unit": one.unit, "versions": versions}


def _origin(one: DatedCondition | DatedValue | Statement) -> dict[str, Any]:
    until = {"until": one.period.until} if one.period.until else {}
    return {"from": one.period.since, **until, "source": one.source, "confidence": one.confidence}


def value_as_text(value: t.Value) -> str:
    """A value as it is written in a rule.

    >>> value_as_text(t.Ranges(((1, 4),))), value_as_text(300000)
    ('1..4', '300000')
    """
    return str(_value(value))


def _value(value: t.Value) -> int | date | str:
    match value:
        case t.Ranges(ranges):
            said = ", ".join(str(low) if low == high else f"{low}..{high}" for low, high in ranges)
            return said if len(ranges) == 1 and ".." in said else f"{{{said}}}"
        case t.Words(words):
            return f"{{{', '.join(words)}}}"
        case _:
            return value


def _gives(gives: Gives) -> dict[str, Any]:
    body: dict[str, Any] = {"every": gives.every}
    if gives.amount:
        body["amount"] = int(gives.amount) if gives.amount.isdecimal() else gives.amount
    if gives.components:
        body["components"] = [_component(one) for one in gives.components]
    if gives.components_most:
        body["components_most"] = gives.components_most
    if gives.what.id:
        body["what"] = _spoken(gives.what)
    return body


def _component(one: Component) -> Mapping[str, Any]:
    most = {"most": one.most} if one.most else {}
    return {"name": _spoken(one.name), "who": one.who, "amount": one.amount, **most}


def past_changes(old: Rule, new: Rule, *, on: date) -> tuple[date, ...]:
    """The days before `on` from which a new text would answer otherwise than the old one did."""
    days = sorted({day for day in (*old.changes(), *new.changes()) if day < on})
    return tuple(day for day in days if _says(old, day) != _says(new, day))


def _says(rule: Rule, day: date) -> object:
    if not any(version.period.holds(day) for version in rule.who):
        return None
    ruling = rule.on(day)
    return ruling.condition, ruling.amount
