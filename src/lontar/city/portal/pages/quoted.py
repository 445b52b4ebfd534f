"""What may be said of the figures that are known, and of those that are quoted without being known."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lontar.city.portal.queries import Figure, Figures
from lontar.kit import formats
from lontar.science.poverty_figures import LINE


def rate_words(value: float) -> str:
    """A rate as a target is told: 0% and 6,5%, but 5,75%."""
    return formats.percent(value, 0 if value == round(value) else 2)


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
    if last.year == first.year:
        return ""
    yearly = round((first.value - last.value) / (last.year - first.year), 2)
    told = {"since": first.year, "points": formats.number(abs(yearly), 2)}
    if yearly > 0:
        so_far = _("Sejak %(since)s angkanya turun rata-rata %(points)s poin setahun.") % told
    elif yearly < 0:
        so_far = _("Sejak %(since)s angkanya naik rata-rata %(points)s poin setahun.") % told
    else:
        so_far = _("Sejak %(since)s angkanya tidak berubah.") % told
    if last.value <= target.value:
        return f"{so_far} {_('Sasaran itu sudah tercapai.')}"
    if left <= 0:
        return f"{so_far} {_('Sasaran itu belum tercapai.')}"
    needed = round((last.value - target.value) / left, 2)
    to_do = ngettext(
        "Untuk sasaran itu ia harus turun %(needed)s poin dalam %(years)s tahun.",
        "Untuk sasaran itu ia harus turun %(needed)s poin setahun, %(years)s tahun lamanya.",
        left,
    ) % {"needed": formats.number(needed, 2), "years": left}
    return f"{so_far} {to_do}"


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure that goes round: what it says, a verdict, and what is really known of it."""

    figure: str
    state: str
    sign: str
    verdict: str
    words: str


def claims(known: Figures, place: str) -> list[Claim]:
    """Every figure that is quoted of a place, with its verdict."""
    own = known.newest(LINE)
    lines = [_own_line(own, place)] if own else []
    lines += [_line_of_another_region(line, place) for line in known.of_another_region(LINE)]
    if lines and not own:
        words = _("Garis wilayah ini sendiri belum ditemukan. Perencana dapat mengimpornya dari BPS.")
        name = _("Garis kemiskinan %(place)s") % {"place": place}
        lines.append(Claim(name, "quiet", "info", _("belum diketahui"), words))
    return [*lines, *_untraced_extreme_rate(known), *_checked_at_home(known, place)]


def _own_line(line: Figure, place: str) -> Claim:
    words = _("Garis kemiskinan %(place)s, %(period)s. Sumber: %(source)s.") % {
        "place": place, "period": period_words(line.period), "source": line.source}  # fmt: skip
    amount = _("%(amount)s per orang sebulan") % {"amount": formats.rupiah(round(line.value))}
    return Claim(amount, "good", "check", _("garis %(place)s") % {"place": place}, words)


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


def _untraced_extreme_rate(known: Figures) -> list[Claim]:
    extreme = known.newest("extreme_poverty_rate")
    if extreme is None or extreme.confidence != "untraced":
        return []
    words = _(
        "Angka ini disebut di surat kabar (%(source)s). BPS tidak menerbitkan angka kemiskinan ekstrem untuk "
        "kabupaten dan kota karena ketidakpastiannya terlalu besar. Jangan dipakai untuk merencanakan."
    ) % {"source": extreme.source}
    figure = _("%(rate)s miskin ekstrem") % {"rate": formats.percent(extreme.value, 1)}
    return [Claim(figure, "bad", "warning", _("asal tidak terlacak"), words)]


def _checked_at_home(known: Figures, place: str) -> list[Claim]:
    listed = known.newest("extreme_poor_families_listed")
    checked = known.newest("extreme_poor_families_verified")
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
