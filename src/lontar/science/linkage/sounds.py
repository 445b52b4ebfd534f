"""How a word of a name is heard, so that spellings of one name meet; the stored name is never rewritten."""

from typing import Final

import polars as pl

# In order, on upper case. `#` keeps the Oe- and Noe- of Timor (water, river), which are two sounds, from the
# oe of before 1972, which is u.
_RULES: Final = (
    (r"^(N?)OE", "${1}#E"),
    (r"SCH", "S"),
    (r"TJ", "C"),
    (r"DJ", "J"),
    (r"NJ", "NY"),
    (r"SJ", "SY"),
    (r"([AEIOU])(?:CH|KH)([^AEIOU])", "${1}H$2"),
    (r"CH|KH|CK", "K"),
    (r"PH", "F"),
    (r"V", "F"),
    (r"([TDBGS])H", "$1"),
    (r"SY", "S"),
    (r"Z", "S"),
    (r"X", "KS"),
    (r"Q", "K"),
    (r"C([EI])", "S$1"),
    (r"C", "K"),
    (r"OE|OU", "U"),
    (r"[JY]", "I"),
    (r"IE", "I"),
    (r"AA+", "A"),
    (r"EE+", "E"),
    (r"II+", "I"),
    (r"OO+", "O"),
    (r"UU+", "U"),
    (r"([AEIOU])H$", "$1"),
    (r"#", "O"),
)
_DOUBLED: Final = {letter * 2: letter for letter in "BCDFGHKLMNPRSTW"}


def sound_of(word: pl.Expr) -> pl.Expr:
    """The sound of one word in upper case: old and new spelling, doubled and silent letters fall together."""
    for written, heard in _RULES:
        word = word.str.replace_all(written, heard)
    return word.str.replace_many(_DOUBLED)


def sound(word: str) -> str:
    """The sound of one word.

    >>> sound("DJOEMIATI") == sound("JUMIATI"), sound("CHRISTINA") == sound("KRISTINA")
    (True, True)
    >>> sound("OEMATAN") == sound("UMATAN"), sound("MESSAKH") == sound("MESAK")
    (False, True)
    """
    return str(pl.select(sound_of(pl.lit(word, dtype=pl.String))).item())
