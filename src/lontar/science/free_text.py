"""What must not stand in words that many read: a person's number, a decile, an illness that is nobody's business."""

import re
from typing import Final

NUMBER: Final = "number"
DECILE: Final = "decile"
ILLNESS: Final = "illness"
# Sixteen digits are a NIK or the number of a card, however they are parted.
_SIXTEEN: Final = re.compile(r"(?<!\d)(?:\d[ .\-]?){15}\d(?!\d)")
_DECILE: Final = re.compile(r"\b(?:desil|decile)\s*(?:dtsen\s*)?:?\s*(?:10|[1-9])\b", re.IGNORECASE)
_ILLNESS: Final = re.compile(r"\b(?:hiv|aids|odha|odgj|odmk|skizofreni\w*|gangguan\s+jiwa)\b", re.IGNORECASE)


def told_too_much(text: str) -> str | None:
    """Which of the three stands in a text, if one does. It finds what is written plainly; it is no judge of the rest.

    >>> told_too_much("Apakah 5371 0301 0190 0001 layak?"), told_too_much("Keluarga desil 1?"), told_too_much("Penderita HIV")
    ('number', 'decile', 'illness')
    >>> told_too_much("Sumur bor untuk 40 keluarga, Rp 180.000.000.000, RT 003/RW 001") is None
    True
    """
    for kind, found in ((NUMBER, _SIXTEEN), (DECILE, _DECILE), (ILLNESS, _ILLNESS)):
        if found.search(text):
            return kind
    return None
