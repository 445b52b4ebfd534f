"""The instalments of many loans on the same terms, as columns: to the unit what the reading of one loan gives."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from lontar.science.instalments.one import formula, schedule
from lontar.science.instalments.terms import RATE_PARTS, Terms
from lontar.science.trouble import Refusal, words

Ints = npt.NDArray[np.int64]
WHOLE_MAX: Final = 2**62
"""Products beyond this would not fit 64 bits; loans that reach it are read one by one."""
NEAR_HALF: Final = 1e-3
"""A float formula this close to a half could round to the wrong side, so it is taken in whole numbers."""
COLUMNS: Final = ("loan", "nr", "due_date", "days", "balance", "principal", "interest", "due")


def schedules(loans: pl.DataFrame, terms: Terms) -> pl.DataFrame:
    """Every instalment of every loan, in the order of the loans.

    `loans` has `principal` in units and `start`, the day on which it was paid out; the answer has `loan`, the row of the
    loan, then `nr`, `due_date`, `days`, `balance`, `principal`, `interest` and `due`. See `one.schedule` for the formulae.

    >>> loans = pl.DataFrame({"principal": [10_000_000], "start": [date(2026, 1, 15)]})
    >>> schedules(loans, Terms(18))["due"].to_list()[-2:]
    [555556, 555548]
    """
    principal = loans.get_column("principal").cast(pl.Int64).to_numpy()
    if len(loans) and int(principal.min()) < terms.instalments:
        raise Refusal(
            words("Pinjaman itu terlalu kecil untuk %(n)s angsuran."),
            advice=words("Kurangi banyaknya angsuran atau satuan terkecilnya."),
            field="principal",
            values={"n": terms.instalments},
        )
    start = loans.get_column("start").cast(pl.Date).to_numpy().astype("datetime64[D]")
    dates = _due_dates(start, terms)
    parts = _parts(start, dates, terms)
    heaviest = max(1, terms.rate) * int(parts.max(initial=1))
    fits = principal < WHOLE_MAX // max(heaviest, RATE_PARTS * terms.year)
    capital = np.zeros(dates.shape, dtype=np.int64)
    interest = np.zeros(dates.shape, dtype=np.int64)
    split = _equal_principal if terms.amortise == "principal" else _equal_instalment
    alone = ~fits
    if fits.any():
        capital[:, fits], interest[:, fits], refused = split(principal[fits], parts[:, fits], terms)
        alone[np.flatnonzero(fits)[refused]] = True
    for at in np.flatnonzero(alone):
        rows = schedule(int(principal[at]), terms, start=start[at].astype(date)).instalments
        capital[:, at] = [row.principal for row in rows]
        interest[:, at] = [row.interest for row in rows]
    return _frame(principal, start, dates, capital, interest)


def _frame(principal: Ints, start: Any, dates: Any, capital: Ints, interest: Ints) -> pl.DataFrame:
    n, loans = capital.shape
    before = np.vstack([start[None, :], dates[:-1]])

    def in_order(grid: Any) -> Any:
        return np.ascontiguousarray(grid.T).ravel()

    balance = principal[None, :] - np.cumsum(capital, axis=0)
    values = (
        np.repeat(np.arange(loans), n), np.tile(np.arange(1, n + 1), loans), in_order(dates),
        in_order((dates - before).astype(np.int64)), in_order(balance), in_order(capital), in_order(interest),
        in_order(capital + interest),
    )  # fmt: skip
    return pl.DataFrame(dict(zip(COLUMNS, values, strict=True)))


def _due_dates(start: Any, terms: Terms) -> Any:
    """One row for each instalment, one column for each loan."""
    gone = np.cumsum(np.array(terms.stretches, dtype=np.int64))[:, None]
    if terms.every.of == "w":
        return start[None, :] + (gone * 7).astype("timedelta64[D]")
    month = start.astype("datetime64[M]")
    day = (start - month.astype("datetime64[D]")).astype(np.int64)
    due = month[None, :] + gone.astype("timedelta64[M]")
    last = (due + np.timedelta64(1, "M")).astype("datetime64[D]") - due.astype("datetime64[D]") - np.timedelta64(1, "D")
    return due.astype("datetime64[D]") + np.minimum(day[None, :], last.astype(np.int64)).astype("timedelta64[D]")


def _parts(start: Any, dates: Any, terms: Terms) -> Ints:
    """What `Terms.parts_of_year` gives, for all loans."""
    if terms.day_count == "30/360":
        days = 30 if terms.every.of == "m" else 7
        return np.repeat(days * np.array(terms.stretches, dtype=np.int64)[:, None], len(start), axis=1)
    ends = np.vstack([start[None, :], dates])
    if terms.day_count == "actual/365":
        return np.asarray(np.diff(ends.astype(np.int64), axis=0), dtype=np.int64)
    year = ends.astype("datetime64[Y]")
    number = year.astype(np.int64) + 1970
    gone = (ends - year.astype("datetime64[D]")).astype(np.int64) + 1
    leap = (number % 4 == 0) & ((number % 100 != 0) | (number % 400 == 0))
    gone_years = (number - 1) * 365 * 366 + gone * np.where(leap, 365, 366)
    return np.asarray(np.diff(gone_years, axis=0), dtype=np.int64)


def _rounded(above: Ints, below: int) -> Ints:
    """Whole quotients, half to even."""
    whole, rest = np.divmod(above, below)
    up = (2 * rest > below) | ((2 * rest == below) & (whole % 2 == 1))
    return np.asarray(whole + up, dtype=np.int64)


def _interest(base: Ints, part: Ints, terms: Terms) -> Ints:
    return _rounded(base * (terms.rate * part), RATE_PARTS * terms.year)


Split = tuple[Ints, Ints, npt.NDArray[np.bool_]]  # of principal, of interest, and which loans could not be split


def _equal_principal(principal: Ints, parts: Ints, terms: Terms) -> Split:
    n = terms.instalments
    each = _rounded(principal, n)
    each = np.where(each * (n - 1) > principal, principal // n, each)
    capital = np.repeat(each[None, :], n, axis=0)
    capital[-1] = principal - each * (n - 1)
    left = principal[None, :] - np.cumsum(capital, axis=0) + capital
    base = np.broadcast_to(principal, left.shape) if terms.method == "flat" else left
    return capital, _interest(base, parts, terms), np.zeros(len(principal), dtype=bool)


def _equal_instalment(principal: Ints, parts: Ints, terms: Terms) -> Split:
    wanted = _formula(principal, parts, terms)
    best_capital, best_interest = _split(principal, wanted, parts, terms)
    least = _difference(best_capital, best_interest, wanted)
    for step in (-1, 1):
        capital, interest = _split(principal, wanted + step, parts, terms)
        differs = _difference(capital, interest, wanted + step)
        better = differs < least
        best_capital = np.where(better, capital, best_capital)
        best_interest = np.where(better, interest, best_interest)
        least = np.where(better, differs, least)
    return best_capital, best_interest, least == WHOLE_MAX


def _difference(capital: Ints, interest: Ints, instalment: Ints) -> Ints:
    """By how much the last instalment differs; beyond all where the principal would grow."""
    return np.where(capital.min(axis=0) < 0, WHOLE_MAX, np.abs(capital[-1] + interest[-1] - instalment))


def _split(principal: Ints, instalment: Ints, parts: Ints, terms: Terms) -> tuple[Ints, Ints]:
    capital, interest = np.zeros_like(parts), np.zeros_like(parts)
    balance = principal.copy()
    for at in range(terms.instalments):
        interest[at] = _interest(principal if terms.method == "flat" else balance, parts[at], terms)
        capital[at] = balance if at == terms.instalments - 1 else instalment - interest[at]
        balance = balance - capital[at]
    return capital, interest


def _formula(principal: Ints, parts: Ints, terms: Terms) -> Ints:
    """The formula in floats, and in whole numbers wherever a float could round to the other side."""
    if terms.rate == 0:
        return _rounded(principal, terms.instalments)
    share = terms.rate * parts / (RATE_PARTS * terms.year)
    if terms.method == "flat":
        told = principal * (1 + share.sum(axis=0)) / terms.instalments
    else:
        below = np.zeros(len(principal))
        for factor in 1 + share:
            below = factor * below + 1
        told = principal * (1 + share).prod(axis=0) / below
    wanted = np.rint(told).astype(np.int64)
    unsure = (np.abs(told - np.floor(told) - 0.5) < NEAR_HALF) | (told > 1e11)
    exact: Callable[[int], int] = lambda at: formula(int(principal[at]), terms, [int(part) for part in parts[:, at]])  # noqa: E731
    for at in np.flatnonzero(unsure):
        wanted[at] = exact(int(at))
    return wanted
