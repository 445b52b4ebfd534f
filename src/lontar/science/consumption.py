"""The short consumption form: what a household ate and spent, and whether that lies below the poverty line."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final

import yaml

from lontar.science.trouble import Refusal, words

TEXT_LENGTH_MAX: Final = 60_000
ITEMS_MAX: Final = 60
PEOPLE_MAX: Final = 40
AMOUNT_MAX: Final = 10**9
CONFIDENCES: Final = ("read", "believed")
MONTHLY: Final[Mapping[str, Fraction]] = {"week": Fraction(30, 7), "month": Fraction(1), "year": Fraction(1, 12)}
"""A week's amount is a month's times 30/7, a year's a twelfth: as BPS reckons the month of Susenas."""


class BadForm(Refusal):
    """A file of the form that cannot be used, with the reason."""


@dataclass(frozen=True, slots=True)
class Item:
    """One question: what was eaten or spent in which time; `food` is what nobody does without for a week.

    `confidence` says whether this question was read at its source, where the form as a whole is only believed.
    """

    key: str
    name: Mapping[str, str]
    period: str
    food: bool
    confidence: str = "believed"


@dataclass(frozen=True, slots=True)
class Form:
    """The questions of one version, with its days and source."""

    key: str
    version: str
    since: date
    until: date | None
    source: str
    confidence: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A poverty line: rupiah a head and month, of a region and a period, with its source."""

    region: str
    area: str
    period: str
    since: date
    amount: int
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Parameters:
    """All versions of the form and all lines that are known, the newest last."""

    forms: tuple[Form, ...]
    lines: tuple[Line, ...]

    def form_on(self, day: date) -> Form:
        """The questions of a day."""
        for one in reversed(self.forms):
            if one.since <= day and (one.until is None or day <= one.until):
                return one
        raise BadForm(words("Pada hari itu tidak ada formulir konsumsi yang berlaku."))

    def line_on(self, day: date, region: str) -> Line | None:
        """The newest line of a region that was out by a day, if one is known."""
        return max(
            (one for one in self.lines if one.region == region and one.since <= day), key=lambda one: one.since, default=None
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Consumed:
    """What the answers add up to a head and month: at least, and exactly where nothing is missing.

    `poor` is None where what is missing could decide it: nothing that was not answered is taken for nought.
    """

    least: int | None
    exactly: int | None
    missing: tuple[str, ...]
    poor: bool | None


def consumed(form: Form, answers: Mapping[str, int | None], people: int | None, line: int) -> Consumed:
    """Add up what was answered.

    >>> form = read_parameters(EXAMPLE).forms[0]
    >>> consumed(form, {"rice": 70_000, "rent": 300_000}, 2, 500_000)
    Consumed(least=300000, exactly=300000, missing=(), poor=True)
    >>> consumed(form, {"rice": 700_000, "rent": None}, 2, 500_000)
    Consumed(least=1500000, exactly=None, missing=('rent',), poor=False)
    >>> consumed(form, {"rice": 70_000, "rent": None}, 2, 500_000).poor is None
    True
    """
    missing = tuple(item.key for item in form.items if answers.get(item.key) is None)
    if not people:
        return Consumed(None, None, missing, None)
    told = sum(
        (MONTHLY[item.period] * amount for item in form.items if (amount := answers.get(item.key)) is not None), Fraction(0)
    )  # fmt: skip
    a_head = told / people
    least = round(a_head)
    if missing:
        return Consumed(least, None, missing, False if a_head >= line else None)
    return Consumed(least, least, missing, a_head < line)


def checked_answers(form: Form, answers: Mapping[str, int | None], people: int | None) -> dict[str, int | None]:
    """The answers to this form's questions alone; what cannot be is refused beside its question."""
    if people is not None and not 1 <= people <= PEOPLE_MAX:
        raise Refusal(
            words("Jumlah orang yang makan dari satu dapur antara 1 dan %(most)d."), field="people", values={"most": PEOPLE_MAX}
        )  # fmt: skip
    unknown = sorted(set(answers) - {item.key for item in form.items})
    if unknown:
        raise Refusal(words("Formulir ini tidak menanyakan “%(key)s”."), values={"key": unknown[0][:40]})
    told = {item.key: answers.get(item.key) for item in form.items}
    for key, amount in told.items():
        if amount is not None and not 0 <= amount <= AMOUNT_MAX:
            raise Refusal(
                words("Tuliskan rupiah penuh, paling banyak %(most)s."), field=key, values={"most": "1.000.000.000"}
            )
    eaten = [told[item.key] for item in form.items if item.food]
    if eaten and not any(amount or amount is None for amount in eaten):
        first = next(item.key for item in form.items if item.food)
        raise Refusal(
            words("Tidak ada rumah tangga yang seminggu tidak makan apa pun."),
            advice=words("Kosongkan yang tidak diketahui; hitung juga yang dari kebun sendiri dan pemberian."),
            field=first,
        )
    return told


EXAMPLE: Final = """
form: short
versions:
  - version: "1"
    from: 2026-01-01
    source: contoh
    confidence: believed
    items:
      - {key: rice, name: {id: Beras, en: Rice}, period: week, food: true}
      - {key: rent, name: {id: Sewa, en: Rent}, period: month}
lines:
  - {region: "53", area: perkotaan, period: Maret 2025, from: 2025-07-25, amount: 666633, source: contoh, confidence: read}
"""


def read_parameters(text: str) -> Parameters:
    """Forms and lines as their file states them.

    >>> read_parameters(EXAMPLE).line_on(date(2026, 1, 1), "53").amount
    666633
    >>> read_parameters("form: x")
    Traceback (most recent call last):
    lontar.science.consumption.BadForm: Berkas formulir konsumsi tidak lengkap: versions, lines tidak ada.
    """
    if len(text) > TEXT_LENGTH_MAX:
        raise BadForm(words("Berkas formulir konsumsi terlalu besar."))
    try:
        told: Any = yaml.safe_load(text)
    except yaml.YAMLError as wrong:
        raise BadForm(words("Berkas formulir konsumsi bukan YAML yang benar.")) from wrong
    missing = [key for key in ("form", "versions", "lines") if not isinstance(told, dict) or key not in told]
    if missing:
        raise BadForm(
            words("Berkas formulir konsumsi tidak lengkap: %(missing)s tidak ada."), values={"missing": ", ".join(missing)}
        )  # fmt: skip
    try:
        forms = tuple(_form(str(told["form"]), one) for one in told["versions"])
        lines = tuple(_line(one) for one in told["lines"])
    except (KeyError, TypeError, ValueError) as wrong:
        raise BadForm(
            words("Berkas formulir konsumsi tidak terbaca di “%(what)s”."), values={"what": str(wrong)[:80]}
        ) from wrong
    for before, after in itertools.pairwise(forms):
        if after.since <= (before.until or date.max):
            raise BadForm(words("Dua versi formulir konsumsi berlaku pada satu hari."))
    return Parameters(forms, tuple(sorted(lines, key=lambda one: one.since)))


def _form(key: str, told: dict[str, Any]) -> Form:
    items = tuple(
        Item(
            str(one["key"]), {str(at): str(name) for at, name in one["name"].items()}, str(one["period"]), bool(one.get("food")),
            str(one.get("confidence", told["confidence"])),
        )
        for one in told["items"]
    )  # fmt: skip
    keys = [item.key for item in items]
    if not 0 < len(items) <= ITEMS_MAX or len(set(keys)) != len(keys):
        raise ValueError("items")
    if any(item.period not in MONTHLY or not item.name.get("id") for item in items):
        raise ValueError("period, name")
    if any(item.confidence not in CONFIDENCES for item in items):
        raise ValueError("confidence")
    return Form(
        key, str(told["version"]), _day(told["from"]), _day(told["until"]) if told.get("until") else None,
        _sourced(told), str(told["confidence"]), items,
    )  # fmt: skip


def _line(told: dict[str, Any]) -> Line:
    amount = told["amount"]
    if not isinstance(amount, int) or amount <= 0:
        raise ValueError("amount")
    return Line(
        str(told["region"]), str(told["area"]), str(told["period"]), _day(told["from"]), amount, _sourced(told),
        str(told["confidence"]),
    )  # fmt: skip


def _day(told: Any) -> date:
    if not isinstance(told, date):
        raise ValueError(str(told))
    return told


def _sourced(told: dict[str, Any]) -> str:
    """A value without a source, or of which nobody says whether it was read, is no value."""
    if told["confidence"] not in CONFIDENCES or not str(told["source"]).strip():
        raise ValueError("source, confidence")
    return str(told["source"])
