"""An amount as somebody types it or a spreadsheet holds it: whole rupiah, or the reason why it is none."""

import re
from typing import Final

from lontar.science.money import AMOUNT_MAX
from lontar.science.trouble import Refusal, words

DIGITS_SHOWN: Final = 30
EMPTY: Final = words("Tuliskan jumlahnya dalam rupiah.")
NEGATIVE: Final = words("Jumlah %(found)s kurang dari nol.")
NOTHING: Final = words("Jumlah nol tidak membayar apa pun.")
FRACTION: Final = words("Jumlah %(found)s bukan rupiah bulat.")
TOO_LARGE: Final = words("Jumlah %(found)s terlalu besar untuk uang kota mana pun.")
OVER: Final = words("Jumlah %(found)s lebih dari %(most)s, yang paling banyak di sini.")
NO_AMOUNT: Final = words("“%(found)s” bukan jumlah rupiah.")
CHECK_ZEROS: Final = words("Periksa banyaknya angka nol.")
WRITE_SO: Final = words("Tulis seperti 300.000 atau 300000.")
_MARK: Final = re.compile(r"rp\.?\s*", re.IGNORECASE)
_NEGATIVE = re.compile(r"(rp\.?\s*)?[-−–(]\s*(rp\.?\s*)?\d.*", re.IGNORECASE)
# As a receipt is written by hand: Rp 5.000.000,-
_DASH = re.compile(r"(?<=\d)[.,]\s*[-–—]{1,2}$")
_FRACTION = re.compile(r"(rp\.?\s*)?\d[\d.,]*[.,]\d{1,2}", re.IGNORECASE)
# Thousands are parted in one way throughout; a nought before them (0.500) is half of something, not five hundred.
_WAYS: Final = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        r"(\d{1,40})(?:[.,]0{1,2})?",
        r"([1-9]\d{0,2}(?:\.\d{3}){1,12})(?:,0{1,2})?",
        r"([1-9]\d{0,2}(?:,\d{3}){1,12})(?:\.0{1,2})?",
        r"([1-9]\d{0,2}(?: \d{3}){1,12})(?:[.,]0{1,2})?",
    )
)
# What a spreadsheet writes behind a whole number (5000.0) is behind a typed one a thousand that was not finished (5.0).
_UNFINISHED = re.compile(r"(rp\.?\s*)?\d+(?:\.\d{1,2}|,\d)", re.IGNORECASE)


class BadAmount(Refusal):
    """This is no amount that could be paid."""


def rupiah_in(text: str) -> int | None:
    """Whole rupiah from nought on, as spreadsheets and receipts write them; None where it is none.

    >>> rupiah_in("Rp 1.250.000,00"), rupiah_in("1,250,000"), rupiah_in("1250000.0"), rupiah_in("12,5"), rupiah_in("-4")
    (1250000, 1250000, 1250000, None, None)
    """
    plain = _MARK.sub("", _DASH.sub("", " ".join(text.split())), count=1)
    found = next((one for way in _WAYS if (one := way.fullmatch(plain))), None)
    return int(re.sub(r"[., ]", "", found[1])) if found else None


def rupiah_from(text: str, *, field: str = "amount", least: int = 1, most: int = AMOUNT_MAX) -> int:
    """Whole rupiah between these limits, from a cell; raises BadAmount with the reason.

    >>> rupiah_from("Rp 12.000.000.000,00"), rupiah_from(" 300000 "), rupiah_from("Rp 5.000.000,-")
    (12000000000, 300000, 5000000)
    >>> rupiah_from("-300.000")
    Traceback (most recent call last):
    lontar.science.rupiah_text.BadAmount: Jumlah -300.000 kurang dari nol.
    >>> rupiah_from("300000,50")
    Traceback (most recent call last):
    lontar.science.rupiah_text.BadAmount: Jumlah 300000,50 bukan rupiah bulat. Tulis seperti 300.000 atau 300000.
    """
    plain = _DASH.sub("", text.strip())
    found = {"found": plain[:DIGITS_SHOWN]}
    if not plain:
        raise BadAmount(EMPTY, advice=WRITE_SO, field=field)
    if _NEGATIVE.fullmatch(plain):
        raise BadAmount(NEGATIVE, field=field, values=found)
    amount = rupiah_in(plain)
    if amount is None:
        template = FRACTION if _FRACTION.fullmatch(plain) else NO_AMOUNT
        raise BadAmount(template, advice=WRITE_SO, field=field, values=found)
    if amount < least:
        raise BadAmount(NOTHING, field=field)
    if amount > AMOUNT_MAX:
        raise BadAmount(TOO_LARGE, advice=CHECK_ZEROS, field=field, values=found)
    if amount > most:
        raise BadAmount(OVER, advice=CHECK_ZEROS, field=field, values={**found, "most": f"{most:,}".replace(",", ".")})
    return amount


def typed_rupiah(text: str, *, field: str = "amount", least: int = 1, most: int = AMOUNT_MAX) -> int:
    """The same from a person's hand, where 150.00 may be a hundred and fifty thousand: it is refused.

    >>> typed_rupiah("150.000"), typed_rupiah("150000,00")
    (150000, 150000)
    >>> typed_rupiah("150.00")
    Traceback (most recent call last):
    lontar.science.rupiah_text.BadAmount: Jumlah 150.00 bukan rupiah bulat. Tulis seperti 300.000 atau 300000.
    """
    if _UNFINISHED.fullmatch(text.strip()):
        raise BadAmount(FRACTION, advice=WRITE_SO, field=field, values={"found": text.strip()[:DIGITS_SHOWN]})
    return rupiah_from(text, field=field, least=least, most=most)
