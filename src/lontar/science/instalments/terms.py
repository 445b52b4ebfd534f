"""What was agreed: how many instalments, how often, at which rate, counted how."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final, Literal

from lontar.science.trouble import Refusal, words

Method = Literal["declining", "flat"]
Amortise = Literal["instalment", "principal"]
DayCount = Literal["30/360", "actual/365", "actual/actual"]
METHODS: Final = ("declining", "flat")
AMORTISE: Final = ("instalment", "principal")
DAY_COUNTS: Final = ("30/360", "actual/365", "actual/actual")

INSTALMENTS_MAX: Final = 600
DIGITS_MAX: Final = 15
"""Digits of an amount in its smallest unit: a thousand times the budget of a large city."""
RATE_PARTS: Final = 1_000_000
"""A rate is kept in parts of a million a year: 9.4822% is 94,822."""
RATE_MAX: Final = 10 * RATE_PARTS
_EVERY: Final = re.compile(r"([1-9]\d{0,2})([mw])")
_THOUSANDS: Final = re.compile(r"[1-9]\d{0,2}(\.\d{3})+")
_THOUSANDTH: Final = Decimal("0.001")
PLAIN: Final = words(
    "Tuliskan angkanya saja, tanpa titik ribuan, misalnya 10000000; koma desimal sebagai titik, misalnya 9.5."
)
_DATE_LAST: Final = date(2999, 12, 31)


@dataclass(frozen=True, slots=True)
class Every:
    """A stretch between two instalments: so many months or so many weeks.

    >>> Every(1, "m").after(date(2024, 1, 31)), Every(2, "w").after(date(2024, 1, 31))
    (datetime.date(2024, 2, 29), datetime.date(2024, 2, 14))
    """

    count: int
    of: Literal["m", "w"]

    def after(self, start: date, times: int = 1) -> date:
        """The day so many stretches later; the day of the month is the first one's, or the month's last."""
        if self.of == "w":
            return start + timedelta(weeks=self.count * times)
        months = start.year * 12 + start.month - 1 + self.count * times
        year, month = divmod(months, 12)
        return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))

    def __str__(self) -> str:
        return f"{self.count}{self.of}"


@dataclass(frozen=True, slots=True)
class Terms:
    """How a loan is paid back. `first` is the stretch until the first instalment, where it is another one."""

    instalments: int
    every: Every = Every(1, "m")
    rate: int = 0  # parts of a million a year
    method: Method = "declining"
    amortise: Amortise = "instalment"
    day_count: DayCount = "30/360"
    unit: Decimal = Decimal(1)
    first: Every | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.instalments <= INSTALMENTS_MAX:
            raise Refusal(
                words("Banyaknya angsuran harus antara 1 dan %(most)s."),
                field="instalments",
                values={"most": INSTALMENTS_MAX},
            )
        if not 0 <= self.rate <= RATE_MAX:
            raise Refusal(words("Bunga setahun harus antara 0 dan 1000 persen."), field="rate")
        if self.first is not None and self.first.of != self.every.of:
            raise Refusal(
                words("Angsuran pertama dan jarak angsuran dihitung dalam satuan yang sama, bulan atau minggu."),
                field="first",
            )

    @property
    def stretches(self) -> list[int]:
        """How many months, or weeks, each instalment comes after the one before it."""
        first = self.first or self.every
        return [first.count, *([self.every.count] * (self.instalments - 1))]

    def due_dates(self, start: date) -> list[date]:
        """The day of each instalment, counted from the day of the loan and so never drifting.

        >>> [d.isoformat() for d in Terms(3).due_dates(date(2024, 1, 31))]
        ['2024-02-29', '2024-03-31', '2024-04-30']
        """
        one = Every(1, self.every.of)
        gone, days = 0, []
        for stretch in self.stretches:
            gone += stretch
            days.append(one.after(start, gone))
        return days

    @property
    def year(self) -> int:
        """What the parts of a year in `part_of_year` are parts of."""
        return {"30/360": 360, "actual/365": 365, "actual/actual": 365 * 366}[self.day_count]

    def parts_of_year(self, start: date) -> list[int]:
        """How much of a year lies before each instalment, in parts of `year`.

        In 30/360 a month is 30 days of 360 however long it is, a week is seven. In actual/actual a day counts for a
        365th or a 366th by the year in which it lies, the day of the loan not counted, the day of the instalment
        counted.

        >>> Terms(1, day_count="actual/actual").parts_of_year(date(2023, 12, 12)) == [19 * 366 + 12 * 365]
        True
        """
        if self.day_count == "30/360":
            days = 30 if self.every.of == "m" else 7
            return [days * stretch for stretch in self.stretches]
        ends = self.due_dates(start)
        begins = [start, *ends[:-1]]
        if self.day_count == "actual/365":
            return [(end - begin).days for begin, end in zip(begins, ends, strict=True)]
        return [_in_years(end) - _in_years(begin) for begin, end in zip(begins, ends, strict=True)]


def _in_years(day: date) -> int:
    """Parts of a year (of 365 × 366) up to the end of a day, from a common zero."""
    whole = (day.year - 1) * 365 * 366
    return whole + day.timetuple().tm_yday * (365 if calendar.isleap(day.year) else 366)


def read_every(text: str, field: str = "every") -> Every:
    """`1m`, `2m`, `1w`, `2w` and the like.

    >>> read_every("2w")
    Every(count=2, of='w')
    """
    found = _EVERY.fullmatch(text.strip())
    if not found:
        raise Refusal(
            words("“%(text)s” bukan jarak angsuran."),
            advice=words("Tuliskan 1m, 2m (bulan) atau 1w, 2w (minggu)."),
            field=field,
            values={"text": text[:20]},
        )
    return Every(int(found[1]), "m" if found[2] == "m" else "w")


def read_rate(text: str) -> int:
    """A rate in percent a year, with at most four decimals, in parts of a million.

    >>> read_rate("9.4822"), read_rate("0")
    (94822, 0)
    """
    rate = _decimal(text, "rate", words("Bunga “%(text)s” bukan angka persen setahun."))
    parts = rate * 10_000
    if not 0 <= parts <= RATE_MAX:
        raise Refusal(words("Bunga setahun harus antara 0 dan 1000 persen."), field="rate")
    if parts != int(parts):
        raise Refusal(words("Bunga setahun ditulis dengan paling banyak empat angka di belakang koma."), field="rate")
    return int(parts)


def read_unit(text: str) -> Decimal:
    """The smallest amount that is paid: 1 for whole rupiah, 0.01 for cents, 500 where small coins are gone.

    >>> read_unit("0.01")
    Decimal('0.01')
    """
    unit = _decimal(text, "unit", words("Satuan “%(text)s” bukan angka."))
    if not Decimal("0.0001") <= unit <= 1_000_000:
        raise Refusal(words("Satuan terkecil harus antara 0,0001 dan 1.000.000."), field="unit")
    return unit


def read_principal(text: str, unit: Decimal) -> int:
    """An amount in units, whole and more than nothing.

    >>> read_principal("100", Decimal("0.01"))
    10000
    >>> read_principal("100.000", Decimal(1))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    lontar.science.trouble.Refusal: Pinjaman “100.000” memakai titik ribuan. ...
    """
    if unit > _THOUSANDTH and _THOUSANDS.fullmatch(text.strip()):
        raise Refusal(
            words("Pinjaman “%(text)s” memakai titik ribuan."), advice=PLAIN, field="principal",
            values={"text": text[:40]},
        )  # fmt: skip
    amount = _decimal(text, "principal", words("Pinjaman “%(text)s” bukan angka."))
    if amount <= 0:
        raise Refusal(words("Pinjaman harus lebih dari nol."), field="principal")
    units = amount / unit
    if units >= Decimal(10) ** DIGITS_MAX:
        raise Refusal(
            words("Pinjaman itu terlalu besar."), advice=words("Periksa banyaknya angka nol."), field="principal"
        )
    if units != int(units):
        raise Refusal(
            words("Pinjaman harus kelipatan satuan terkecil, %(unit)s."),
            advice=words("Bulatkan jumlahnya, atau pilih satuan lain."),
            field="principal",
            values={"unit": f"{unit:f}"},
        )
    return int(units)


def require_days(terms: Terms, start: date) -> None:
    """Refuse a loan whose last instalment lies beyond every calendar that anybody would keep."""
    longest = sum(terms.stretches) * (31 if terms.every.of == "m" else 7)
    if start.year < 1900 or (_DATE_LAST - start).days < longest:
        raise Refusal(words("Tanggal pinjaman itu di luar kalender."), field="from")


def _decimal(text: str, field: str, message: str) -> Decimal:
    try:
        read = Decimal(text.strip())
    except InvalidOperation:
        read = Decimal("NaN")
    if not read.is_finite() or len(text) > 40 or abs(read.adjusted()) > 30:
        raise Refusal(message, advice=PLAIN, field=field, values={"text": text[:40]})
    return read
