"""The funds of the city, and the fund of one ward: lent, come back, late, lost, and what waits there."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lontar.city.journal.actions import saw
from lontar.city.loans import actions, queries
from lontar.city.loans.forms import CountCash, OpenFund, Purpose
from lontar.city.loans.pages.shown import (
    STATES,
    actor_of,
    asked,
    close_names,
    fund_or_404,
    masks_context,
    name_of,
    note_names,
    open_names,
)  # fmt: skip
from lontar.city.loans.pages.terms import Term, believed_words, terms
from lontar.city.loans.pages.words import APPLICATION_WORDS, BUCKET_WORDS, LOAN_WORDS, SIGN_WORDS, late_words
from lontar.city.places import queries as places
from lontar.kit import formats
from lontar.kit.exports import export, wanted
from lontar.kit.gate import Role, door
from lontar.kit.paging import numbered_page
from lontar.science.trouble import Refusal

PAGE, WARNED_SHOWN = 25, 20
WHO_NAME_BORROWERS = (Role.FUND_COMMITTEE,)


@door(*queries.WHO_SEE_FUNDS)
def funds(request: HttpRequest) -> HttpResponseBase:
    """Every fund in the officer's places with its figures; whoever serves one ward comes to that ward's fund at once."""
    actor, today = actor_of(request), places.today()
    home = places.home_or_refuse()
    rows = queries.rows(home.pk, on=today)
    if form := wanted(request):
        return export(form, name=f"dana-bergulir-{today:%Y-%m-%d}", heads=_heads(), rows=map(_line, rows))
    if len(rows) == 1 and actor.role in queries.WHO_RUN:
        return redirect("loans:fund", rows[0].fund.place_id)
    history = queries.past_arrears(home.pk)
    wards = dict(places.by_ids([one.place_id for one in history]).values_list("pk", "name"))
    context = {
        "rows": rows, "whole": queries.summed(rows), "home": home, "today": today, "figures": _figures(queries.summed(rows), home.name, today),
        "buckets": _buckets(queries.summed(rows)), "history": [(wards.get(one.place_id, ""), one) for one in history],
        "may_open": actor.role in queries.WHO_OPEN, "opens_ward": actor.role in queries.WHO_SEE_LOANS,
    }  # fmt: skip
    return render(request, "loans/funds.html", context)


def _heads() -> list[str]:
    return [
        _("Kelurahan"), _("Modal"), _("Dipinjamkan"), _("Kembali"), _("Sisa pokok"), _("Tertunggak"), _("Dihapus buku"),
        _("Cocok sampai"),
    ]  # fmt: skip


def _line(row: queries.FundRow) -> list[Any]:
    f = row.figures
    return [
        row.fund.place.name, f.money.capital, f.lent_ever, f.returned_ever, f.money.lent, f.live.overdue, f.money.lost,
        row.reconciled,
    ]  # fmt: skip


def _share(value: float | None) -> str:
    return formats.percent(None if value is None else 100 * value, 1)


def _figures(whole: queries.Figures, region: str, today: Any) -> list[dict[str, Any]]:
    """The six that matter, each with where, when and from what."""
    turned = formats.number(whole.turnover, 1) if whole.turnover is not None else None
    told = [
        (_("Pernah dipinjamkan"), formats.rupiah_short(whole.lent_ever),
         _("kepada %(n)s peminjam") % {"n": formats.number(whole.borrowers_ever)}),
        (_("Pokok yang kembali"), formats.rupiah_short(whole.returned_ever), ""),
        (_("Sisa pokok pada peminjam"), formats.rupiah_short(whole.money.lent), ""),
        (_("Tertunggak"), formats.rupiah_short(whole.live.overdue),
         _("PAR30 %(share)s") % {"share": _share(whole.live.par30)}),
        (_("Tingkat pengembalian"), _share(whole.live.repayment_rate),
         _("tepat waktu %(share)s") % {"share": _share(whole.live.on_time_rate)}),
        (_("Modal yang hilang"), formats.rupiah_short(whole.money.lost),
         _("dari modal %(sum)s") % {"sum": formats.rupiah_short(whole.money.capital)}),
        (_("Modal berputar"), turned, _("kali dipinjamkan dalam 12 bulan")),
        *_rescheduled(whole),
        *_penalties(whole),
        (_("Uang di dana"), formats.rupiah_short(whole.money.fund), ""),
    ]  # fmt: skip
    until, source = formats.day(today), _("buku dana bergulir")
    return [
        {"label": label, "value": value, "note": note, "region": region, "period": until, "source": source}
        for label, value, note in told
    ]


def _rescheduled(whole: queries.Figures) -> list[tuple[str, str, str]]:
    """What a new plan made punctual again; no figure where there is none."""
    if not whole.rescheduled:
        return []
    told = _("pada %(n)s pinjaman; terlambatnya dihitung dari jadwal barunya")
    return [
        (_("Sisa pokok yang dijadwalkan ulang"), formats.rupiah_short(whole.rescheduled_left),
         told % {"n": formats.number(whole.rescheduled)}),
    ]  # fmt: skip


def _penalties(whole: queries.Figures) -> list[tuple[str, str, str]]:
    """What came for lateness; no figure where nothing ever did and nothing is owed."""
    if not whole.money.fined and not whole.penalties:
        return []
    owed = _("%(sum)s belum dibayar") % {"sum": formats.rupiah(whole.penalties)}
    return [(_("Denda yang diterima"), formats.rupiah(whole.money.fined), owed)]


def _buckets(whole: queries.Figures) -> list[tuple[str, tuple[int, int, int]]]:
    return list(zip(map(str, BUCKET_WORDS), whole.live.buckets, strict=True))


@door(*queries.WHO_SEE_LOANS)
def fund(request: HttpRequest, place_id: int) -> HttpResponse:
    """One ward's fund: figures, who asks, who owes, rounds, minutes and counts."""
    actor, today = actor_of(request), places.today()
    found = fund_or_404(place_id)
    row = next(one for one in queries.rows(place_id, on=today) if one.fund.pk == found.pk)
    asks = list(queries.applications(actor, place_id=place_id).filter(state__in=("received", "approved"))[:100])
    state = request.GET.get("keadaan", "live")
    page = numbered_page(request, queries.loans(actor, place_id=place_id, state="" if state == "all" else state), PAGE)
    shown = queries.standings(page.object_list, on=today)
    people = queries.names_of([*asks, *page.object_list])
    note_names(request, [one.family_id for one in [*asks, *page.object_list]])
    saw("page", [one.family_id for one in page.object_list], by=actor, on=today)
    past = list(queries.past_arrears(place_id))
    held_to = _terms(found, today)
    context = {
        "fund": found, "row": row, "figures": _figures(row.figures, found.place.name, today), "today": today,
        "product": queries.product_name(found, get_language() or "id"), "buckets": _buckets(row.figures),
        "asks": [(one, name_of(request, people.get(one.person_id, ""), one.person_id),
                  APPLICATION_WORDS[one.state], STATES[one.state]) for one in asks],
        "loans": [(one, name_of(request, people.get(one.loan.person_id, ""), one.loan.person_id),
                   LOAN_WORDS[one.loan.state], STATES[one.loan.state], late_words(one.standing)) for one in shown],
        "page": page, "state": state, "rounds": queries.rounds_of(found), "minutes": queries.minutes_of(found.pk)[:20],
        "counts": queries.counts_of(found), "uncounted": queries.needs_count(found, row.reconciled, today),
        "carries": actor.role in queries.WHO_CARRY, "warned": _warned(request, place_id, today),
        "terms": held_to, "believed": believed_words(held_to), "past": past[0] if past else None, "runs": actor.role in queries.WHO_RUN,
        "decides": actor.role in queries.WHO_DECIDE, "opens_rounds": actor.role in (*queries.WHO_DECIDE, *queries.WHO_OPEN),
    }  # fmt: skip
    return render(request, "loans/fund.html", context | masks_context(request))


def _terms(found: Any, today: Any) -> list[Term]:
    """What the fund's product lends on today; nothing where its file holds nothing for the day."""
    try:
        now = queries.offer(found.product, today)
    except Refusal:
        return []
    return terms(
        {key: one.value for key, one in now.sources.items()},
        {key: f"{one.source} ({one.confidence})" for key, one in now.sources.items()},
    )


def _warned(request: HttpRequest, place_id: int, today: Any) -> list[tuple[Any, str, list[str]]]:
    """Loans that ask to be looked at, with their borrower as may be seen, and why."""
    found = queries.warnings(place_id, on=today)[:WARNED_SHOWN]
    people = queries.names_of([one.row.loan for one in found])
    note_names(request, [one.row.loan.family_id for one in found])
    return [
        (one.row, name_of(request, people.get(one.row.loan.person_id, ""), one.row.loan.person_id),
         [str(SIGN_WORDS[sign]) for sign in one.signs])
        for one in found
    ]  # fmt: skip


@door(*queries.WHO_OPEN)
def open_fund(request: HttpRequest) -> HttpResponse:
    """Give a ward its fund and its capital."""
    home, actor = places.home_or_refuse(), actor_of(request)
    taken = set(queries.funds(home.pk).values_list("place_id", flat=True))
    wards = [
        (key, name)
        for key, name in places.wards_in(home.pk).order_by("name").values_list("pk", "name")
        if key not in taken
    ]
    language = get_language() or "id"
    products = [(one.key, one.name.get(language, one.name["id"])) for one in queries.products()]
    form = OpenFund(request.POST or None, wards=wards, products=products)

    def deed(given: dict[str, Any]) -> None:
        actions.open_fund(
            given["place"], product=given["product"], capital=given["capital"], document=given["document"], by=actor,
            on=places.today(),
        )  # fmt: skip

    return asked(
        request, form, deed, done=_("Dana kelurahan dibuka dan modalnya dibukukan."), to=("loans:funds",),
        words={
            "title": _("Buka dana kelurahan"), "action": _("Buka dana ini"), "back": reverse("loans:funds"),
            "lead": _("Modalnya dibukukan ke rekening dana kelurahan itu. Yang sudah dibukukan tidak dihapus, hanya dibatalkan dengan alasan."),
        },
    )  # fmt: skip


@door(*dict.fromkeys((*queries.WHO_DECIDE, *queries.WHO_OPEN)))
def open_round(request: HttpRequest, place_id: int) -> HttpResponse:
    """Begin the fund's next turn."""
    found, actor = fund_or_404(place_id), actor_of(request)
    if request.method == "POST":
        made = actions.open_lending_round(place_id, by=actor, on=places.today())
        messages.success(request, _("Putaran %(number)s dibuka.") % {"number": made.number})
        return redirect("loans:fund", place_id)
    last = queries.newest_round(found)
    lent, came = queries.returned_of(last) if last else (0, 0)
    context = {
        "fund": found, "last": last, "lent": lent, "came": came, "share": queries.share_needed(found, places.today()),
        "back": reverse("loans:fund", args=[place_id]),
    }  # fmt: skip
    context["opens"] = last is None or (lent > 0 and came * 100 >= lent * context["share"])
    return render(request, "loans/round.html", context)


@door(*queries.WHO_RUN)
def count(request: HttpRequest, place_id: int) -> HttpResponse:
    """Write down what the bank and the box held at the end of a month."""
    fund_or_404(place_id)
    actor, today = actor_of(request), places.today()
    form = CountCash(request.POST or None, initial={"period": queries.month_before(today), "cash": 0})

    def deed(given: dict[str, Any]) -> None:
        actions.count_cash(
            place_id, given["period"], bank=given["bank"], cash=given["cash"], note=given["note"], by=actor, on=today
        )

    return asked(
        request, form, deed, done=_("Hitungan bulan itu dicatat."), to=("loans:fund", place_id),
        words={
            "title": _("Cocokkan uang dana"), "action": _("Catat hitungan ini"),
            "back": reverse("loans:fund", args=[place_id]),
            "lead": _("Bandingkan rekening koran dan uang tunai dengan buku. Selisih perlu penjelasan, dan dana ini tampak belum cocok sampai hitungan berikutnya sama."),
        },
    )  # fmt: skip


@door(*WHO_NAME_BORROWERS)
def names(request: HttpRequest, place_id: int) -> HttpResponse:
    """The committee uncovers its borrowers' names, for a purpose that is journalled; pressed again, covers them."""
    fund_or_404(place_id)
    if request.method == "POST" and "cover" in request.POST:
        close_names(request)
        return redirect("loans:fund", place_id)
    form = Purpose(request.POST or None)

    def deed(given: dict[str, Any]) -> None:
        actions.name_borrowers(place_id, purpose=given["purpose"], by=actor_of(request), on=places.today())
        open_names(request)

    return asked(
        request, form, deed, done=_("Nama peminjam tampak selama seperempat jam."), to=("loans:fund", place_id),
        words={
            "title": _("Perlihatkan nama peminjam"), "action": _("Perlihatkan nama"),
            "back": reverse("loans:fund", args=[place_id]), "lead": _("Siapa yang melihat, kapan dan untuk apa, dicatat."),
        },
    )  # fmt: skip
