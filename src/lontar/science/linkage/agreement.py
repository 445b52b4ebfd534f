"""On which level each two records agree, field by field: what the conditions of the Splink model say, without SQL.

Levels are those of LEVELS: the last one is 0, the strongest has the highest number, UNKNOWN is -1.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import numpy as np
from rapidfuzz.distance import Levenshtein

from lontar.science.linkage.alike import likeness
from lontar.science.linkage.columns import DIGITS, Bools, Hashes, Keys, Number, Rows, threads, unequal_digits
from lontar.science.linkage.levels import FIELDS, LEVELS, UNKNOWN

Levels = np.ndarray[tuple[int], np.dtype[np.int8]]

NAME_LIKE, STREET_SLIP, STREET_LIKE = 0.92, 0.92, 0.84
# Digits 7 to 12 of a NIK are the birth date; before them stands the district, behind them the serial.
_DATE, _SERIAL, _BEHIND_DISTRICT = np.uint64(0xFFFFFF0000), np.uint64(16), np.uint64(0xFFFFFFFFFF)
_AT: Final = {
    field: {level.code: np.int8(len(levels) - 1 - at) for at, level in enumerate(levels)}
    for field, levels in LEVELS.items()
}


def levels_of(keys: Keys, left: Rows, right: Rows) -> dict[str, Levels]:
    """The level of each field for each pair of rows."""
    with ThreadPoolExecutor(threads()) as pool:
        found = pool.map(lambda field: BY_FIELD[field](keys, left, right), FIELDS)
        return dict(zip(FIELDS, found, strict=True))


def _sorted(field: str, size: int, *cases: tuple[str, Bools]) -> Levels:
    """Each pair on the first level whose case is true, else on the last."""
    level = np.zeros(size, dtype=np.int8)
    for code, case in reversed(cases):
        level[case] = _AT[field][code]
    return level


def agree(keys: Keys, column: str, left: Rows, right: Rows) -> tuple[Bools, Bools]:
    """Whether two values are equal, and whether both are known."""
    a, b = keys.codes[column][left], keys.codes[column][right]
    told: Bools = (a > 0) & (b > 0)
    return (a == b) & told, told


def birth(keys: Keys, left: Rows, right: Rows) -> Levels:
    """Dates as three numbers each."""
    a, b = keys.born[left], keys.born[right]
    day, month, year = (a ^ b) & 255, (a ^ b) & 65_280, (a ^ b) >> 16
    swapped = (year == 0) & ((a & 255) == (b >> 8 & 255)) & ((b & 255) == (a >> 8 & 255))
    parts = (day == 0).astype(np.int8) + (month == 0) + (year == 0)
    near = np.abs((a >> 16) - (b >> 16)) <= 2
    level = _sorted("birth", len(a), ("same", a == b), ("swapped", swapped), ("slip", parts == 2), ("year", year == 0),
                    ("near", near))  # fmt: skip
    level[(a == 0) | (b == 0)] = UNKNOWN
    return level


def sex(keys: Keys, left: Rows, right: Rows) -> Levels:
    """Told of both, and equal or not."""
    equal, told = agree(keys, "sex", left, right)
    return np.where(told, equal, UNKNOWN).astype(np.int8)


def nik(keys: Keys, left: Rows, right: Rows) -> Levels:
    """Digit by digit. A NIK is district of first issue, birth date, serial, and serials begin at 0001 in each district
    on each day. So twins, and strangers of one birthday, have numbers that look like slips of each other and are not.
    A slip is where district and serial agree and the date in the number does not, and is wrong in one of the two.
    """  # fmt: skip
    apart, same, slip, told = _number(keys.nik, left, right)
    digits = unequal_digits(apart)
    sixteen = (keys.nik.lengths[left] == DIGITS) & (keys.nik.lengths[right] == DIGITS)
    both_right = keys.nik_fits[left] & keys.nik_fits[right]
    slip = np.where(sixteen, (digits <= 2) & ((apart & ~_DATE) == 0) & ~both_right, slip)
    partly = sixteen & ((apart >> _SERIAL == 0) | ((apart & _BEHIND_DISTRICT == 0) & (digits <= 2)))
    level = _sorted("nik", len(apart), ("same", same), ("slip", slip), ("partly", partly))
    level[~told] = UNKNOWN
    return level


def card(keys: Keys, left: Rows, right: Rows) -> Levels:
    """Digit by digit."""
    apart, same, slip, told = _number(keys.card, left, right)
    level = _sorted("card", len(apart), ("same", same), ("slip", slip))
    level[~told] = UNKNOWN
    return level


def _number(number: Number, left: Rows, right: Rows) -> tuple[Hashes, Bools, Bools, Bools]:
    """Where two numbers differ; whether they are equal; whether they are a digit or two apart; whether both are known."""
    a, b = number.lengths[left], number.lengths[right]
    told = (a > 0) & (b > 0)
    apart = number.digits[left] ^ number.digits[right]
    same, slip = told & (a == b) & (apart == 0), told & (a == b) & (unequal_digits(apart) <= 2)
    # A digit too many or too few moves all behind it; and of more than sixteen the last are not among the digits.
    odd = np.flatnonzero(told & ((np.abs(a - b) == 1) | (np.maximum(a, b) > DIGITS)))
    pairs = zip(*(number.text.gather(rows[odd]).to_list() for rows in (left, right)), strict=True)
    for at, (one, other) in zip(odd.tolist(), pairs, strict=True):
        same[at] = one == other
        unequal = sum(x != y for x, y in zip(one, other, strict=False))
        slip[at] = unequal <= 2 if len(one) == len(other) else Levenshtein.distance(one, other, score_cutoff=1) <= 1
    return apart, same, slip, told


def name(keys: Keys, left: Rows, right: Rows) -> Levels:
    """The whole names, what one has beside the other, and whose first name is whose."""
    found = likeness(keys.texts["name"], keys.codes["name_key"][left], keys.codes["name_key"][right], NAME_LIKE)
    given = agree(keys, "given", left, right)[0]
    level = _sorted(
        "name", len(left), ("same", found.same), ("slip", found.slip), ("part", found.part),
        ("like", found.like | (found.whole >= NAME_LIKE)), ("given", given), ("shared", found.shared > 0),
    )  # fmt: skip
    level[~found.told] = UNKNOWN
    return level


def mother(keys: Keys, left: Rows, right: Rows) -> Levels:
    """What one name has beside the other."""
    found = likeness(keys.texts["mother"], keys.codes["mother_key"][left], keys.codes["mother_key"][right], None)
    level = _sorted(
        "mother", len(left), ("same", found.same), ("slip", found.slip | found.like | found.part),
        ("shared", found.shared > 0),
    )  # fmt: skip
    level[~found.told] = UNKNOWN
    return level


def home(keys: Keys, left: Rows, right: Rows) -> Levels:
    """Street and number, ward, RT and RW."""
    found = likeness(keys.texts["street"], keys.codes["street_key"][left], keys.codes["street_key"][right], STREET_LIKE)
    wards, told_wards = agree(keys, "ward", left, right)
    blocks, told_blocks = agree(keys, "block", left, right)
    here = wards | ~told_wards
    slip = found.slip | (found.whole >= STREET_SLIP)
    like = (found.whole >= STREET_LIKE) | ((found.shared >= 2) & (2 * found.shared >= found.words))
    level = _sorted(
        "home", len(left), ("same", here & found.same), ("slip", here & slip), ("like", here & like),
        ("elsewhere", found.same | slip | like), ("block", wards & blocks), ("ward", wards),
    )  # fmt: skip
    level[~(found.told | told_wards | told_blocks)] = UNKNOWN
    return level


BY_FIELD: Final[dict[str, Callable[[Keys, Rows, Rows], Levels]]] = {
    "name": name, "birth": birth, "sex": sex, "nik": nik, "mother": mother, "card": card, "home": home,
}  # fmt: skip
