"""What may be said of the figures that are known, and of those that are quoted without being known."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lontar.city.portal import queries
from lontar.city.portal.queries import Figure
from lontar.kit import formats


def period_words(period: str) -> str:
    """`2025-03` is March 2025; a year alone stays a year."""
    year, _dash, month_number = period.partition("-")
    return formats.day(date(int(year), int(month_number), 1), "month") if month_number else year


def sources(rates: list[Figure]) -> str:
    """Each source once, in the order of time."""
    return "; ".join(dict.fromkeys(rate.source for rate in rates))


def change_words(rates: list[Figure]) -> str:
    """How the newest rate stands to the one before."""
    if len(rates) < 2:
        return ""
    before, now = rates[-2], rates[-1]
    points = formats.number(abs(round(now.value - before.value, 2)), 2)
    told = {"points": points, "before": formats.percent(before.value), "when": period_words(before.period)}
    if now.value < before.value:
        return _("Itu turun %(points)s poin dari %(before)s pada %(when)s.") % told
    if now.value > before.value:
        return _("Itu naik %(points)s poin dari %(before)s pada %(when)s.") % told
    return _("Itu sama dengan %(when)s.") % told


def pace_words(rates: list[Figure], target: Figure | None) -> str:
    """How fast the rate fell, and how fast it would have to fall to reach the target."""
    if target is None or len(rates) < 2:
        return ""
    first, last = rates[0], rates[-1]
    left = target.year - last.year
    if left <= 0 or last.year == first.year:
        return ""
    fell = (first.value - last.value) / (last.year - first.year)
    needed = (last.value - target.value) / left
    words = ngettext(
        "Sejak %(since)s angkanya turun rata-rata %(fell)s poin setahun. "
        "Untuk sasaran itu ia harus turun %(needed)s poin dalam %(years)s tahun.",
        "Sejak %(since)s angkanya turun rata-rata %(fell)s poin setahun. "
        "Untuk sasaran itu ia harus turun %(needed)s poin dalam %(years)s tahun.",
        left,
    )
    return words % {
        "since": first.year, "fell": formats.number(round(fell, 2), 2),
        "needed": formats.number(round(needed, 2), 2), "years": left,
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure that goes round: what it says, a verdict, and what is really known of it."""

    figure: str
    state: str
    sign: str
    verdict: str
    words: str


def claims(code: str, place: str) -> list[Claim]:
    """Every figure that is quoted of a place, with its verdict."""
    lines = [_line_of_another_region(line, place) for line in queries.of_another_region(code, "poverty_line")]
    if lines:
        words = _("Garis wilayah ini sendiri belum ditemukan. Perencana dapat mengimpornya dari BPS.")
        name = _("Garis kemiskinan %(place)s") % {"place": place}
        lines.append(Claim(name, "quiet", "info", _("belum diketahui"), words))
    return [*lines, *_untraced_extreme_rate(code), *_checked_at_home(code, place)]


def _line_of_another_region(line: Figure, place: str) -> Claim:
    told = {
        "region": line.region, "period": period_words(line.period), "place": place, "source": line.source,
    }  # fmt: skip
    return Claim(
        _("%(amount)s per orang sebulan") % {"amount": formats.rupiah(round(line.value))},
        "warn",
        "warning",
        _("bukan garis %(place)s") % {"place": place},
        _(
            "Ini garis kemiskinan %(region)s, %(period)s, bukan garis %(place)s dan bukan garis kemiskinan ekstrem. "
            "Sumber: %(source)s."
        )
        % told,
    )


def _untraced_extreme_rate(code: str) -> list[Claim]:
    extreme = queries.newest(code, "extreme_poverty_rate")
    if extreme is None or extreme.confidence != "untraced":
        return []
    words = _(
        "Angka ini disebut di surat kabar (%(source)s). BPS tidak menerbitkan angka kemiskinan ekstrem untuk "
        "kabupaten dan kota karena ketidakpastiannya terlalu besar. Jangan dipakai untuk merencanakan."
    ) % {"source": extreme.source}
    figure = _("%(rate)s miskin ekstrem") % {"rate": formats.percent(extreme.value, 1)}
    return [Claim(figure, "bad", "warning", _("asal tidak terlacak"), words)]


def _checked_at_home(code: str, place: str) -> list[Claim]:
    listed = queries.newest(code, "extreme_poor_families_listed")
    checked = queries.newest(code, "extreme_poor_families_verified")
    if listed is None or checked is None:
        return []
    figure = _("%(before)s menjadi %(after)s keluarga") % {
        "before": formats.number(round(listed.value)), "after": formats.number(round(checked.value))}  # fmt: skip
    words = _(
        "Daftar keluarga miskin ekstrem %(place)s, dari %(first)s ke %(last)s, setelah diperiksa di lapangan. "
        "Sumber: %(source)s."
    ) % {
        "place": place, "first": period_words(listed.period), "last": period_words(checked.period),
        "source": checked.source,
    }  # fmt: skip
    return [Claim(figure, "info", "check", _("hasil pemeriksaan lapangan"), words)]
