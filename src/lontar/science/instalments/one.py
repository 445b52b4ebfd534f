"""The instalments of one loan, in whole numbers of its smallest unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import prod

from lontar.science.instalments.terms import RATE_PARTS, Terms, require_days
from lontar.science.money import divide
from lontar.science.trouble import Refusal, words


@dataclass(frozen=True, slots=True)
class Instalment:
    """One instalment, in units: what is left of the principal after it, and what it is made of."""

    nr: int
    due_date: date
    days: int
    balance: int
    principal: int
    interest: int

    @property
    def due(self) -> int:
        return self.principal + self.interest


@dataclass(frozen=True, slots=True)
class Schedule:
    """All instalments of a loan. The principal parts sum to the loan exactly."""

    instalments: tuple[Instalment, ...]

    @property
    def principal(self) -> int:
        return sum(one.principal for one in self.instalments)

    @property
    def interest(self) -> int:
        return sum(one.interest for one in self.instalments)

    @property
    def due(self) -> int:
        return self.principal + self.interest


Parts = tuple[list[int], list[int]]  # of principal, of interest


def schedule(principal: int, terms: Terms, *, start: date) -> Schedule:
    """How a loan of `principal` units, paid out on `start`, is paid back.

    The interest of a stretch is the balance (declining) or the whole loan (flat) × rate × the stretch's part of a
    year, rounded to the unit, half to even. With equal principal each instalment carries loan / n, rounded alike. With
    equal instalments the formula is loan × Πf / Σ_k Π_{i>k} f_i, with f_i = 1 + rate × part of the year (flat: loan and
    interest / n); of the unit amounts within one unit of it that one is taken for which the last instalment differs
    least, the formula's own where two do. The last instalment takes the rest.

    >>> made = schedule(10_000_000, Terms(18), start=date(2026, 1, 15))
    >>> made.instalments[0].due, made.instalments[-1].due, made.principal
    (555556, 555548, 10000000)
    """
    require_days(terms, start)
    if principal < terms.instalments:
        raise Refusal(
            words("Pinjaman itu terlalu kecil untuk %(n)s angsuran."),
            advice=words("Kurangi banyaknya angsuran atau satuan terkecilnya."),
            field="principal",
            values={"n": terms.instalments},
        )
    parts = terms.parts_of_year(start)
    by_principal = terms.amortise == "principal"
    split = _equal_principal(principal, terms, parts) if by_principal else _equal_instalment(principal, terms, parts)
    rows, balance, before = [], principal, start
    for nr, (due_date, capital, interest) in enumerate(zip(terms.due_dates(start), *split, strict=True), start=1):
        balance -= capital
        rows.append(Instalment(nr, due_date, (due_date - before).days, balance, capital, interest))
        before = due_date
    return Schedule(tuple(rows))


def formula(principal: int, terms: Terms, parts: Sequence[int]) -> int:
    """The equal instalment as the formula gives it, rounded to the unit, half to even."""
    whole = RATE_PARTS * terms.year
    if terms.method == "flat":
        return divide(principal * (whole + terms.rate * sum(parts)), whole * terms.instalments, rounding="half_even")
    factors = [whole + terms.rate * part for part in parts]
    # Horner over Σ_k Π_{i>k} f_i, kept whole by a power of `whole`.
    below = 0
    for at, factor in enumerate(factors):
        below = factor * below + whole**at
    return divide(principal * prod(factors), whole * below, rounding="half_even")


def _interest(base: int, terms: Terms, part: int) -> int:
    return divide(base * terms.rate * part, RATE_PARTS * terms.year, rounding="half_even")


def _equal_principal(principal: int, terms: Terms, parts: Sequence[int]) -> Parts:
    each = divide(principal, terms.instalments, rounding="half_even")
    if each * (terms.instalments - 1) > principal:
        each = divide(principal, terms.instalments, rounding="down")
    capital = [*([each] * (terms.instalments - 1)), principal - each * (terms.instalments - 1)]
    interest, balance = [], principal
    for part, gone in zip(parts, capital, strict=True):
        interest.append(_interest(principal if terms.method == "flat" else balance, terms, part))
        balance -= gone
    return capital, interest


def _equal_instalment(principal: int, terms: Terms, parts: Sequence[int]) -> Parts:
    wanted = formula(principal, terms, parts)
    best: Parts | None = None
    least = 0
    for instalment in (wanted, wanted - 1, wanted + 1):
        capital, interest = _split(principal, instalment, terms, parts)
        if min(capital) < 0:
            continue
        differs = abs(capital[-1] + interest[-1] - instalment)
        if best is None or differs < least:
            best, least = (capital, interest), differs
    if best is None:
        raise Refusal(
            words("Bunga sampai angsuran pertama melebihi angsurannya, jadi pokoknya tidak berkurang."),
            advice=words("Majukan angsuran pertama, kurangi bunganya, atau pilih pokok yang sama setiap kali."),
            field="rate",
        )
    return best


def _split(principal: int, instalment: int, terms: Terms, parts: Sequence[int]) -> Parts:
    """What each instalment is made of when all but the last are alike."""
    capital: list[int] = []
    interest: list[int] = []
    balance = principal
    for at, part in enumerate(parts, start=1):
        interest.append(_interest(principal if terms.method == "flat" else balance, terms, part))
        capital.append(balance if at == terms.instalments else instalment - interest[-1])
        balance -= capital[-1]
    return capital, interest
