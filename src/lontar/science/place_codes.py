"""Codes of places by the Ministry of Home Affairs (Kemendagri), as numbers that keep the tree in one order.

Source of the form: Permendagri 58/2021. PP province; PP.KK regency (01-69) or city (71-99); PP.KK.CC district;
PP.KK.CC.NNNN ward, whose first digit is 1 for a kelurahan, 2 for a desa, 3 for a desa adat.
"""

import re

SHAPE = re.compile(r"^\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?$")
DIGITS = 10


def place_id(code: str) -> int:
    """The code's digits, filled up to ten. Raises ValueError for what is no code.

    >>> place_id("53.71.03.1010"), place_id("53.71"), place_id("53")
    (5371031010, 5371000000, 5300000000)
    """
    if not SHAPE.match(code):
        raise ValueError(f"{code} is no code of a place")
    digits = code.replace(".", "")
    return int(digits.ljust(DIGITS, "0"))


def code_of(key: int) -> str:
    """The dotted code of a place's number.

    >>> code_of(5371031010), code_of(5371030000), code_of(5300000000)
    ('53.71.03.1010', '53.71.03', '53')
    """
    digits = f"{key:010d}"
    parts = [digits[:2], digits[2:4], digits[4:6], digits[6:]]
    while len(parts) > 1 and int(parts[-1]) == 0:
        parts.pop()
    return ".".join(parts)


def span(key: int) -> tuple[int, int]:
    """The lowest and highest number of a place and everything below it.

    >>> span(5371000000), span(5371031010)
    ((5371000000, 5371999999), (5371031010, 5371031010))
    """
    below = {1: 8, 2: 6, 3: 4, 4: 0}[code_of(key).count(".") + 1]
    return key, key + 10**below - 1
