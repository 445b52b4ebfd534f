"""Conditions in plain sentences, Indonesian and English."""

from collections.abc import Callable
from datetime import date

from lontar.science.eligibility import terms as t
from lontar.science.eligibility.vocabulary import Field, Spoken

_UNITS = {
    "years": Spoken("tahun", "years"),
    "months": Spoken("bulan", "months"),
    "persons": Spoken("orang", "persons"),
    "percent": Spoken("persen", "percent"),
    "rupiah": Spoken("rupiah", "rupiah"),
    "millimetres": Spoken("milimeter", "millimetres"),
}
# The units of a rule's own values.
_MEASURED = {
    "decile": Spoken("desil {}", "decile {}"),
    "years": Spoken("{} tahun", "{} years"),
    "months": Spoken("{} bulan", "{} months"),
    "days": Spoken("{} hari", "{} days"),
    "persons": Spoken("{} orang", "{} persons"),
    "families": Spoken("{} keluarga", "{} families"),
    "percent": Spoken("{} persen", "{} percent"),
    "millimetres": Spoken("{} milimeter", "{} millimetres"),
    "rupiah": Spoken("Rp {}", "Rp {}"),
    "rupiah_once": Spoken("Rp {} satu kali", "Rp {} once"),
    "rupiah_per_month": Spoken("Rp {} sebulan", "Rp {} a month"),
    "rupiah_per_quarter": Spoken("Rp {} setriwulan", "Rp {} a quarter"),
    "rupiah_per_year": Spoken("Rp {} setahun", "Rp {} a year"),
}
_MONTHS = {
    "id": [
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
_COMPARED = {
    "<": Spoken("kurang dari", "less than"),
    "<=": Spoken("paling banyak", "at most"),
    "=": Spoken("tepat", "exactly"),
    "!=": Spoken("bukan", "not"),
    ">=": Spoken("paling sedikit", "at least"),
    ">": Spoken("lebih dari", "more than"),
}
_ON_DAYS = {
    "<": Spoken("sebelum", "before"),
    "<=": Spoken("paling lambat", "on or before"),
    "=": Spoken("tepat pada", "on"),
    "!=": Spoken("bukan pada", "not on"),
    ">=": Spoken("paling awal", "on or after"),
    ">": Spoken("sesudah", "after"),
}
_JOINED = {"and": Spoken(" dan ", " and "), "or": Spoken(" atau ", " or ")}


def on_day(day: date, language: str) -> str:
    """A day as people write it.

    >>> on_day(date(2026, 2, 1), "id"), on_day(date(2026, 2, 1), "en")
    ('1 Februari 2026', '1 February 2026')
    """
    return f"{day.day} {_MONTHS[language][day.month - 1]} {day.year}"


def figure(number: int, language: str) -> str:
    """A whole number with its thousands set apart.

    >>> figure(200000, "id"), figure(200000, "en")
    ('200.000', '200,000')
    """
    grouped = f"{number:,}"
    return grouped.replace(",", ".") if language == "id" else grouped


def with_unit(number: int, field: Field | None, language: str) -> str:
    """A number with the unit of the column it was found in."""
    unit = _UNITS.get(field.unit) if field else None
    if unit is None:
        return figure(number, language)
    word = unit[language]
    one = language == "en" and number == 1 and word.endswith("s")
    return f"{figure(number, language)} {word[:-1] if one else word}"


def value_in_words(value: t.Value, unit: str, language: str) -> str:
    """A value of a rule with its unit.

    >>> value_in_words(t.Ranges(((1, 4),)), "decile", "id"), value_in_words(1, "persons", "en")
    ('desil 1 sampai 4', '1 person')
    >>> value_in_words(200000, "rupiah_per_month", "id")
    'Rp 200.000 sebulan'
    """
    say = _Speaker(language)
    match value:
        case date():
            return on_day(value, language)
        case t.Words(chosen):
            return say.either(list(chosen))
        case t.Ranges(ranges):
            figures = say.either([say.range(low, high) for low, high in ranges])
        case _:
            figures = figure(value, language)
    said = _MEASURED[unit][language].format(figures) if unit in _MEASURED else figures
    return (
        said.removesuffix("s")
        if language == "en" and value == 1 and unit in ("years", "months", "days", "persons")
        else said
    )


def in_words(term: t.Term, language: str) -> str:
    """A condition or a number as part of a sentence, without a capital and a stop.

    >>> from lontar.science.eligibility.grammar import read_condition
    >>> in_words(read_condition("decile in 1..2 and some member (age >= 60)"), "en")
    'DTSEN decile from 1 to 2 and a member with age at least 60 years'
    """
    say = _Speaker(language)
    return say.condition(term) if isinstance(term, t.Condition) else say.number(term)


class _Speaker:
    def __init__(self, language: str) -> None:
        self.language = language

    def pick(self, indonesian: str, english: str) -> str:
        return Spoken(indonesian, english)[self.language]

    def condition(self, condition: t.Condition) -> str:
        match condition:
            case t.Compare(left, op, right):
                return f"{self.number(left)} {_COMPARED[op][self.language]} {self.measured(right, left)}"
            case t.Within(left, ranges, _):
                return f"{self.number(left)} {self.ranges(ranges, left)}"
            case t.Dated(field, op, day, _):
                return f"{field.label[self.language]} {_ON_DAYS[op][self.language]} {on_day(day, self.language)}"
            case t.OneOf(field, words, negated):
                chosen = self.either([field.choices[word][self.language] for word in words])
                other = self.pick(" selain", " other than") if negated else ""
                return f"{field.label[self.language]}{other} “{chosen}”"
            case t.Holds(field):
                return field.label[self.language]
            case t.NotKnown():
                return self.pick("kriteria lain, yang belum diketahui", "other criteria, which are not known")
            case t.Some(part):
                return f"{self.pick('ada anggota dengan', 'a member with')} {self.inner(part, t.Any)}"
            case t.Every(part):
                return f"{self.pick('semua anggota dengan', 'every member with')} {self.inner(part, t.Any)}"
            case t.Denied(part):
                return f"{self.pick('tidak benar bahwa', 'it is not so that')} {self.inner(part, t.Any)}"
            case t.All(parts):
                return _JOINED["and"][self.language].join(self.inner(part, t.Any) for part in parts)
            case t.Any(parts):
                return _JOINED["or"][self.language].join(self.inner(part, t.All) for part in parts)

    def inner(self, part: t.Condition, *in_brackets: Callable[..., object]) -> str:
        said = self.condition(part)
        bracketed = isinstance(part, t.All | t.Any) and (type(part) in in_brackets or len(in_brackets) == 0)
        return f"({said})" if bracketed else said

    def number(self, number: t.Number) -> str:
        match number:
            case t.Whole(value):
                return figure(value, self.language)
            case t.Found(field):
                return field.label[self.language]
            case t.Count(part):
                return f"{self.pick('banyaknya anggota dengan', 'the number of members with')} ({self.condition(part)})"
            case t.OneIf(part):
                return f"{self.pick('1 bila', '1 if')} ({self.condition(part)})"
            case t.Plus(left, right):
                return f"{self.number(left)} + {self.number(right)}"
            case t.Minus(left, right):
                return f"{self.number(left)} − {self.inner_number(right)}"
            case t.Times(left, by):
                return f"{self.inner_number(left)} × {self.number(by)}"
            case t.Over(left, by):
                below = self.pick("dibulatkan ke bawah", "rounded down")
                return f"({self.inner_number(left)} : {self.number(by)}, {below})"
            case t.Least(left, right):
                word = self.pick("yang terkecil dari", "the smaller of")
                return f"{word} ({self.number(left)}; {self.number(right)})"
            case t.Most(left, right):
                word = self.pick("yang terbesar dari", "the larger of")
                return f"{word} ({self.number(left)}; {self.number(right)})"

    def inner_number(self, number: t.Number) -> str:
        said = self.number(number)
        return f"({said})" if isinstance(number, t.Plus | t.Minus) else said

    def measured(self, number: t.Number, beside: t.Number) -> str:
        if isinstance(number, t.Whole) and isinstance(beside, t.Found):
            return with_unit(number.value, beside.field, self.language)
        return self.number(number)

    def ranges(self, ranges: tuple[tuple[int, int], ...], beside: t.Number) -> str:
        field = beside.field if isinstance(beside, t.Found) else None
        words = []
        for low, high in ranges:
            if low == high:
                words.append(with_unit(low, field, self.language))
            else:
                high_words = with_unit(high, field, self.language)
                words.append(self.pick(f"{low} sampai {high_words}", f"from {low} to {high_words}"))
        return self.either(words)

    def range(self, low: int, high: int) -> str:
        least, most = figure(low, self.language), figure(high, self.language)
        return least if low == high else self.pick(f"{least} sampai {most}", f"{least} to {most}")

    def either(self, words: list[str]) -> str:
        if len(words) == 1:
            return words[0]
        return ", ".join(words[:-1]) + _JOINED["or"][self.language] + words[-1]
