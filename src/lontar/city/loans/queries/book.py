"""What the ledger calls the money of a fund: accounts by ward, loans by their random number, never a name."""

import uuid
from dataclasses import dataclass
from datetime import date

from lontar.city.ledger import queries as ledger
from lontar.city.places import queries as places

CAPITAL, FUND, LENT, EARNED, LOST = "capital", "fund", "lent", "earned", "lost"
# What was paid for lateness, apart from what was agreed to be earned.
FINED = "fined"
# What a ward's own book had lent out when it was carried over: as much capital as if it had been given here.
OPENING = "opening"
KINDS = (CAPITAL, FUND, LENT, EARNED, FINED, LOST, OPENING)


def purpose(product: str) -> str:
    return f"fund:{product}"


def account(kind: str, product: str, place_id: int) -> str:
    return f"{kind}:{purpose(product)}:{places.code_of(place_id)}"


def lent_key(subject: uuid.UUID | None) -> str:
    return f"lend:{subject}"


def opening_key(subject: uuid.UUID | None) -> str:
    return f"open:{subject}"


def repaid_key(subject: uuid.UUID | None) -> str:
    return f"repay:{subject}"


@dataclass(frozen=True, slots=True)
class Money:
    """What stands on a fund's accounts: its capital, what lies in it, what is with borrowers, earned, lost, paid for lateness."""

    capital: int = 0
    fund: int = 0
    lent: int = 0
    earned: int = 0
    lost: int = 0
    fined: int = 0


def money_by_ward(product: str, place_id: int, *, until: date | None = None) -> dict[int, Money]:
    """The balances of every fund below a place, as the book has them."""
    found: dict[int, dict[str, int]] = {}
    for total in ledger.totals(KINDS, purpose=purpose(product), place_id=place_id, until=until):
        if total.place_id is not None:
            # What set the capital aside and what was earned stand with a minus in the book.
            sign = -1 if total.kind in (CAPITAL, OPENING, EARNED, FINED) else 1
            kind = CAPITAL if total.kind == OPENING else total.kind
            sums = found.setdefault(total.place_id, {})
            sums[kind] = sums.get(kind, 0) + sign * total.amount
    return {place: Money(**kinds) for place, kinds in found.items()}
