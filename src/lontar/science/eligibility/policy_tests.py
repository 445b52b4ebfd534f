"""Policy tests that an officer can read: a family, a day and the answer that is expected of a rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from lontar.science.eligibility.columns import DOES_NOT, QUALIFIES, UNDECIDED
from lontar.science.eligibility.located_yaml import Listed, Named, Node, Text, read_yaml
from lontar.science.eligibility.reading import Reading, read_family, read_person
from lontar.science.eligibility.rulebook import Rule
from lontar.science.eligibility.tokens import RuleRefused
from lontar.science.eligibility.vocabulary import Field, Owner, Vocabulary
from lontar.science.eligibility.words import VOCABULARY
from lontar.science.trouble import words

ANSWERS = (QUALIFIES, DOES_NOT, UNDECIDED)
CASES_MAX, MEMBERS_MAX = 100, 30
_KEYS = frozenset({"says", "day", "family", "members", "person", "expect", "amount", "amount_most"})
_YES, _NO = frozenset({"true", "yes", "ya"}), frozenset({"false", "no", "tidak"})


@dataclass(frozen=True, slots=True)
class Case:
    """One family, or one of its members (`person` counts from 1), on a day, and what is expected."""

    says: str
    day: date
    family: Mapping[str, Any]
    members: tuple[Mapping[str, Any], ...]
    person: int | None
    expect: str
    amount: int
    amount_most: int
    line: int


@dataclass(frozen=True, slots=True)
class Tried:
    """What the rule answers to a case."""

    case: Case
    verdict: str
    amount: int
    amount_most: int | None

    @property
    def as_expected(self) -> bool:
        expected = (self.case.expect, self.case.amount, self.case.amount_most)
        return (self.verdict, self.amount, self.amount_most) == expected


def read_cases(text: str, vocabulary: Vocabulary = VOCABULARY) -> tuple[Case, ...]:
    """The cases of a sheet: a list, or `cases:` under the name of its rule. Raises RuleRefused with the line.

    >>> [case.expect for case in read_cases("- {says: a, day: 2026-11-22, family: {decile: 3}, expect: qualifies}")]
    ['qualifies']
    """
    if not text.strip():
        return ()
    node = read_yaml(text)
    listed = node.entries.get("cases") if isinstance(node, Named) else node
    if not isinstance(listed, Listed):
        raise RuleRefused(
            words("Contoh uji harus sebuah daftar."),
            advice=words("Mulailah setiap contoh dengan “- says: …”."),
            line=node.line,
        )
    if len(listed.items) > CASES_MAX:
        raise RuleRefused(
            words("Lebih dari %(most)s contoh uji."),
            advice=words("Sisakan yang di dekat batas."),
            line=node.line,
            values={"most": CASES_MAX},
        )
    by_column = {
        column: field for field in vocabulary.values() for column in (_stored(field), field.dated_by) if column
    }
    return tuple(_case(one, by_column) for one in listed.items)


def tried(rule: Rule, cases: tuple[Case, ...]) -> tuple[Tried, ...]:
    """Each case answered by the rule. Raises RuleRefused where a case asks for a day or a person that there is not."""
    answers = []
    for case in cases:
        reading = _read(rule, case)
        answers.append(Tried(case, reading.verdict, reading.amount, reading.amount_most))
    return tuple(answers)


def _read(rule: Rule, case: Case) -> Reading:
    ruling = rule.on(case.day)
    if rule.applies_to == "family":
        if case.person is not None:
            raise RuleRefused(words("Aturan ini menilai keluarga."), advice=words("Hapus person."), line=case.line)
        return read_family(ruling, case.family, case.members)
    if case.person is None or not 1 <= case.person <= len(case.members):
        raise RuleRefused(
            words("Aturan ini menilai orang: sebutkan anggota yang mana."),
            advice=words("Tulis person: 1."),
            line=case.line,
        )
    return read_person(ruling, case.family, case.members, case.person - 1)


def _stored(field: Field) -> str:
    return field.years_of or field.months_of or field.name


def _case(node: Node, vocabulary: Mapping[str, Field]) -> Case:
    if not isinstance(node, Named):
        raise RuleRefused(
            words("Contoh uji berisi kunci dan nilai."),
            advice=words("Tulislah says, day, family dan expect."),
            line=node.line,
        )
    for key, line in node.lines.items():
        if key not in _KEYS:
            raise RuleRefused(
                words("“%(key)s” tidak dikenal."),
                advice=words("Yang dikenal: %(known)s."),
                line=line,
                values={"key": key, "known": ", ".join(sorted(_KEYS))},
            )
    for key in ("says", "day", "expect"):
        if key not in node.entries:
            raise RuleRefused(
                words("“%(key)s” belum ada."), advice=words("Tambahkan %(key)s: …"), line=node.line, values={"key": key}
            )
    expect = _text(node.entries["expect"])
    if expect not in ANSWERS:
        raise RuleRefused(
            words("“%(expect)s” bukan jawaban."),
            advice=words("Pilihannya: %(known)s."),
            line=node.lines["expect"],
            values={"expect": expect, "known": ", ".join(ANSWERS)},
        )
    listed = node.entries.get("members")
    if listed is not None and (not isinstance(listed, Listed) or len(listed.items) > MEMBERS_MAX):
        raise RuleRefused(
            words("members harus sebuah daftar."), advice=words("Contoh: [{birth_date: 1960-01-01}]."), line=listed.line
        )
    amount = _whole(node, "amount") or 0
    most = _whole(node, "amount_most")
    return Case(
        says=_text(node.entries["says"]),
        day=_day(node.entries["day"]),
        family=_record(node.entries.get("family"), vocabulary, "family"),
        members=tuple(_record(one, vocabulary, "member") for one in listed.items) if isinstance(listed, Listed) else (),
        person=_whole(node, "person"),
        expect=expect,
        amount=amount,
        amount_most=amount if most is None else most,
        line=node.line,
    )


def _record(node: Node | None, vocabulary: Mapping[str, Field], owner: Owner) -> dict[str, Any]:
    if node is None:
        return {}
    if not isinstance(node, Named):
        raise RuleRefused(
            words("Keterangan berisi kunci dan nilai."), advice=words("Contoh: {decile: 3}."), line=node.line
        )
    found = {}
    for name, value in node.entries.items():
        word = vocabulary.get(name)
        if word is None or word.owner != owner:
            known = ", ".join(sorted(name for name, field in vocabulary.items() if field.owner == owner))
            raise RuleRefused(
                words("Kolom “%(name)s” tidak dikenal."),
                advice=words("Yang dikenal: %(known)s."),
                line=value.line,
                values={"name": name, "known": known},
            )
        found[name] = _value(value, word, name)
    return found


def _value(node: Node, word: Field, name: str) -> int | str | bool | date:
    if name == word.dated_by or word.years_of or word.months_of or word.kind == "date":
        return _day(node)
    text = _text(node)
    match word.kind:
        case "number":
            return _number(text, node.line)
        case "flag" if text.lower() in _YES | _NO:
            return text.lower() in _YES
        case "choice" if text in word.choices:
            return text
        case _:
            known = ", ".join(word.choices) or "true, false"
            raise RuleRefused(
                words("“%(text)s” bukan pilihan %(name)s."),
                advice=words("Pilihannya: %(known)s."),
                line=node.line,
                values={"text": text, "name": name, "known": known},
            )


def _whole(node: Named, key: str) -> int | None:
    found = node.entries.get(key)
    return None if found is None else _number(_text(found), found.line)


def _number(text: str, line: int) -> int:
    if not text.lstrip("-").isdecimal() or len(text) > 14:
        raise RuleRefused(
            words("“%(found)s” bukan angka bulat."),
            advice=words("Tulislah tanpa titik, misalnya 300000."),
            line=line,
            values={"found": text[:20]},
        )
    return int(text)


def _day(node: Node) -> date:
    text = _text(node)
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise RuleRefused(
            words("“%(text)s” bukan tanggal."),
            advice=words("Tulislah TTTT-BB-HH."),
            line=node.line,
            values={"text": text},
        ) from wrong


def _text(node: Node) -> str:
    if not isinstance(node, Text) or not node.value.strip():
        raise RuleRefused(words("Di sini ditunggu sebuah teks."), advice=words("Isilah nilainya."), line=node.line)
    return node.value.strip()
