"""NIK, card numbers and birth dates: right in structure, and impossible to take for a real person's.

A NIK is district of first issue, birth date (women: day + 40), serial. Offices count the serial up from
0001 for each district, date and sex, and a district of this size has a few births a day, so real serials
stay in two or three digits. Every made-up NIK and card number has a serial from 9001 to 9999: it passes
each structural check that a real one passes, and whoever meets it outside can see that it is made up.
Within a district, date and sex each serial is given once, so no two persons of the city share a NIK unless
a planned flaw says so. Cities of odd seeds number from 9001, of even seeds from 9501: two such cities in one
registry have no number in common, so that a small example can be brought into the demo. Two odd or two even ones
number from different places, and have a few in common by chance.
"""

import numpy as np
import polars as pl

from lontar.science.example_city import kin
from lontar.science.example_city.dice import Dice, Ints, position_within
from lontar.science.example_city.region import Region

AS_OF = np.datetime64("2026-06-30", "D")
_FIRST_CARD = np.datetime64("2009-01-05", "D")
SERIAL_FIRST = {True: 9001, False: 9501}  # by whether the seed is odd
SERIALS = 499
# Coprime with 499, a prime: neighbours in a group are spread over the range, and none comes twice.
STEP = 185
BEYOND = 67  # from one seed to the next of its kind


def birth_days(members: kin.Members, dice: Dice) -> Ints:
    """Days since 1970-01-01, in step with age on AS_OF; twins share them, some old ones heap on 1 January."""
    size = len(members.age)
    year = 2026 - members.age
    newest = _day(year, 6, 30)
    oldest = _day(year - 1, 7, 1)
    day = oldest + dice.below("birth day", size, newest - oldest + 1)
    heaped = (members.age >= 55) & dice.chance("heaped", size, 0.09)
    day = np.where(heaped, _day(year, 1, 1), day)
    twins = np.flatnonzero(members.twin_of_previous)
    for _ in range(2):  # a third twin takes the second's date, which is the first's by then
        day[twins] = day[twins - 1]
    return day


def _day(year: Ints, month: int, day: int) -> Ints:
    months = (year - 1970) * 12 + (month - 1)
    start = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    moved: Ints = start + day - 1
    return moved


def districts_of_issue(members: kin.Members, ward: Ints, region: Region, dice: Dice) -> Ints:
    """Where each NIK was first given: here for most, in another district or another regency for the rest."""
    home = np.array([_district(w.code) for w in region.wards], dtype=np.int64)[ward[members.family]]
    size = len(home)
    own = np.unique(home)
    elsewhere = own[dice.below("issue/other district", size, len(own))]
    issue = np.where(dice.chance("issue/moved in city", size, 0.2), elsewhere, home)
    if region.origins:
        codes = np.array([_district(o.district_code) for o in region.origins], dtype=np.int64)
        came = np.where(members.age >= 19, 0.12, 0.03)
        came = np.where(members.relation == kin.RELATIVE, 0.45, came)
        far = codes[dice.below("issue/origin", size, len(codes))]
        issue = np.where(dice.chance("issue/came", size, came), far, issue)
    return issue


def _district(code: str) -> int:
    return int(code.replace(".", "")[:6])


def niks(issue: Ints, birth: Ints, sex: Ints, dice: Dice) -> Ints:
    """A NIK for each person, as a whole number of 16 digits; the dice's seed chooses the range of serials.

    >>> [niks(np.array([537103]), np.array([0]), np.array([1]), Dice(seed)).item() for seed in (1, 2)]
    [5371034101709361, 5371034101709928]
    """
    date = birth.astype("datetime64[D]")
    month = date.astype("datetime64[M]").astype(np.int64)
    day = birth - date.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) + 1 + 40 * sex
    stem = ((issue * 100 + day) * 100 + month % 12 + 1) * 100 + (month // 12 + 1970) % 100
    return _with_serial(stem, dice)


def card_numbers(district: Ints, dice: Dice) -> Ints:
    """A family card number for each family: district, date of issue, serial of the made-up range."""
    size = len(district)
    span = int((AS_OF - _FIRST_CARD).astype(np.int64))
    issued = int(_FIRST_CARD.astype(np.int64)) + dice.below("card issued", size, span)
    return niks(district, issued, np.zeros(size, dtype=np.int64), dice)


def _with_serial(stem: Ints, dice: Dice) -> Ints:
    place = position_within(stem)
    if len(place) and int(place.max()) >= SERIALS:
        raise ValueError("More people share a district, a birth date and a sex than there are made-up serials.")
    start = (stem * 2654435761 + dice.seed // 2 % SERIALS * BEYOND) % SERIALS
    numbered: Ints = stem * 10_000 + SERIAL_FIRST[dice.seed % 2 == 1] + (start + place * STEP) % SERIALS
    return numbered


def digits(number: Ints) -> pl.Series:
    """Whole numbers of 16 digits as text."""
    return pl.Series(number).cast(pl.String)


def written_date(day: Ints) -> pl.Series:
    """DD-MM-YYYY, as SIAK writes dates."""
    return pl.Series(day.astype(np.int32)).cast(pl.Date).dt.strftime("%d-%m-%Y")
