"""How a sample that officers ask is told: its states, and its shares in percent for people, as they are for programs."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from ninja import Schema

ANSWER_STATES: Final = {
    "open": _("belum ditanyai"), "answered": _("dijawab"), "refused": _("menolak"), "not_met": _("tidak ditemui"),
    "gone": _("pindah atau meninggal"),
}  # fmt: skip
SAMPLE_STATES: Final = {"open": _("sedang ditanyai"), "closed": _("ditutup")}
CARES: Final = {
    "good": ("good", _("dapat dipakai"), "check"), "care": ("warn", _("pakai dengan hati-hati"), "warning"),
    "few": ("quiet", _("terlalu sedikit jawaban untuk dinilai"), "clock"),
    "useless": ("bad", _("terlalu sedikit untuk dipakai"), "close"), "unknown": ("quiet", _("belum diketahui"), "clock"),
}  # fmt: skip
"""How far a share can be trusted: the look, the words and the sign of its badge."""


class MeasureOut(Schema):
    """One share between 0 and 1 with its 95% interval, how many answers it rests on, and how far those who are unknown
    could move it; null where it cannot be said."""

    name: str
    value: float | None
    error: float | None
    low: float | None
    high: float | None
    rows: int
    worst_low: float | None
    worst_high: float | None
    care: str


def measures_out(results: dict[str, Any]) -> list[MeasureOut]:
    """What a closed sample keeps of its shares, for programs; nothing while it is open."""
    return [MeasureOut(name=name, **told) for name, told in results.get("measures", {}).items()]


def share_told(told: dict[str, Any], title: Any, meaning: Any) -> dict[str, Any]:
    """One share in percent with its interval and how far to trust it, for a page."""
    look, words, sign = CARES[told["care"]]
    percent = {
        key: None if told[key] is None else 100 * told[key] for key in ("value", "low", "high", "worst_low", "worst_high")
    }  # fmt: skip
    return {
        "title": title,
        "meaning": meaning,
        "look": look,
        "words": words,
        "sign": sign,
        "rows": told["rows"],
        **percent,
    }
