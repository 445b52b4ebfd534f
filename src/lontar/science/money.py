"""Whole rupiah: integers everywhere, and a division that names its rounding."""

from typing import Final, Literal, NewType

Rupiah = NewType("Rupiah", int)
Rounding = Literal["down", "up", "half_even"]
# A thousand times the yearly budget of a large city; keeps every sum far inside 64 bits.
AMOUNT_MAX: Final = 10**15


def divide(amount: int, parts: int, *, rounding: Rounding) -> Rupiah:
    """One part of `amount` rupiah, rounded as named. Raises ZeroDivisionError when `parts` is 0.

    >>> divide(100, 3, rounding="down"), divide(100, 3, rounding="up"), divide(25, 10, rounding="half_even")
    (33, 34, 2)
    """
    whole, rest = divmod(amount, parts)
    if rounding == "up" and rest:
        whole += 1
    elif rounding == "half_even":
        twice = 2 * abs(rest)
        whole += int(twice > abs(parts) or (twice == abs(parts) and whole % 2 == 1))
    return Rupiah(whole)


def share_out(amount: int, parts: int) -> list[Rupiah]:
    """`amount` in `parts` shares that differ by at most one rupiah and sum to it exactly.

    >>> share_out(100, 3)
    [34, 33, 33]
    """
    whole, rest = divmod(amount, parts)
    return [Rupiah(whole + (1 if i < rest else 0)) for i in range(parts)]
