"""Rule files: YAML in, a rule out, or a refusal with the line and the mend."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import cast, get_args

from lontar.science.eligibility.components import Component
from lontar.science.eligibility.grammar import KEYWORDS, read_value
from lontar.science.eligibility.located_yaml import Listed, Named, Node, Text, read_yaml
from lontar.science.eligibility.rulebook import (
    Confidence,
    DatedCondition,
    DatedValue,
    Decider,
    Every,
    Gives,
    NamedValue,
    Period,
    Rule,
    Statement,
    Subject,
)
from lontar.science.eligibility.tokens import RuleRefused
from lontar.science.eligibility.vocabulary import Spoken, Vocabulary
from lontar.science.eligibility.words import VOCABULARY
from lontar.science.trouble import words

UNITS = ("decile", "years", "months", "persons", "rupiah_per_month", "rupiah_per_quarter", "rupiah_per_year",
         "rupiah_once", "rupiah", "percent", "millimetres", "number", "families", "days", "day", "word")  # fmt: skip
VERSIONS_MAX = 100


def read_rule(text: str, vocabulary: Vocabulary = VOCABULARY) -> Rule:
    """A rule from the text of its file, proven on every day on which it changes. Raises RuleRefused."""
    node = _mapping(read_yaml(text), "aturan")
    _only(
        node,
        required=("rule", "name", "decided_by", "paid_by", "who", "gives"),
        optional=("region", "sub_activity", "note", "values", "applies_to", "also_called", "conditions", "ends"),
    )
    rule = Rule(
        id=_identifier(node),
        name=_spoken(node.entries["name"]),
        decided_by=cast(Decider, _one_of(node.entries["decided_by"], get_args(Decider))),
        paid_by=cast(Decider, _one_of(node.entries["paid_by"], get_args(Decider))),
        sub_activity=_text(node.entries["sub_activity"]) if "sub_activity" in node.entries else "",
        note=_spoken(node.entries["note"]) if "note" in node.entries else Spoken("", ""),
        values=_values(node.entries.get("values"), vocabulary),
        who=_conditions(node.entries["who"]),
        gives=_gives(node.entries["gives"]),
        text=text,
        applies_to=cast(Subject, _one_of(node.entries["applies_to"], get_args(Subject)))
        if "applies_to" in node.entries
        else "family",
        also_called=tuple(_text(one) for one in _listed(node, "also_called")),
        conditions=tuple(_statement(one) for one in _listed(node, "conditions")),
        ends=tuple(_statement(one) for one in _listed(node, "ends")),
        region=_region(node),
    )
    for day in rule.changes():
        if any(version.period.holds(day) for version in rule.who):
            rule.on(day, vocabulary)
    return rule


def _region(node: Named) -> str:
    if "region" not in node.entries:
        return ""
    found = node.entries["region"]
    code = _text(found)
    if not re.fullmatch(r"\d{2}(\.\d{2})?", code):
        raise RuleRefused(
            words("“%(code)s” bukan kode provinsi, kota atau kabupaten."),
            advice=words("Contoh: 53 atau 53.71."),
            line=found.line,
            values={"code": code},
        )
    return code


def _listed(node: Named, key: str) -> tuple[Node, ...]:
    return _sequence(node.entries[key], key) if key in node.entries else ()


def _statement(node: Node) -> Statement:
    body = _mapping(node, "pernyataan")
    _only(body, required=("says", "from", "source", "confidence"), optional=("until",))
    return Statement(_spoken(body.entries["says"]), _period(body), *_origin(body))


def _gives(node: Node) -> Gives:
    body = _mapping(node, "gives")
    _only(body, required=("every",), optional=("amount", "components", "components_most", "what"))
    if ("amount" in body.entries) + ("components" in body.entries) > 1 or len(body.entries) == 1:
        raise RuleRefused(
            words("Yang diberikan adalah satu dari: amount, components, atau what."),
            advice=words("Tuliskan amount, atau components, atau what bila tidak berupa rupiah."),
            line=node.line,
        )
    return Gives(
        amount=_text(body.entries["amount"]) if "amount" in body.entries else "",
        components=tuple(_component(one) for one in _listed(body, "components")),
        components_most=_text(body.entries["components_most"]) if "components_most" in body.entries else "",
        every=cast(Every, _one_of(body.entries["every"], get_args(Every))),
        what=_spoken(body.entries["what"]) if "what" in body.entries else Spoken("", ""),
        line=body.entries["amount"].line if "amount" in body.entries else node.line,
    )


def _component(node: Node) -> Component:
    body = _mapping(node, "komponen")
    _only(body, required=("name", "who", "amount"), optional=("most",))
    return Component(
        name=_spoken(body.entries["name"]),
        who=_text(body.entries["who"]),
        amount=_text(body.entries["amount"]),
        most=_text(body.entries["most"]) if "most" in body.entries else "",
        line=body.entries["who"].line,
    )


def _identifier(node: Named) -> str:
    found = node.entries["rule"]
    name = _text(found)
    if not name.replace("-", "").isalnum() or not name.isascii() or name != name.lower():
        raise RuleRefused(
            words("Nama aturan “%(name)s” tidak dapat dipakai."),
            advice=words("Pakailah huruf kecil, angka dan tanda hubung."),
            line=found.line,
            values={"name": name},
        )
    return name


def _values(node: Node | None, vocabulary: Vocabulary) -> tuple[NamedValue, ...]:
    if node is None:
        return ()
    listed = _mapping(node, "values")
    values = []
    for name, entry in listed.entries.items():
        line = listed.lines[name]
        if name in vocabulary or name in KEYWORDS or not name.isidentifier() or not name.isascii():
            raise RuleRefused(
                words("Nama nilai “%(name)s” tidak dapat dipakai."),
                advice=words("Pakailah nama lain: bukan nama kolom dan bukan kata syarat."),
                line=line,
                values={"name": name},
            )
        body = _mapping(entry, name)
        _only(body, required=("meaning", "unit", "versions"))
        versions = tuple(_dated_value(part) for part in _sequence(body.entries["versions"], name))
        _one_a_day([(version.period, version.line) for version in versions])
        kinds = {type(version.value) for version in versions}
        if len(kinds) > 1:
            raise RuleRefused(
                words("Versi “%(name)s” tidak sejenis."),
                advice=words("Semua versi berupa angka, rentang, tanggal atau kata."),
                line=line,
                values={"name": name},
            )
        unit = _one_of(body.entries["unit"], UNITS)
        values.append(NamedValue(name, _spoken(body.entries["meaning"]), unit, versions))
    return tuple(values)


def _dated_value(node: Node) -> DatedValue:
    body = _mapping(node, "versi")
    _only(body, required=("value", "from", "source", "confidence"), optional=("until",))
    found = body.entries["value"]
    try:
        value = read_value(_text(found))
    except RuleRefused as refusal:
        raise RuleRefused(
            refusal.template, advice=refusal.advice_template, line=found.line, values=refusal.values
        ) from refusal
    return DatedValue(value, _period(body), *_origin(body), body.line)


def _conditions(node: Node) -> tuple[DatedCondition, ...]:
    conditions = []
    for part in _sequence(node, "who"):
        body = _mapping(part, "syarat")
        _only(body, required=("when", "from", "source", "confidence"), optional=("until",))
        when = body.entries["when"]
        if not isinstance(when, Text) or not when.value.strip():
            raise RuleRefused(
                words("Syarat kosong: aturan tanpa syarat akan mengenai semua keluarga."),
                advice=words("Tuliskan paling sedikit satu syarat, misalnya decile in 1..4."),
                line=when.line,
            )
        conditions.append(DatedCondition(when.value, _period(body), *_origin(body), when.line))
    _one_a_day([(condition.period, condition.line) for condition in conditions])
    return tuple(conditions)


def _origin(body: Named) -> tuple[str, Confidence]:
    confidence = cast(Confidence, _one_of(body.entries["confidence"], get_args(Confidence)))
    return _text(body.entries["source"]), confidence


def _period(body: Named) -> Period:
    since = _day(body.entries["from"])
    until = _day(body.entries["until"]) if "until" in body.entries else None
    if until is not None and until < since:
        raise RuleRefused(
            words("Berakhir (%(found)s) sebelum mulai (%(found2)s)."),
            advice=words("Perbaiki from atau until."),
            line=body.lines["until"],
            values={"found": until, "found2": since},
        )
    return Period(since, until)


def _one_a_day(periods: Sequence[tuple[Period, int]]) -> None:
    ordered = sorted(periods, key=lambda pair: pair[0].since)
    for (before, _), (after, line) in pairwise(ordered):
        if before.until is None or before.until >= after.since:
            raise RuleRefused(
                words("Dua versi berlaku pada %(found)s."),
                advice=words("Akhiri versi sebelumnya dengan until sehari sebelum versi ini mulai."),
                line=line,
                values={"found": after.since},
            )


def _day(node: Node) -> date:
    text = _text(node)
    try:
        if len(text) != 10:
            raise ValueError
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise RuleRefused(
            words("“%(text)s” bukan tanggal."),
            advice=words("Tulislah TTTT-BB-HH, misalnya 2026-02-01."),
            line=node.line,
            values={"text": text},
        ) from wrong


def _spoken(node: Node) -> Spoken:
    body = _mapping(node, "nama")
    _only(body, required=("id", "en"))
    return Spoken(_text(body.entries["id"]), _text(body.entries["en"]))


def _text(node: Node) -> str:
    if not isinstance(node, Text) or not node.value.strip():
        raise RuleRefused(words("Di sini ditunggu sebuah teks."), advice=words("Isilah nilainya."), line=node.line)
    return node.value.strip()


def _one_of(node: Node, known: Sequence[str]) -> str:
    text = _text(node)
    if text not in known:
        raise RuleRefused(
            words("“%(text)s” tidak dikenal."),
            advice=words("Pilihannya: %(known)s."),
            line=node.line,
            values={"text": text, "known": ", ".join(known)},
        )
    return text


def _mapping(node: Node, what: str) -> Named:
    if not isinstance(node, Named):
        raise RuleRefused(
            words("“%(what)s” harus berisi kunci dan nilai."),
            advice=words("Tulislah kunci: nilai."),
            line=node.line,
            values={"what": what},
        )
    return node


def _sequence(node: Node, what: str) -> tuple[Node, ...]:
    if not isinstance(node, Listed) or not node.items:
        raise RuleRefused(
            words("“%(what)s” harus sebuah daftar."),
            advice=words("Mulailah setiap versi dengan “- ”."),
            line=node.line,
            values={"what": what},
        )
    if len(node.items) > VERSIONS_MAX:
        raise RuleRefused(
            words("Lebih dari %(most)s versi."),
            advice=words("Hapus versi yang tidak dipakai."),
            line=node.line,
            values={"most": VERSIONS_MAX},
        )
    return node.items


def _only(node: Named, *, required: Sequence[str], optional: Sequence[str] = ()) -> None:
    for key in required:
        if key not in node.entries:
            raise RuleRefused(
                words("“%(key)s” belum ada."),
                advice=words("Tambahkan baris %(key)s: …"),
                line=node.line,
                values={"key": key},
            )
    for key, line in node.lines.items():
        if key not in required and key not in optional:
            known = ", ".join([*required, *optional])
            raise RuleRefused(
                words("“%(key)s” tidak dikenal."),
                advice=words("Yang dikenal di sini: %(known)s."),
                line=line,
                values={"key": key, "known": known},
            )
