"""Where is the money? For each sub-activity and line: budgeted, promised, ordered, released, arrived, returned, told."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lontar.city.delivery import queries
from lontar.city.delivery.forms import CHANNELS, ORDER_STATES
from lontar.city.delivery.pages.asking import actor_of
from lontar.city.places import queries as places
from lontar.city.programmes import queries as programmes
from lontar.kit import charts, exports, formats
from lontar.kit.charts.bars import BarChart
from lontar.kit.gate import Actor, Role, door


class YearForm(forms.Form):
    """Which year."""

    tahun = forms.TypedChoiceField(required=False, label=gettext_lazy("Tahun"), coerce=int, empty_value=None)

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["tahun"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(one), str(one)) for one in years]


@door(*queries.WHO_SEE_MONEY)
def money(request: HttpRequest) -> HttpResponseBase:
    """Every line of a year that the book knows of, under its sub-activity."""
    actor, today, home = actor_of(request), places.today(), places.home_or_refuse()
    years = programmes.years(actor) or [today.year]
    form = YearForm(request.GET if "tahun" in request.GET else {"tahun": str(years[0])}, years=years)
    year = (form.cleaned_data["tahun"] if form.is_valid() else None) or years[0]
    rows = [(line, told) for line in queries.lines_with_money(actor, year) if _is_known(told := queries.money_of(line))]
    if asked := exports.wanted(request):
        table = (_exported(line, told, actor) for line, told in rows)
        return exports.export(asked, name=f"di-mana-uangnya-{year}", heads=HEADS, rows=table)
    whole = queries.together(told for _line, told in rows)
    context = {
        "year": year, "words": [(_("Tahun"), form["tahun"])], "rows": [(line, queries.line_words(line, actor), told, why(told)) for line, told in rows],
        "asks": actor.role in queries.WHO_SEE_SURVEYS,
        "chart": _drawn(_places_of(whole, actor, [line for line, _told in rows], year), _("Di mana setiap rupiah"), region=home.name, period=str(year)) if whole else None,
    }  # fmt: skip
    return render(request, "delivery/money.html", context)


def _is_known(told: queries.Money) -> bool:
    """Whether anybody has noted anything of a line: a budget, what was spent, or an entry of the book."""
    in_book = told.free or told.owed or told.on_the_way or told.arrived or told.contracted or told.built
    return bool(in_book) or told.budgeted is not None or told.reported is not None


def why(told: queries.Money) -> list[tuple[str, int]]:
    """Why what was reported as spent is not what arrived, in words, with the rupiah of each reason."""
    said = {
        "unreported": _("sudah sampai, belum dilaporkan di SPJ"),
        "on_the_way": _("sudah dicairkan, belum ada kabar sampainya"),
        "not_by_name": _("dibelanjakan, tetapi tidak dibayar per nama lewat Lontar"),
    }
    return [(said[key], amount) for key, amount in told.reasons]


HEADS = (
    "subkegiatan", "program", "pagu", "belum_ada_penetapan", "belum_dijanjikan", "menunggu", "diperintahkan", "dicairkan", "sampai_lewat_perintah",
    "kembali", "belum_ada_kabar", "sampai_seluruhnya", "janji_pekerjaan", "dibayar_pekerjaan", "realisasi_spj", "selisih", "sebab_selisih",
)  # fmt: skip


def _exported(line: Any, told: queries.Money, actor: Any) -> list[Any]:
    return [
        line.sub_activity.code if line.sub_activity else "", queries.line_words(line, actor), told.budgeted, told.outside, told.free,
        told.owed, told.ordered, told.released, told.paid, told.returned, told.unheard, told.arrived, told.contracted,
        told.built, told.reported,
        told.difference, "; ".join(f"{formats.rupiah(amount)} {words}" for words, amount in why(told)),
    ]  # fmt: skip


def _drawn(bars: list[charts.Bar], title: str, *, region: str, period: str) -> BarChart:
    caption = charts.Caption(
        "uang", title, _("%(region)s, %(period)s, rupiah.") % {"region": region, "period": period},
        (_("Tempat"), _("Jumlah")),
    )  # fmt: skip
    return charts.bar_chart(
        bars, caption, write=lambda value: formats.rupiah(round(value)), unknown=_("belum diketahui")
    )


def _places_of(told: queries.Money, actor: Actor, lines: Sequence[Any], year: int) -> list[charts.Bar]:
    """The budget, and the present place of every rupiah of it with the list behind it; the parts are the budget.

    What a list of families would leave out, for this officer may not know whom a line concerns, the book has.
    """
    by_name = actor.role in queries.WHO_SEE_LIST and all(programmes.is_told_by_name(actor, line) for line in lines)

    def in_book(kind: str) -> str:
        return f"{reverse('ledger:trial_balance')}?{urlencode({'kind': kind, 'words': f':{year}:'})}"

    def at(status: str) -> str:
        return f"{reverse('delivery:entitlements')}?status={status}&year={year}" if by_name else in_book(status)

    bars = [
        charts.Bar(_("Pagu"), told.budgeted, link=f"{reverse('programmes:catalogue')}?year={year}"),
        charts.Bar(_("Belum ada penetapan atau kontrak"), told.outside, link="#program"),
        charts.Bar(_("Disisihkan, belum dijanjikan"), told.free, link=in_book("budget")),
        charts.Bar(_("Menunggu dibayar"), told.owed, link=at("owed")),
        charts.Bar(_("Sedang dikirim"), told.on_the_way, link=at("sent")),
        charts.Bar(_("Sampai di keluarga"), told.arrived, link=at("delivered")),
    ]  # fmt: skip
    if told.contracted or told.built:
        bars += [
            charts.Bar(_("Dijanjikan untuk pekerjaan"), told.contracted, link=in_book("contracted")),
            charts.Bar(_("Dibayar untuk pekerjaan"), told.built, link=in_book("built")),
        ]
    return bars


@door(*queries.WHO_SEE_MONEY)
def money_of_line(request: HttpRequest, key: int) -> HttpResponse:
    """One line, step by step; each step opens the list behind it."""
    actor = actor_of(request)
    line = programmes.lines_for(actor).filter(pk=key).first()
    if line is None:
        raise Http404
    told = queries.money_of(line)
    steps = _steps(line, told, actor)
    context = {
        "line": line, "what": queries.line_words(line, actor), "told": told, "why": why(told), "steps": steps,
        "crumbs": [(f"{reverse('delivery:money')}?tahun={line.year}", _("Di mana uangnya"))],
        "chart": _drawn([charts.Bar(label, amount, link=url) for label, amount, _who, url in steps], _("Perjalanan uangnya"), region=line.place.name, period=str(line.year)),
        "orders": [
            (one, CHANNELS[queries.Channel(one.channel)], ORDER_STATES[queries.OrderState(one.state)], sums)
            for one, sums in queries.orders_of_line(actor, line.pk)
        ],
    }  # fmt: skip
    return render(request, "delivery/money_of_line.html", context)


def _steps(line: Any, told: queries.Money, actor: Any) -> list[tuple[Any, ...]]:
    """What each step is, how much stands behind it, who does it by role, and the list that it opens."""
    by_name = programmes.is_told_by_name(actor, line)
    lists = reverse("delivery:entitlements") if by_name and actor.role != Role.TREASURER else ""
    book = by_name and f"{reverse('ledger:trial_balance')}?words=:{programmes.purpose_of(line)}:"

    def owed(status: str, way: str = "") -> str:
        """Whose they are; for the treasurer, who sees no family, in which ward they stand."""
        if lists:
            return f"{lists}?line={line.pk}&status={status}{way and f'&way={way}'}"
        # What arrived by order and what came by hand stand on the same accounts: only one of the two has this list.
        return f"{book}&kind={status}" if book and (not way or (way == "hand" and not told.paid)) else ""

    building = []
    if line.gives == "works" or told.contracted or told.built:
        works = f"{book}&kind=" if book else ""
        building = [
            (_("Dijanjikan untuk pekerjaan, belum dibayar"), told.contracted, _("operator dinas, menurut kontrak"), works and f"{works}contracted"),
            (_("Dibayar untuk pekerjaan, tahap demi tahap"), told.built, _("bendahara umum daerah (SP2D)"), works and f"{works}built"),
        ]  # fmt: skip
    return [
        (_("Dianggarkan"), told.budgeted, _("perangkat daerah, menurut DPA"), reverse("programmes:line", args=[line.pk])),
        (_("Belum ada penetapan atau kontrak"), told.outside, _("perencana"), reverse("programmes:line", args=[line.pk])),
        (_("Disisihkan, belum dijanjikan kepada siapa pun"), told.free, _("perencana"), book and f"{book}&kind=budget"),
        (_("Menjadi hak, menunggu dibayar"), told.owed, _("operator dinas, sesudah surat keputusan"), owed("owed")),
        (_("Diperintahkan"), told.ordered, _("operator membuat, orang kedua memeriksa (SPM)"), "#perintah"),
        (_("Dicairkan"), told.released, _("bendahara umum daerah (SP2D)"), "#perintah"),
        (_("Sedang dikirim, belum ada kabarnya"), told.unheard, _("bank, kantor pos atau bendahara kelurahan"), owed("sent")),
        (_("Kembali"), told.returned, _("pembayar, dengan sebabnya"), "#perintah"),
        (_("Sampai lewat perintah bayar"), told.paid, _("pembayar, menurut hasilnya"), owed("delivered", "order") or "#perintah"),
        (_("Sampai tanpa perintah bayar"), told.by_hand, _("petugas kelurahan atau dinas, dengan bukti"), owed("delivered", "hand")),
        (_("Dicocokkan dengan hasil pembayaran"), told.reconciled, _("operator atau bendahara"), "#perintah"),
        *building,
        (_("Realisasi menurut SPJ"), told.reported, _("perangkat daerah"), reverse("programmes:line", args=[line.pk])),
    ]  # fmt: skip
