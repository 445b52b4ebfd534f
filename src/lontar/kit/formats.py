"""How numbers, money and dates are written, in Indonesian or in English by the active language."""

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils import dateformat, timezone
from django.utils.translation import get_language, gettext

type Number = int | float | Decimal

# A number and its unit stay on one line.
TIE = "\u00a0"
MINUS = "\u2212"
NIK_DIGITS = 16
PERIOD = re.compile(r"(\d{4})(?:-T([1-4])|-(0[1-9]|1[0-2]))?")
SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))


def english() -> bool:
    """Say whether the page is read in English; everything else is written the Indonesian way."""
    return (get_language() or "id").startswith("en")


def unknown() -> str:
    """What is written where nothing is known."""
    return gettext("belum diketahui")


def number(value: Number | None, decimals: int | None = None) -> str:
    """Write a number with the separators of the language; `decimals` fixes the digits after the mark."""
    if value is None:
        return unknown()
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    if not exact.is_finite():
        return unknown()
    if decimals is not None:
        exact = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    text = f"{abs(exact):,f}"
    if decimals is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    if not english():
        text = text.translate(str.maketrans(",.", ".,"))
    return f"{MINUS}{text}" if exact < 0 else text


def percent(value: Number | None, decimals: int = 2) -> str:
    """Write a rate that already counts in hundredths: 8.24 is 8,24%."""
    return unknown() if value is None else f"{number(value, decimals)}%"


def rupiah(value: int | None) -> str:
    """Write whole rupiah to the last one."""
    if value is None:
        return unknown()
    text = f"Rp{TIE}{number(abs(int(value)))}"
    return f"{MINUS}{text}" if value < 0 else text


def rupiah_short(value: int | None) -> str:
    """Write large rupiah in words a reader can hold: Rp 31,2 miliar; small amounts stay exact."""
    if value is None:
        return unknown()
    names = {"trillion": gettext("triliun"), "billion": gettext("miliar"), "million": gettext("juta")}
    for scale, name in SCALES:
        # 999.95 million would round to 1.000 million: it belongs to the next word.
        if abs(value) >= scale - scale // 2000 and abs(value) >= 10**6:
            shown = number(abs(Decimal(int(value))) / scale, 1)
            tail = ".0" if english() else ",0"
            sign = MINUS if value < 0 else ""
            return f"{sign}Rp{TIE}{shown.removesuffix(tail)}{TIE}{names[name]}"
    return rupiah(value)


def day(value: date | datetime | None, form: str = "long") -> str:
    """Write a date: long `22 November 2026`, short `22 Nov 2026`, month, or time with the hour."""
    if value is None:
        return unknown()
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    if form == "time" and not isinstance(value, datetime):
        form = "short"
    clock = "H:i" if english() else "H.i"
    shape = {"long": "j F Y", "short": "j M Y", "month": "F Y", "time": f"j M Y, {clock}"}[form]
    return dateformat.format(value, shape)


def period(value: str) -> str:
    """Write a period for reading: `2026-11` is November 2026, `2026-T4` triwulan 4 tahun 2026, `2026` tahun 2026."""
    if match := PERIOD.fullmatch(value):
        year, quarter, month = match.groups()
        if month:
            return day(date(int(year), int(month), 1), "month")
        if quarter:
            return gettext("triwulan %(quarter)s tahun %(year)s") % {"quarter": quarter, "year": year}
        return gettext("tahun %(year)s") % {"year": year}
    return value


def masked_nik(value: str | None) -> str:
    """Show where a number was issued and its end, never the whole of it."""
    text = str(value or "")
    if not text:
        return gettext("tidak ada")
    if len(text) != NIK_DIGITS:
        # A number of another length is damaged: show as little of it as of a good one.
        return "•" * max(len(text) - 2, 4) + text[-2:] if len(text) > 4 else "•" * 4
    return f"{text[:4]}{'•' * 8}{text[-4:]}"
