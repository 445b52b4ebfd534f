"""The funds in sums without anybody in them, for what is published."""

from dataclasses import dataclass
from datetime import date

from lontar.city.loans.queries.funds import rows


@dataclass(frozen=True, slots=True)
class FundTotals:
    """One ward's fund until a day: to how many, and how much was lent, came back, is late, is lost."""

    ward_id: int
    borrowers: int
    capital: int
    lent: int
    returned: int
    late: int
    lost: int
    lent_in_year: int  # in the twelve months to the day: how often the capital turned


def fund_totals(place_id: int, *, until: date) -> list[FundTotals]:
    """Every fund below a place, as the acting officer sees it."""
    return [
        FundTotals(
            row.fund.place_id, row.figures.borrowers_ever, row.figures.money.capital, row.figures.lent_ever,
            row.figures.returned_ever, row.figures.live.overdue, row.figures.money.lost,
            row.figures.lent_in_year,
        )
        for row in rows(place_id, on=until)
    ]  # fmt: skip
