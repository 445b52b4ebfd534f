"""A reading told to people: plain sentences in Indonesian and English, the same every time it is asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lontar.science.eligibility import terms as t
from lontar.science.eligibility.columns import DOES_NOT, QUALIFIES, UNDECIDED
from lontar.science.eligibility.reading import Change, Evidence, Reading, StepRead
from lontar.science.eligibility.sentences import figure, in_words, on_day, with_unit
from lontar.science.eligibility.vocabulary import RELATIONS, Spoken

_ANSWERS = {
    True: Spoken("terpenuhi", "met"),
    False: Spoken("tidak terpenuhi", "not met"),
    None: Spoken("belum diketahui", "not known"),
}
_VERDICTS = {
    QUALIFIES: Spoken("Keluarga ini memenuhi syarat.", "This family qualifies."),
    DOES_NOT: Spoken("Keluarga ini tidak memenuhi syarat.", "This family does not qualify."),
    UNDECIDED: Spoken(
        "Belum dapat diputuskan: ada keterangan yang belum diketahui.",
        "It cannot be decided yet: something is not known.",
    ),
}
_OTHERWISE = {
    QUALIFIES: Spoken("keluarga ini memenuhi syarat", "this family would qualify"),
    DOES_NOT: Spoken("keluarga ini tidak memenuhi syarat", "this family would not qualify"),
    UNDECIDED: Spoken("jawabannya belum dapat diputuskan", "the answer could not be decided"),
}
_EVERY = {
    "once": Spoken("satu kali", "once"),
    "month": Spoken("setiap bulan", "a month"),
    "quarter": Spoken("setiap triwulan", "a quarter"),
    "year": Spoken("setiap tahun", "a year"),
}
_TRUST = {
    "read": Spoken("sumber sudah dibaca", "source read"),
    "believed": Spoken("sumber belum dibaca", "source not read yet"),
    "made_up": Spoken("dibuat untuk contoh", "made up for the example"),
}


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

    @property
    def text(self) -> str:
        """All of it, one sentence a line."""
        lines = [self.heading]
        for step in self.steps:
            lines.append(f"{step.number}. {step.question}: {step.answer}. {' '.join(step.found)}".rstrip())
        return "\n".join([*lines, self.verdict, *([self.gives] if self.gives else []), *self.changes, *self.sources])


def tell(reading: Reading, language: str) -> Told:
    """The explanation of one family's answer in `id` or `en`."""
    ruling = reading.ruling
    day = on_day(ruling.on, language)
    name = ruling.rule.name[language]
    heading = Spoken(f"{name}, menurut aturan pada {day}.", f"{name}, by the rule on {day}.")[language]
    return Told(
        heading=heading,
        verdict=_VERDICTS[reading.verdict][language],
        gives=_gives(reading, language),
        steps=tuple(_told(step, language) for step in reading.steps),
        changes=tuple(_changes(reading, language)),
        sources=tuple(_sources(reading, language)),
    )


def _gives(reading: Reading, language: str) -> str:
    if reading.verdict != QUALIFIES:
        return ""
    every = _EVERY[reading.ruling.rule.every][language]
    amount = figure(reading.amount, language)
    return Spoken(f"Besar bantuan: Rp {amount} {every}.", f"Aid: Rp {amount} {every}.")[language]


def _told(step: StepRead, language: str) -> ToldStep:
    question = in_words(step.step, language)
    return ToldStep(
        number=step.number,
        question=question[0].upper() + question[1:],
        found=tuple(_found(step, language)),
        answer=_ANSWERS[step.answer][language],
        met=step.answer,
    )


def _found(step: StepRead, language: str) -> Iterable[str]:
    of_members = any(isinstance(term, t.Some | t.Every | t.Count) for term in t.every(step.step))
    if of_members and not any(evidence.member for evidence in step.evidence):
        yield Spoken("Anggota keluarga belum diketahui.", "The members of the family are not known.")[language]
    seen: dict[int, list[str]] = {}
    who: dict[int, str] = {}
    for evidence in step.evidence:
        seen.setdefault(evidence.member, []).append(_value(evidence, language))
        who[evidence.member] = _who(evidence, language)
    for member, values in seen.items():
        said = ", ".join(values)
        sentence = f"{who[member]}: {said}." if member else f"{said}."
        yield sentence[0].upper() + sentence[1:]


def _who(evidence: Evidence, language: str) -> str:
    relation = RELATIONS.get(evidence.relation)
    order = Spoken(f"anggota {evidence.member}", f"member {evidence.member}")[language]
    return f"{order} ({relation[language]})" if relation else order


def _value(evidence: Evidence, language: str) -> str:
    label = evidence.field.label[language]
    if evidence.value is None:
        return f"{label} {_ANSWERS[None][language]}"
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
        yield _change(change, language)
    if not reading.changes:
        yield Spoken(
            "Tidak ada satu syarat pun yang sendirian mengubah jawaban ini.",
            "No single condition alone would change this answer.",
        )[language]


def _change(change: Change, language: str) -> str:
    answer = _ANSWERS[change.answer][language]
    otherwise = _OTHERWISE[change.verdict][language]
    return Spoken(
        f"Seandainya syarat {change.step} {answer}, {otherwise}.",
        f"If condition {change.step} were {answer}, {otherwise}.",
    )[language]


def _sources(reading: Reading, language: str) -> Iterable[str]:
    since = reading.ruling.since
    known = [(Spoken("syarat", "criteria"), since.period.since, since.source, since.confidence)]
    for meaning, dated in reading.ruling.sources:
        known.append((meaning, dated.period.since, dated.source, dated.confidence))
    for meaning, day, source, confidence in known:
        trust = _TRUST[confidence][language]
        began = on_day(day, language)
        sentence = Spoken(
            f"{meaning.id}: berlaku sejak {began}. Sumber: {source} ({trust}).",
            f"{meaning.en}: in force since {began}. Source: {source} ({trust}).",
        )[language]
        yield sentence[0].upper() + sentence[1:]
