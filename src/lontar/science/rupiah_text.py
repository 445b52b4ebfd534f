"""An amount as somebody types it or a spreadsheet holds it: whole rupiah, or the reason why it is none."""

import re
from typing import Final

from lontar.science.budget_file import rupiah_in
from lontar.science.postings import AMOUNT_MAX
from lontar.science.trouble import Refusal, words

DIGITS_SHOWN: Final = 30
EMPTY: Final = words("Tuliskan jumlahnya dalam rupiah.")
NEGATIVE: Final = words("Jumlah %(found)s kurang dari nol.")
NOTHING: Final = words("Jumlah nol tidak membayar apa pun.")
FRACTION: Final = words("Jumlah %(found)s bukan rupiah bulat.")
TOO_LARGE: Final = words("Jumlah %(found)s terlalu besar untuk uang kota mana pun.")
NO_AMOUNT: Final = words("“%(found)s” bukan jumlah rupiah.")
CHECK_ZEROS: Final = words("Periksa banyaknya angka nol.")
WRITE_SO: Final = words("Tulis seperti 300.000 atau 300000.")
_NEGATIVE = re.compile(r"(rp\.?\s*)?[-−–(]\s*(rp\.?\s*)?\d.*", re.IGNORECASE)
# As a receipt is written by hand: Rp 5.000.000,-
_DASH = re.compile(r"(?<=\d)[.,]\s*[-–—]{1,2}$")
_FRACTION = re.compile(r"(rp\.?\s*)?\d[\d.,]*[.,]\d{1,2}", re.IGNORECASE)


class BadAmount(Refusal):
    """This is no amount that could be paid."""


def typed_rupiah(text: str, *, field: str = "amount") -> int:
    """Whole, positive rupiah; raises BadAmount with the reason.

    >>> typed_rupiah("Rp 12.000.000.000,00"), typed_rupiah(" 300000 "), typed_rupiah("Rp 5.000.000,-")
    (12000000000, 300000, 5000000)
    >>> typed_rupiah("-300.000")
    Traceback (most recent call last):
    lontar.science.rupiah_text.BadAmount: Jumlah -300.000 kurang dari nol.
    >>> typed_rupiah("300000,50")
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
    if amount == 0:
        raise BadAmount(NOTHING, field=field)
    if amount > AMOUNT_MAX:
        raise BadAmount(TOO_LARGE, advice=CHECK_ZEROS, field=field, values=found)
    return amount
