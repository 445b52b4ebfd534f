"""Double-entry values: a posting is an amount onto an account, an entry is postings that sum to zero in each unit."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from lontar.science.money import AMOUNT_MAX
from lontar.science.trouble import Refusal

RUPIAH = "IDR"
POSTINGS_MAX = 10_000
MEMO_LENGTH_MAX = 200


class BadEntry(Refusal):
    """These postings are no entry: they do not balance, or one of them is no whole amount."""


@dataclass(frozen=True, slots=True)
class Posting:
    """A whole amount of one unit onto one account; plus arrives, minus leaves.

    `subject` is a random number of what the amount concerns, never a person.

    >>> Posting("owed:2026:aid:53.71.03.1010", 300_000).unit
    'IDR'
    """

    account: str
    amount: int
    unit: str = RUPIAH
    subject: str | None = None

    def __post_init__(self) -> None:
        # bool is an int in Python, and `True` rupiah is a mistake of whoever calls.
        if type(self.amount) is not int:
            raise BadEntry(f"{self.amount!r} is no whole amount.", advice="Amounts are integers of the unit.")
        if self.amount == 0:
            raise BadEntry("An amount of 0 moves nothing.", advice="Leave the posting out.")
        if abs(self.amount) > AMOUNT_MAX:
            raise BadEntry(f"{self.amount} is larger than {AMOUNT_MAX}.", advice="Check the number of zeros.")
        if not self.account:
            raise BadEntry("A posting needs the code of an account.")
        if not self.unit:
            raise BadEntry("A posting needs its unit.")


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact in the book: two postings or more that sum to zero in each unit. Nothing else can be made.

    >>> Entry((Posting("budget", -5), Posting("owed", 5)), memo="aid").amount()
    5
    >>> Entry((Posting("budget", -5), Posting("owed", 4)), memo="aid")
    Traceback (most recent call last):
    lontar.science.postings.BadEntry: The postings leave -1 IDR over. What leaves one account arrives on another.
    """

    postings: tuple[Posting, ...]
    memo: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "postings", tuple(self.postings))
        if not 2 <= len(self.postings) <= POSTINGS_MAX:
            raise BadEntry(f"An entry has 2 to {POSTINGS_MAX} postings, not {len(self.postings)}.")
        if not self.memo.strip() or len(self.memo) > MEMO_LENGTH_MAX:
            raise BadEntry(f"An entry says what it is for, in 1 to {MEMO_LENGTH_MAX} characters.")
        for unit, rest in left_over(self.postings).items():
            raise BadEntry(
                f"The postings leave {rest} {unit} over.", advice="What leaves one account arrives on another."
            )

    def amount(self, unit: str = RUPIAH) -> int:
        """What moved: the sum of what arrived, in one unit."""
        return sum(posting.amount for posting in self.postings if posting.unit == unit and posting.amount > 0)

    def reversed(self, memo: str) -> "Entry":
        """The entry that undoes this one, posting by posting.

        >>> transfer("a", "b", 5, memo="x").reversed("wrong").postings[0]
        Posting(account='a', amount=5, unit='IDR', subject=None)
        """
        return Entry(tuple(Posting(p.account, -p.amount, p.unit, p.subject) for p in self.postings), memo)


def transfer(
    source: str, target: str, amount: int, *, memo: str, subject: str | None = None, unit: str = RUPIAH
) -> Entry:
    """The plainest entry: `amount` leaves one account and arrives on another.

    >>> [posting.amount for posting in transfer("budget", "owed", 300_000, memo="aid").postings]
    [-300000, 300000]
    >>> transfer("budget", "budget", 1, memo="aid")
    Traceback (most recent call last):
    lontar.science.postings.BadEntry: Money does not move from budget to itself.
    """
    if type(amount) is int and amount < 0:
        raise BadEntry(f"{amount} cannot be transferred.", advice="Turn source and target round instead.")
    if source == target:
        raise BadEntry(f"Money does not move from {source} to itself.")
    arriving = Posting(target, amount, unit, subject)  # first: what is no amount is refused as it was given
    return Entry((Posting(source, -amount, unit, subject), arriving), memo)


def left_over(postings: Iterable[Posting]) -> dict[str, int]:
    """What the postings do not balance, by unit; empty when they do.

    >>> left_over([Posting("a", 5), Posting("b", -5), Posting("store", 2, "kg")])
    {'kg': 2}
    """
    sums: defaultdict[str, int] = defaultdict(int)
    for posting in postings:
        sums[posting.unit] += posting.amount
    return {unit: rest for unit, rest in sums.items() if rest}


def balances(entries: Iterable[Entry]) -> dict[tuple[str, str], int]:
    """What stands on each account in each unit after these entries.

    >>> balances([transfer("a", "b", 5, memo="x"), transfer("b", "c", 2, memo="y")])
    {('a', 'IDR'): -5, ('b', 'IDR'): 3, ('c', 'IDR'): 2}
    """
    stands: defaultdict[tuple[str, str], int] = defaultdict(int)
    for entry in entries:
        for posting in entry.postings:
            stands[posting.account, posting.unit] += posting.amount
    return dict(stands)
