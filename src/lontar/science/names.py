"""Keys under which two spellings of one person's name meet; the stored name is never rewritten."""

from typing import Final

import polars as pl

TITLES: Final = frozenset(
    [
        "BPK",
        "BAPAK",
        "IBU",
        "SDR",
        "SDRI",
        "SAUDARA",
        "SAUDARI",
        "TN",
        "TUAN",
        "NY",
        "NYONYA",
        "NN",
        "NONA",
        "H",
        "HJ",
        "HI",
        "HAJI",
        "HAJJAH",
        "DRS",
        "DRA",
        "DR",
        "DRG",
        "IR",
        "PROF",
        "PDT",
        "PDM",
        "PDTM",
        "RM",
        "ROMO",
        "SR",
        "SUSTER",
        "BR",
        "BRUDER",
        "PATER",
        "P",
        "UST",
        "USTAD",
        "USTADZ",
        "KH",
        "ALM",
        "ALMH",
        "ALMARHUM",
        "ALMARHUMAH",
        "BIN",
        "BINTI",
        "BT",
        "AN",
    ]
)
"""Words before or inside a name that are no name (Permendagri 73/2022 lets them stand on cards)."""

DEGREES: Final = frozenset(
    [
        "SPD",
        "SSOS",
        "SE",
        "MSI",
        "SH",
        "MH",
        "MM",
        "SKM",
        "SKOM",
        "SSI",
        "ST",
        "MT",
        "MPD",
        "MKES",
        "SKEP",
        "NS",
        "AMD",
        "AMDKEB",
        "AMDKEP",
        "STR",
        "SP",
        "SPT",
        "SPI",
        "SAG",
        "STH",
        "MTH",
        "SFIL",
        "SIP",
        "MAP",
        "SPSI",
        "MSC",
        "PHD",
        "MA",
        "BA",
        "SS",
        "SPDSD",
        "SIKOM",
        "MHUM",
        "AKP",
        "STP",
    ]
)
"""Degrees after the comma, dots and blanks taken out."""

ABBREVIATIONS: Final = {
    "MUH": "MUHAMMAD", "MOH": "MUHAMMAD", "MOCH": "MUHAMMAD", "MHD": "MUHAMMAD", "MD": "MUHAMMAD",
    "MOHAMMAD": "MUHAMMAD", "MOHAMAD": "MUHAMMAD", "MUHAMAD": "MUHAMMAD", "MUCH": "MUHAMMAD",
    "ABD": "ABDUL", "ABDL": "ABDUL", "ST": "SITI", "SIT": "SITI", "YOH": "YOHANES", "MAR": "MARIA",
    "ELIS": "ELISABETH", "AGUST": "AGUSTINUS", "YOS": "YOSEF", "FRANS": "FRANSISKUS",
}  # fmt: skip

OLD_SPELLING: Final = (
    ("TJ", "C"), ("DJ", "Y"), ("NJ", "NY"), ("SJ", "SY"), ("CH", "KH"), ("OE", "U"), ("J", "Y"),
)  # fmt: skip
"""Before 1972 (EYD), in order. An old `j` is a new `y` and a new `j` an old `dj`: they share a letter."""

DEGREE_TAIL = rf",\s*(?:[A-Z]{{1,4}}\.|(?:{'|'.join(sorted(DEGREES))})\b).*$"
_ACCENTS = {
    "Á": "A", "À": "A", "Â": "A", "Ä": "A", "Ã": "A", "É": "E", "È": "E", "Ê": "E", "Ë": "E", "Í": "I",
    "Ì": "I", "Î": "I", "Ï": "I", "Ó": "O", "Ò": "O", "Ô": "O", "Ö": "O", "Õ": "O", "Ú": "U", "Ù": "U",
    "Û": "U", "Ü": "U", "Ç": "C", "Ñ": "N",
}  # fmt: skip
# S.Pd and D'Arc are one word, Maria.Goreti two: a dot ends an initial or a title.
SIGNS = _ACCENTS | dict.fromkeys("'’`´", "") | dict.fromkeys('.,-_/\\()"*:;?!&+\t\r\n\u00a0', " ")


def name_key_of(name: pl.Expr) -> pl.Expr:
    """The sorted words of a name in one text, so that `Benu Maria` and `MARIA BENU` meet.

    Upper case, without titles, degrees and signs, abbreviations written out. Degrees after
    a comma fall away; a name that would be left empty keeps all its words.
    """
    upper = name.str.to_uppercase().str.replace(DEGREE_TAIL, "").str.replace_many(SIGNS)
    words = upper.str.split(" ")
    no_name = ["", *sorted(TITLES | DEGREES)]
    useful = words.list.eval(pl.element().filter(~pl.element().is_in(no_name)).replace(ABBREVIATIONS))
    kept = pl.when((useful.list.len() > 0) | name.is_null()).then(useful).otherwise(words)
    return kept.list.sort().list.join(" ").str.strip_chars()


def old_spelling_key_of(key: pl.Expr) -> pl.Expr:
    """A second key, on top of the first, for names written before 1972: `DJOEMIATI` meets `JUMIATI`.

    It is for persons only and never replaces the first key: in Timorese names and in all place names
    `oe` is two sounds (oe is water), and `Oematan` is no `Umatan`.
    """
    for old, new in OLD_SPELLING:
        key = key.str.replace_all(old, new, literal=True)
    return key


def name_key(name: str) -> str:
    """The key of one name.

    >>> name_key("Hj. Siti Aminah, S.Pd"), name_key("Benu MARIA"), name_key("Moh. Abd. Rahman")
    ('AMINAH SITI', 'BENU MARIA', 'ABDUL MUHAMMAD RAHMAN')
    """
    return str(pl.select(name_key_of(pl.lit(name, dtype=pl.String))).item() or "")


def old_spelling_key(name: str) -> str:
    """The second key of one name.

    >>> old_spelling_key("Soeharto") == old_spelling_key("Suharto")
    True
    >>> name_key("Oematan") == name_key("Umatan")
    False
    """
    return str(pl.select(old_spelling_key_of(name_key_of(pl.lit(name, dtype=pl.String)))).item() or "")
