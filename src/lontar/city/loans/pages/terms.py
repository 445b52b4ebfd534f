"""What a product lends on, value by value in words, with its source and whether anybody has read that source."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lontar.city.loans.pages.words import JOINT_WORDS
from lontar.kit import formats

TERM_WORDS = {
    "least": gettext_lazy("Paling sedikit"), "most": gettext_lazy("Paling banyak"),
    "collateral_above": gettext_lazy("Perlu jaminan di atas"), "instalments": gettext_lazy("Banyaknya angsuran"),
    "every": gettext_lazy("Jarak angsuran"), "first": gettext_lazy("Angsuran pertama sesudah"),
    "rate": gettext_lazy("Bunga setahun"), "fee": gettext_lazy("Biaya"), "method": gettext_lazy("Bunga dihitung dari"),
    "amortise": gettext_lazy("Yang sama setiap kali"), "day_count": gettext_lazy("Cara menghitung hari"),
    "unit": gettext_lazy("Satuan terkecil"), "penalty": gettext_lazy("Denda keterlambatan"),
    "penalty_amount": gettext_lazy("Besarnya denda"), "penalty_grace": gettext_lazy("Hari tanpa denda"),
    "penalty_cap": gettext_lazy("Denda paling banyak"), "allocation": gettext_lazy("Urutan pembayaran diisi"),
    "returned_share": gettext_lazy("Putaran baru sesudah kembali"), "borrowers": gettext_lazy("Siapa yang boleh meminjam"),
    "age_least": gettext_lazy("Umur peminjam paling sedikit"), "joint": gettext_lazy("Tanggung renteng"), "no_grant_from": gettext_lazy("Tidak bersama hibah dari"),
}  # fmt: skip
VALUE_WORDS = {
    "declining": gettext_lazy("sisa pokok"), "flat": gettext_lazy("pokok semula"), "instalment": gettext_lazy("angsuran"),
    "principal": gettext_lazy("pokok"), "none": gettext_lazy("tidak ada"), "share": gettext_lazy("bagian dari yang lewat, setiap hari"),
    "daily": gettext_lazy("rupiah setiap hari"), "once": gettext_lazy("rupiah sekali"), "penalty": gettext_lazy("denda"),
    "fee": gettext_lazy("biaya"), "interest": gettext_lazy("bunga"), "person": gettext_lazy("perorangan"), "group": gettext_lazy("kelompok"),
}  # fmt: skip
MONEY = ("least", "most", "collateral_above", "unit")
LISTS = ("allocation", "borrowers")


@dataclass(frozen=True, slots=True)
class Term:
    """One value of a product."""

    name: str
    value: str
    source: str
    believed: bool


def terms(values: Mapping[str, str], sources: Mapping[str, str]) -> list[Term]:
    """Each value that a loan was made on, or that holds today.

    A source ends in how far it is known: `(read)` or `(believed)`.
    """
    rows = []
    for key, name in TERM_WORDS.items():
        if key not in values:
            continue
        source, _sign, known = sources.get(key, "").rpartition(" (")
        rows.append(Term(str(name), _value(key, str(values[key])), source, known != "read)"))
    return rows


def believed_words(rows: list[Term]) -> str:
    """How many of these values nobody has read in a paper; nothing where all were."""
    found = sum(one.believed for one in rows)
    if not found:
        return ""
    return ngettext(
        "%(found)s dari %(all)s nilai hanya dikira: peraturannya belum ditemukan. Kota membetulkannya bila petunjuk teknisnya ada.",
        "%(found)s dari %(all)s nilai hanya dikira: peraturannya belum ditemukan. Kota membetulkannya bila petunjuk teknisnya ada.",
        found,
    ) % {"found": formats.number(found), "all": formats.number(len(rows))}


def _value(key: str, value: str) -> str:
    if key in MONEY and value.isdigit():
        return formats.rupiah(int(value))
    if key == "joint":
        return str(JOINT_WORDS.get(value, value))
    if key == "no_grant_from":
        return value.upper().replace(" ", ", ")
    if key in LISTS:
        return ", ".join(_word(one) for one in value.split())
    if key in ("every", "first"):
        return _stretch(value)
    if key in ("rate", "returned_share", "penalty_cap"):
        return f"{value}%"
    return _word(value)


def _word(value: str) -> str:
    known: Any = VALUE_WORDS.get(value)
    return str(known) if known is not None else value


def _stretch(value: str) -> str:
    count, kind = value[:-1], value[-1:]
    if not count.isdigit() or kind not in ("m", "w"):
        return value
    return (_("%(n)s bulan") if kind == "m" else _("%(n)s minggu")) % {"n": count}
