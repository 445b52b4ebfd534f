"""Keys under which spellings of one ward or district meet: digits, Roman numerals, words, blanks, hyphens."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

NUMBERS: Final = {
    "SATU": 1, "DUA": 2, "TIGA": 3, "EMPAT": 4, "LIMA": 5, "ENAM": 6, "TUJUH": 7, "DELAPAN": 8, "SEMBILAN": 9,
    "SEPULUH": 10, "I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10,
}  # fmt: skip
PREFIXES: Final = frozenset(
    ["KEL", "KELURAHAN", "DESA", "DS", "KEC", "KECAMATAN", "KOTA", "KAB", "KABUPATEN", "NAGARI", "KAMPUNG"]
)
NEAREST_MAX: Final = 3
NEAREST_LIKENESS_MIN: Final = 0.75


def place_key(name: str) -> str:
    """One text for all spellings of a place: `oe` stays `oe`, for it is water and not `u`.

    >>> place_key("Batuplat") == place_key("Batu Plat") == "BATUPLAT"
    True
    >>> place_key("Naikoten I") == place_key("Kel. Naikoten Satu") == place_key("NAIKOTEN-1") == "NAIKOTEN1"
    True
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().upper()
    words = re.findall(r"[A-Z]+|[0-9]+", plain)
    # A place may be called Kota Lama: the word is a prefix only where another prefix or nothing else tells.
    while len(words) > 1 and words[0] in PREFIXES - {"KOTA"}:
        words = words[1:]
    numbered = [str(NUMBERS.get(word, word.lstrip("0") or word)) for word in words]
    return "".join(numbered)


def nearest_places(name: str, names: Mapping[str, str] | Iterable[str]) -> list[str]:
    """The known names most like this one, best first; `names` maps keys to names, or lists names.

    >>> nearest_places("Osapa", ["Oesapa", "Oesapa Barat", "Alak"])[0]
    'Oesapa'
    """
    by_key = dict(names) if isinstance(names, Mapping) else {place_key(known): known for known in names}
    keys = difflib.get_close_matches(place_key(name), by_key, n=NEAREST_MAX * 2, cutoff=NEAREST_LIKENESS_MIN)
    found = dict.fromkeys(by_key[key] for key in keys)
    return list(found)[:NEAREST_MAX]
