"""What is wrong in real lists, made wrong on purpose and written down: duplicates and slips of typing."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from lontar.science.example_city import kin
from lontar.science.example_city.dice import Bools, Dice, Ints
from lontar.science.example_city.numbers import digits, written_date

DUPLICATE_SHARE = 0.006
MISSING_SHARE, MISSING_BABY_SHARE = 0.012, 0.22
MISTYPED_SHARE = 0.006
# Of the dates that still are dates when day and month change places, which is about one in three.
SWAPPED_DATE_SHARE = 0.01
NO_CARD_SHARE = 0.012
ALIAS_SHARE = 0.12

NIK_PROBLEMS = ("", "kosong", "dua angka tertukar", "satu angka salah", "kurang satu angka", "nomor kedua")
_FINE, _MISSING, _SWAPPED, _CHANGED, _SHORT, _SECOND = range(6)
# Places of a NIK that a slip may touch, from the right: never the serial's 9, which tells that it is made up.
_CHANGEABLE = np.array([0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11], dtype=np.int64)
_SWAPPABLE = np.array([0, 1, 4, 5, 6, 7, 8, 9], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Copies:
    """Rows that repeat a person in another family: whom, and where."""

    person: Ints
    family: Ints
    second_nik: Bools


def copies(members: kin.Members, families: int, dice: Dice) -> Copies:
    """Grown children, relatives and parents who stand on a second card too."""
    movable = np.isin(members.relation, (kin.CHILD, kin.RELATIVE, kin.PARENT, kin.PARENT_IN_LAW)) & (members.age >= 4)
    share = DUPLICATE_SHARE * len(movable) / max(int(movable.sum()), 1)
    chosen = np.flatnonzero(movable & dice.chance("copied", len(movable), share))
    if families < 2:
        chosen = chosen[:0]
    step = 1 + dice.below("copied to", len(chosen), max(families - 1, 1))
    return Copies(
        chosen, (members.family[chosen] + step) % families, dice.chance("copied/second nik", len(chosen), 0.3)
    )


def nik_problems(age: Ints, is_copy: Bools, second: Bools, dice: Dice) -> Ints:
    """For each row, a position in NIK_PROBLEMS."""
    size = len(age)
    share = np.where(age <= 1, MISSING_BABY_SHARE, np.where(age >= 70, 2 * MISSING_SHARE, MISSING_SHARE))
    missing = dice.chance("nik/missing", size, np.where(is_copy, 0.3, share))
    kind = np.where(dice.chance("nik/short", size, 0.04), _SHORT, _SWAPPED + dice.below("nik/slip", size, 2))
    slip = np.where(dice.chance("nik/mistyped", size, MISTYPED_SHARE), kind, _FINE)
    return np.where(missing, _MISSING, np.where(second, _SECOND, slip)).astype(np.int64)


def written_niks(true_nik: Ints, problem: Ints, dice: Dice) -> tuple[pl.Series, Ints]:
    """NIKs as written and the problems left: a slip that would hit another's NIK is not made."""
    size = len(true_nik)
    place = _CHANGEABLE[dice.below("nik/place", size, len(_CHANGEABLE))]
    digit = true_nik // 10**place % 10
    changed = true_nik + ((digit + 1 + dice.below("nik/digit", size, 9)) % 10 - digit) * 10**place
    place = _SWAPPABLE[dice.below("nik/swap", size, len(_SWAPPABLE))]
    low, high = true_nik // 10**place % 10, true_nik // 10 ** (place + 1) % 10
    swapped = true_nik + (high - low) * 10**place + (low - high) * 10 ** (place + 1)
    wrong = np.where(problem == _CHANGED, changed, np.where(problem == _SWAPPED, swapped, true_nik))
    slips = np.flatnonzero((problem == _CHANGED) | (problem == _SWAPPED))
    taken = np.isin(wrong[slips], true_nik)
    repeated = np.ones(len(slips), dtype=bool)
    repeated[np.unique(wrong[slips], return_index=True)[1]] = False
    undone = slips[taken | repeated]
    wrong[undone] = true_nik[undone]
    left = problem.copy()
    left[undone] = _FINE
    text = digits(wrong)
    # A digit of the birth date is lost, so that fifteen are left.
    short = text.str.slice(0, 8) + text.str.slice(9)
    text = short.zip_with(pl.Series(left == _SHORT), text)
    return text.set(pl.Series(left == _MISSING), ""), left


def written_dates(birth: Ints, is_copy: Bools, dice: Dice) -> tuple[pl.Series, Bools]:
    """Birth dates as written, some with day and month changed places, and which."""
    date = birth.astype("datetime64[D]")
    month = date.astype("datetime64[M]")
    day_of_month = birth - month.astype("datetime64[D]").astype(np.int64) + 1
    month_of_year = month.astype(np.int64) % 12 + 1
    can = (day_of_month <= 12) & (day_of_month != month_of_year)
    share = np.where(is_copy, 0.3, SWAPPED_DATE_SHARE)
    swapped = can & dice.chance("date/swapped", len(birth), share)
    right = written_date(birth)
    turned = right.str.slice(3, 3) + right.str.slice(0, 3) + right.str.slice(6)
    return turned.zip_with(pl.Series(swapped), right), swapped


_SPELLINGS = (
    ("YO", "JO"), ("JO", "YO"), ("CH", "K"), ("KR", "CHR"), ("SY", "SJ"), ("Y", "I"), ("TH", "T"), ("F", "V"),
    ("V", "F"), ("Z", "S"), ("PH", "F"), ("KH", "H"), ("II", "I"), ("EE", "E"),
)  # fmt: skip


def misspelt(name: str, draw: int) -> str:
    """A name as somebody else would have heard, hurried or shortened it.

    >>> misspelt("YOHANES NALLE", 1), misspelt("YOHANES NALLE", 2), misspelt("MARIA GRACE BENU", 3)
    ('JOHANES NALLE', 'YOHNAES NALLE', 'MARIA BENU')
    """
    way, rest = draw % 5, draw // 5
    words = name.split(" ")
    if way == 3 and len(words) > 2:
        return " ".join(words[:1] + words[2:])
    if way == 1:
        for old, new in _SPELLINGS:
            if old in name:
                return name.replace(old, new, 1)
    if way == 4 and len(words) > 1 and len(words[0]) > 3:
        return " ".join([words[0][0] + ".", *words[1:]]) if rest % 3 == 0 else name
    if way == 0:
        return name
    at = 3 + rest % max(len(words[0]) - 4, 1)
    if at + 1 >= len(name):
        return name
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def misspelt_names(names: pl.Series, dice: Dice) -> pl.Series:
    """Each name as it stands on the second card."""
    draws = dice.below("copied/name", len(names), 1000).tolist()
    return pl.Series([misspelt(name, draw) for name, draw in zip(names, draws, strict=True)], dtype=pl.String)
