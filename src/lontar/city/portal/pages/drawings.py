"""What the public pages draw: the poverty rate with its target, programmes as bars, wards as a map."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from lontar.city.places import queries as places
from lontar.city.portal.pages.quoted import rate_words
from lontar.city.portal.pages.readings import Reading
from lontar.city.portal.queries import Figure
from lontar.kit import charts, formats

FAMILIES, RUPIAH = "keluarga", "rupiah"
# A target is drawn over the years that lead to it.
PLAN_YEARS = 3


def says() -> tuple[str, str]:
    return _("disembunyikan"), _("belum diketahui")


def poverty_line_chart(rates: list[Figure], target: Figure | None, place: str) -> charts.lines.LineChart:
    """The rate of every March, and the target as a line over the years of its plan."""
    points = tuple(charts.Point(rate.year, str(rate.year), rate.value) for rate in rates)
    first, last = rates[0], rates[-1]
    aim = None
    if target:
        words = _("Sasaran %(year)s: %(value)s") % {
            "year": target.year, "value": rate_words(target.value)}  # fmt: skip
        aim = charts.Target(words, ((target.year - PLAN_YEARS, target.value), (target.year, target.value)))
    title = _("Dari %(first)s ke %(last)s dalam %(years)s tahun") % {
        "first": formats.percent(first.value), "last": formats.percent(last.value), "years": last.year - first.year,
    }  # fmt: skip
    caption = charts.Caption(
        "kemiskinan",
        title,
        _("Persentase penduduk miskin di %(place)s, Maret setiap tahun.") % {"place": place},
        (_("Tahun"), _("Penduduk miskin")),
    )
    return charts.line_chart(
        [charts.Series(_("Penduduk miskin"), points)],
        caption,
        write=formats.percent,
        write_tick=lambda value: formats.percent(value, 0),
        target=aim,
    )


def offer_bars(reading: Reading) -> charts.bars.BarChart:
    """What was paid of what was planned, offer by offer."""
    bars = [
        charts.Bar(
            offer["name"], offer["spent"], offer["planned"], hidden=_("disembunyikan") if offer["hidden"] else ""
        )
        for offer in reading.offers_with_money()
    ]
    caption = charts.Caption(
        "program",
        _("Yang sudah dibayar dari yang direncanakan"),
        _("Rupiah, %(year)s. Batang tipis: dibayar, lewat Lontar dan di luarnya; batang lebar: direncanakan.")
        % {"year": reading.year},
        (_("Program"), _("Dibayar"), _("Direncanakan")),
    )
    write = lambda value: formats.rupiah_short(round(value))  # noqa: E731 - named for the two places it goes to
    return charts.bar_chart(bars, caption, write=write, unknown=_("belum diketahui"))


def ward_map(reading: Reading, *, offer: str, measure: str, drawn: str, place_id: int, query: str) -> Any:
    """The wards as hexagons, or as the shapes that the city imported."""
    rows = reading.ward_rows(offer)
    name = next((one["name"] for one in reading.offers if one["key"] == offer), "")
    what = _("Keluarga penerima") if measure == FAMILIES else _("Rupiah yang dibayar")
    title = f"{what}: {name}" if name else what
    caption = charts.Caption("peta", title, reading.until_words(), (_("Kelurahan atau desa"), what))
    write = formats.number if measure == FAMILIES else short_rupiah
    drawings = {}
    for row in rows:
        value = row["families"] if measure == FAMILIES else row["paid"]
        hidden = _("disembunyikan") if value is None else ""
        link = reverse("portal:ward", args=[row["id"]]) + query
        drawings[row["id"]] = (row, value, link, hidden)
    if drawn == "batas":
        areas = [
            charts.Area(row["name"], shape.geometry, value, link, hidden)
            for shape in places.boundaries_in(place_id)
            if shape.place_id in drawings
            for row, value, link, hidden in [drawings[shape.place_id]]
        ]
        if areas:
            return charts.area_map(areas, caption, write=write, says=says())
    tiles = [
        charts.Tile(row["q"], row["r"], row["name"], value, link, hidden)
        for row, value, link, hidden in drawings.values()
        if row["q"] is not None
    ]
    return charts.tile_map(tiles, caption, write=write, says=says())


def short_rupiah(value: float) -> str:
    """An amount small enough for a hexagon: 12,5 jt, 1,2 M."""
    for scale, word in ((10**9, _("M")), (10**6, _("jt")), (10**3, _("rb"))):
        if value >= scale:
            return f"{formats.number(value / scale, 0 if value >= 10 * scale else 1)} {word}"
    return formats.number(value)
