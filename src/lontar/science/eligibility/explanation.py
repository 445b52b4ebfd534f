"""A reading told to people: plain sentences in Indonesian and English, the same every time it is asked."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from lontar.science.eligibility import terms as t
from lontar.science.eligibility.columns import DOES_NOT, QUALIFIES, UNDECIDED
from lontar.science.eligibility.reading import Change, Evidence, Reading, StepRead
from lontar.science.eligibility.remembered import remembered
from lontar.science.eligibility.rulebook import Period, Ruling, Statement
from lontar.science.eligibility.sentences import figure, in_words, on_day, value_in_words, with_unit
from lontar.science.eligibility.vocabulary import Spoken
from lontar.science.eligibility.words import RELATIONS

ANSWERS = {
    True: Spoken("terpenuhi", "met"),
    False: Spoken("tidak terpenuhi", "not met"),
    None: Spoken("belum diketahui", "not known"),
}
_WHO = {"family": Spoken("keluarga ini", "this family"), "person": Spoken("orang ini", "this person")}
_VERDICTS = {
    QUALIFIES: Spoken("{who} memenuhi syarat.", "{who} qualifies."),
    DOES_NOT: Spoken("{who} tidak memenuhi syarat.", "{who} does not qualify."),
    UNDECIDED: Spoken(
        "Belum dapat diputuskan: ada keterangan yang belum diketahui.",
        "It cannot be decided yet: something is not known.",
    ),
}
_NO_CRITERIA = Spoken(
    "Belum dapat diputuskan: kriteria penerimanya belum diketahui.",
    "It cannot be decided yet: the criteria are not known.",
)
_OTHERWISE = {
    QUALIFIES: Spoken("{who} memenuhi syarat", "{who} would qualify"),
    DOES_NOT: Spoken("{who} tidak memenuhi syarat", "{who} would not qualify"),
    UNDECIDED: Spoken("jawabannya belum dapat diputuskan", "the answer could not be decided"),
}
_EVERY = {
    "once": Spoken("satu kali", "once"),
    "month": Spoken("setiap bulan", "a month"),
    "quarter": Spoken("setiap triwulan", "a quarter"),
    "year": Spoken("setiap tahun", "a year"),
}
_AID = Spoken("Besar bantuan", "Aid")
_GIVEN = Spoken("Yang diberikan", "What is given")
_ASKED = Spoken("Kewajiban", "Condition")
_ENDED = Spoken("Berakhir bila", "Ends when")
_SOURCE = Spoken("Sumber", "Source")
_TRUST = {
    "read": Spoken("sumber sudah dibaca", "source read"),
    "believed": Spoken("sumber belum dibaca", "source not read yet"),
    "made_up": Spoken("dibuat untuk contoh", "made up for the example"),
}

_OF_OTHERS = Spoken("Data anggota lain hanya diceritakan kepada mereka.", "Other members' data are told to them alone.")


@dataclass(frozen=True, slots=True)
class ToldStep:
    """One condition: the question, what was found, and the answer in a word."""

    number: int
    question: str
    found: tuple[str, ...]
    answer: str
    met: bool | None


@dataclass(frozen=True, slots=True)
class Told:
    """A whole explanation as sentences, ready for a page, a letter or a file."""

    heading: str
    verdict: str
    gives: str
    steps: tuple[ToldStep, ...]
    changes: tuple[str, ...]
    sources: tuple[str, ...]
    components: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All of it, one sentence a line."""
        lines = [self.heading]
        for step in self.steps:
            lines.append(f"{step.number}. {step.question}: {step.answer}. {' '.join(step.found)}".rstrip())
        gives = [*self.components, *([self.gives] if self.gives else [])]
        return "\n".join([*lines, self.verdict, *gives, *self.changes, *self.conditions, *self.ends, *self.sources])


def tell(reading: Reading, language: str, *, members: Collection[int] | None = None) -> Told:
    """The explanation of one family's answer in `id` or `en`.

    With `members`, counted from 1, the values of these alone are told: for who asks about themselves, whose relatives'
    ages and illnesses are theirs.
    """
    ruling = reading.ruling
    day = on_day(ruling.on, language)
    name = ruling.rule.name[language]
    heading = Spoken(f"{name}, menurut aturan pada {day}.", f"{name}, by the rule on {day}.")[language]
    return Told(
        heading=heading,
        verdict=_verdict(reading, language),
        gives=_gives(reading, language),
        steps=tuple(_told(step, language, members) for step in reading.steps),
        changes=tuple(_changes(reading, language)),
        sources=_sources(ruling, language),
        components=tuple(_components(reading, language)),
        conditions=_duties(ruling, language),
        ends=_ends(ruling, language),
    )


def _verdict(reading: Reading, language: str) -> str:
    if reading.verdict == UNDECIDED and any(isinstance(step.step, t.NotKnown) for step in reading.steps):
        return _NO_CRITERIA[language]
    said = _VERDICTS[reading.verdict][language].format(who=_who_is_asked(reading, language))
    return said[0].upper() + said[1:]


def _who_is_asked(reading: Reading, language: str) -> str:
    return _WHO[reading.ruling.rule.applies_to][language]


def _components(reading: Reading, language: str) -> Iterable[str]:
    """Each component with how many members count, where it is known; those that count nobody are left out."""
    for part, count in zip(reading.ruling.components, reading.counts, strict=True):
        if count is None or count[1] == 0:
            continue
        least, most = (figure(number, language) for number in count)
        people = least if least == most else Spoken(f"{least} sampai {most}", f"{least} to {most}")[language]
        rupiah = figure(part.rupiah, language)
        name = part.name[language]
        yield f"{name[0].upper()}{name[1:]}: {people} × Rp {rupiah}."


@remembered
def _duties(ruling: Ruling, language: str) -> tuple[str, ...]:
    return tuple(_stated(ruling.conditions, _ASKED, language))


@remembered
def _ends(ruling: Ruling, language: str) -> tuple[str, ...]:
    return tuple(_stated(ruling.ends, _ENDED, language))


def _stated(statements: Iterable[Statement], heading: Spoken, language: str) -> Iterable[str]:
    for one in statements:
        yield f"{heading[language]}: {one.says[language]}. {_from_where(one, language)}"


def _from_where(one: Statement, language: str) -> str:
    return f"{_SOURCE[language]}: {one.source} ({_TRUST[one.confidence][language]})."


def _gives(reading: Reading, language: str) -> str:
    """What is given, as far as it is known: an amount, a range of amounts, or something that is no rupiah."""
    gives = reading.ruling.rule.gives
    if reading.verdict != QUALIFIES:
        return ""
    if reading.ruling.amount is None:
        return f"{_GIVEN[language]}: {gives.what[language]}."
    every = _EVERY[gives.every][language]
    least = f"Rp {figure(reading.amount, language)}"
    if reading.amount_most is None:
        said = Spoken(f"{least} atau lebih", f"{least} or more")[language]
    elif reading.amount_most == reading.amount:
        said = least
    else:
        most = f"Rp {figure(reading.amount_most, language)}"
        said = Spoken(f"{least} sampai {most}", f"{least} to {most}")[language]
    return f"{_AID[language]}: {said} {every}."


def _told(step: StepRead, language: str, members: Collection[int] | None) -> ToldStep:
    return ToldStep(
        number=step.number,
        question=_question(step.step, language),
        found=tuple(_found(step, language, members)),
        answer=ANSWERS[step.answer][language],
        met=step.answer,
    )


@remembered
def _question(step: t.Step, language: str) -> str:
    said = in_words(step, language)
    return said[0].upper() + said[1:]


@remembered
def _of_members(step: t.Step) -> bool:
    return any(isinstance(term, t.Some | t.Every | t.Count) for term in t.every(step))


def _found(step: StepRead, language: str, members: Collection[int] | None) -> Iterable[str]:
    if _of_members(step.step) and not any(evidence.member for evidence in step.evidence):
        yield Spoken("Anggota keluarga belum diketahui.", "The members of the family are not known.")[language]
    seen: dict[int, list[str]] = {}
    who: dict[int, str] = {}
    others = 0
    for evidence in step.evidence:
        if members is not None and evidence.member and evidence.member not in members:
            others += 1
            continue
        seen.setdefault(evidence.member, []).append(_value(evidence, language))
        who[evidence.member] = _who(evidence, language)
    for member, values in seen.items():
        said = ", ".join(values)
        sentence = f"{who[member]}: {said}." if member else f"{said}."
        yield sentence[0].upper() + sentence[1:]
    if others:
        yield _OF_OTHERS[language]


def _who(evidence: Evidence, language: str) -> str:
    relation = RELATIONS.get(evidence.relation)
    order = Spoken(f"anggota {evidence.member}", f"member {evidence.member}")[language]
    return f"{order} ({relation[language]})" if relation else order


def _value(evidence: Evidence, language: str) -> str:
    label = evidence.field.label[language]
    if evidence.value is None:
        return f"{label} {ANSWERS[None][language]}"
    said = f"{label} {_as_text(evidence, language)}"
    origin = [evidence.source] if evidence.source else []
    if evidence.dated is not None:
        origin.append(on_day(evidence.dated, language))
    return f"{said} ({', '.join(origin)})" if origin else said


def _as_text(evidence: Evidence, language: str) -> str:
    value = evidence.value
    if isinstance(value, bool):
        return Spoken("ada", "yes")[language] if value else Spoken("tidak ada", "no")[language]
    if isinstance(value, int):
        return with_unit(value, evidence.field, language)
    if isinstance(value, date):
        return on_day(value, language)
    return evidence.field.choices[str(value)][language]


def _changes(reading: Reading, language: str) -> Iterable[str]:
    for change in reading.changes:
        yield _change(change, _who_is_asked(reading, language), language)
    if not reading.changes:
        yield Spoken(
            "Tidak ada satu syarat pun yang sendirian mengubah jawaban ini.",
            "No single condition alone would change this answer.",
        )[language]


def _change(change: Change, who: str, language: str) -> str:
    answer = ANSWERS[change.answer][language]
    otherwise = _OTHERWISE[change.verdict][language].format(who=who)
    return Spoken(
        f"Seandainya syarat {change.step} {answer}, {otherwise}.",
        f"If condition {change.step} were {answer}, {otherwise}.",
    )[language]


@remembered
def _sources(ruling: Ruling, language: str) -> tuple[str, ...]:
    since = ruling.since
    known = [(Spoken("syarat", "criteria")[language], "", since.period, since.source, since.confidence)]
    for value, dated in ruling.sources:
        said = f": {value_in_words(dated.value, value.unit, language)}"
        known.append((value.meaning[language], said, dated.period, dated.source, dated.confidence))
    sentences = []
    for meaning, value_said, period, source, confidence in known:
        trust = _TRUST[confidence][language]
        sentence = f"{meaning}{value_said}, {_in_force(period, language)}. {_SOURCE[language]}: {source} ({trust})."
        sentences.append(sentence[0].upper() + sentence[1:])
    return tuple(sentences)


def _in_force(period: Period, language: str) -> str:
    since = on_day(period.since, language)
    if period.until is None:
        return Spoken(f"berlaku sejak {since}", f"in force since {since}")[language]
    until = on_day(period.until, language)
    return Spoken(f"berlaku {since} sampai {until}", f"in force from {since} to {until}")[language]
