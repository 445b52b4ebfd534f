"""Tagged as poverty budget, and what of it reached deciles 1 to 4 by name: two figures that are never one."""

from datetime import date
from typing import Any, cast

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lontar.city.delivery import frames, queries
from lontar.city.places import queries as places
from lontar.city.programmes import queries as programmes
from lontar.kit import exports
from lontar.kit.formats import number, percent, rupiah_short
from lontar.kit.gate import Actor, door

PILLARS = {
    "burden": gettext_lazy("mengurangi beban"), "income": gettext_lazy("menambah penghasilan"),
    "pockets": gettext_lazy("menutup kantong kemiskinan"),
}  # fmt: skip
FUNDS = {
    "city": gettext_lazy("kota"), "province": gettext_lazy("provinsi"), "ministry": gettext_lazy("kementerian"),
    "partner": gettext_lazy("mitra"),
}  # fmt: skip


class YearForm(forms.Form):
    """Which year."""

    year = forms.TypedChoiceField(required=False, label=gettext_lazy("Tahun"), coerce=int, empty_value=None)

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["year"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(one), str(one)) for one in years]


@door(*queries.WHO_SEE_REACH)
def reach(request: HttpRequest) -> HttpResponseBase:
    """What is tagged, by pillar and source; whom it reached by name, by line."""
    actor, today, home = cast(Actor, request.user), places.today(), places.home_or_refuse()
    years = programmes.years(actor) or [today.year]
    form = YearForm(request.GET if "year" in request.GET else {"year": str(years[0])}, years=years)
    year = (form.cleaned_data["year"] if form.is_valid() else None) or years[0]
    until = min(date(year, 12, 31), today)
    lines = {one.pk: one for one in programmes.catalogue(actor, year=year)}
    reached = [one for one in frames.reach(home.pk, since=date(year, 1, 1), until=until) if one.line_id in lines]
    reached.sort(key=lambda one: -(one.poor + one.others + one.unknown))
    if asked := exports.wanted(request):
        heads = [_("Program"), _("Lembaga"), _("Desil 1–4 (Rp)"), _("Desil 5–10 (Rp)"), _("Desil belum diketahui (Rp)"),
                 _("Keluarga desil 1–4"), _("Keluarga desil 5–10"), _("Keluarga desil belum diketahui")]  # fmt: skip
        rows = (
            [lines[one.line_id].name, lines[one.line_id].agency.name, one.poor, one.others, one.unknown,
             one.families_poor, one.families_others, one.families_unknown]
            for one in reached
        )  # fmt: skip
        return exports.export(asked, name=f"terjangkau-{year}", heads=heads, rows=rows)
    pillars = programmes.tagged_by_pillar(actor, year)
    context = {
        "year": year, "until": until, "words": [(_("Tahun"), form["year"])], "home": home,
        "figures": _figures(pillars, reached, region=home.name, year=year, until=until),
        "pillars": [(PILLARS[one.key], one) for one in pillars],
        "funds": [(FUNDS[one.key], one) for one in programmes.tagged_by_fund(actor, year)],
        "lines": [(lines[one.line_id], one) for one in reached],
    }  # fmt: skip
    return render(request, "delivery/reach.html", context)


def _figures(pillars: list[Any], reached: list[Any], *, region: str, year: int, until: date) -> list[dict[str, Any]]:
    known = [one.in_force for one in pillars if one.in_force is not None]
    tagged = sum(known) if known else None
    poor = sum(one.poor for one in reached) if reached else None
    given = sum(one.poor + one.others + one.unknown for one in reached)
    lines, of_known = sum(one.lines for one in pillars), sum(one.known for one in pillars)
    base = {"region": region, "period": str(year)}
    return [
        {**base, "label": _("Anggaran bertanda kemiskinan"), "value": None if tagged is None else rupiah_short(tagged),
         "source": _("anggaran perangkat daerah"),
         "note": _("diketahui untuk %(known)s dari %(every)s baris") % {"known": number(of_known), "every": number(lines)}},
        {**base, "label": _("Sampai per nama kepada desil 1–4"), "value": None if poor is None else rupiah_short(poor),
         "source": _("penyerahan lewat Lontar; desil DTSEN"),
         "note": _("bagian dari yang diserahkan: %(share)s") % {"share": percent(100 * (poor or 0) / given, 1)} if given else ""},
        {**base, "label": _("Keluarga desil 1–4 yang terjangkau, tiap program"),
         "value": number(sum(one.families_poor for one in reached)) if reached else None,
         "source": _("penyerahan lewat Lontar; desil DTSEN"),
         "note": _("keluarga yang menerima dari dua program dihitung dua kali")},
    ]  # fmt: skip
