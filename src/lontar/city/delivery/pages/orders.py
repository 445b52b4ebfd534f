"""Payment orders on the screen: the list, one order with where its rupiah are, and making one."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lontar.city.access import queries as access
from lontar.city.delivery import actions, queries
from lontar.city.delivery.forms import CHANNELS, ORDER_STATES, CheckForm, ChoiceForm, MakeForm, OrdersForm
from lontar.city.delivery.models import PaymentOrder
from lontar.city.delivery.pages.asking import actor_of, families_url, order_crumbs, order_or_404
from lontar.city.places import queries as places
from lontar.kit import exports, formats
from lontar.kit.answers import done
from lontar.kit.gate import Actor, door
from lontar.kit.paging import numbered_page

PAGE = 25
LOOKS = {
    "made": ("warn", "clock"),
    "checked": ("look", "clock"),
    "released": ("good", "check"),
    "withdrawn": ("quiet", "close"),
}


@door(*queries.WHO_SEE_ORDERS)
def orders(request: HttpRequest) -> HttpResponseBase:
    """Every order that this officer may know of, the newest first."""
    actor = actor_of(request)
    form = OrdersForm(request.GET)
    state = form.cleaned_data["state"] if form.is_valid() else ""
    found = queries.orders_for(actor)
    found = found.filter(state=state) if state else found
    if asked := exports.wanted(request):
        rows = (_row(one, actor) for one in found)
        return exports.export(asked, name="perintah-bayar", heads=HEADS, rows=rows)
    page = numbered_page(request, found, PAGE)
    context = {
        "page": page, "words": [(_("Yang"), form["state"])], "makes": actor.role in queries.WHO_MAKE_ORDERS,
        "rows": [(one, queries.line_words(one.line, actor), CHANNELS[queries.Channel(one.channel)], *_look(one)) for one in page.object_list],
    }  # fmt: skip
    return render(request, "delivery/orders.html", context)


HEADS = (
    "perintah", "program", "periode", "lewat", "wilayah", "keluarga", "rupiah", "keadaan", "spm", "sp2d", "tanggal_sp2d",
)  # fmt: skip


def _row(one: PaymentOrder, actor: Actor) -> list[Any]:
    return [
        one.number, queries.line_words(one.line, actor), one.period, str(CHANNELS[queries.Channel(one.channel)]),
        one.place.name, one.families, one.amount, str(ORDER_STATES[queries.OrderState(one.state)]), one.spm_number,
        one.sp2d_number, one.sp2d_on,
    ]  # fmt: skip


def _look(one: PaymentOrder) -> tuple[str, str, Any]:
    return (*LOOKS[one.state], ORDER_STATES[queries.OrderState(one.state)])


@door(*queries.WHO_SEE_ORDERS)
def order(request: HttpRequest, key: int) -> HttpResponse:
    """One order: how far it is, where its rupiah are, who did which step, and the next one."""
    actor = actor_of(request)
    one = order_or_404(request, key)
    stands = queries.standing(one.pk)
    look, sign, words = _look(one)
    wards = dict(places.wards_in(one.place_id).values_list("pk", "name"))
    context = {
        "one": one, "crumbs": order_crumbs(), "what": queries.line_words(one.line, actor),
        "channel": CHANNELS[queries.Channel(one.channel)], "look": look, "sign": sign, "words": words, "stands": stands,
        "figures": _figures(one, stands), "steps": _steps(one, stands),
        "families_url": families_url(one, actor),
        "wards": [(place, wards.get(place, ""), told) for place, told in queries.by_ward(one.pk)],
        "may_check": queries.may_check(one, actor), "may_release": queries.may_release(one, actor),
        "may_mend": queries.may_mend(one, actor), "check_form": CheckForm(initial={"seen": one.sha256}),
        "waits_for": _waits_for(one), "may_reconcile": queries.may_reconcile(one, actor),
        "may_list": queries.may_take_list(one, actor), "results": queries.results_of(one),
        "left": queries.left_over(one).count(), "arranges": actor.role in queries.WHO_RECONCILE,
        "lists_wards": one.channel == "cash" and one.state == "released" and actor.role in queries.WHO_MAY_HAND_OVER,
    }  # fmt: skip
    return render(request, "delivery/order.html", context)


def _waits_for(one: PaymentOrder) -> str:
    """Who has the next step, in words, for whoever does not have it."""
    return {
        "made": _("Menunggu orang kedua: operator lain di lembaga ini, atau perencana."),
        "checked": _("Menunggu bendahara umum daerah mencatat SP2D."),
    }.get(one.state, "")


def _figures(one: PaymentOrder, stands: queries.Standing) -> list[dict[str, Any]]:
    """Where the order's rupiah are now; the parts always add up to the order."""
    base = {"region": one.place.name, "period": formats.period(one.period), "source": _("buku besar Lontar")}
    parts = [(_("Diperintahkan"), one.families, one.amount)]
    if one.state == "released":
        parts += [
            (_("Sampai di keluarga"), stands.paid, stands.paid_rupiah),
            (_("Kembali"), stands.returned, stands.returned_rupiah),
            (_("Belum ada kabarnya"), stands.sent, stands.sent_rupiah),
        ]
    return [
        {**base, "label": label, "value": formats.rupiah(amount), "note": _("%(n)s keluarga") % {"n": formats.number(count)}}
        for label, count, amount in parts
    ]  # fmt: skip


def _steps(one: PaymentOrder, stands: queries.Standing) -> list[dict[str, str]]:
    done = {"made": 1, "checked": 2, "released": 3}.get(one.state, 0)
    labels = [_("Dibuat"), _("Diperiksa (SPM)"), _("Dicairkan (SP2D)"), _("Dicocokkan dengan hasil")]
    if one.state == "released" and not stands.sent:
        done += 1
    return [
        {"label": label, "state": "done" if at < done else "now" if at == done else "later"}
        for at, label in enumerate(labels)
    ]


@door(*queries.WHO_MAKE_ORDERS)
def make(request: HttpRequest) -> HttpResponse:
    """Choose what to pay, see who would be on the order and who not, and make it."""
    actor = actor_of(request)
    what = [
        (f"{one.line_id}|{one.period}", f"{one.name}, {formats.period(one.period)} ({formats.number(one.families)})")
        for one in queries.owed_choices(actor)
    ]
    given = request.POST if request.method == "POST" else request.GET
    choosing = ChoiceForm(given if "what" in given else None, what=what, places=_places(actor))
    form = MakeForm(request.POST if request.method == "POST" else None, initial={"key": uuid.uuid4().hex})
    choice = _choice(choosing)
    context: dict[str, Any] = {
        "crumbs": order_crumbs(), "choosing": choosing, "nothing": not what, "choice": choice,
        "payable": queries.payable(choice, places.today()) if choice else None,
        "doubted": queries.doubted(choice) if choice else [],
    }  # fmt: skip

    made: list[PaymentOrder] = []

    def order_it(cleaned: dict[str, Any]) -> str:
        assert choice is not None
        made.append(actions.make_order(choice, key=cleaned["key"], by=actor, on=places.today()))
        return _("%(number)s dibuat.") % {"number": made[0].number}

    if choice is not None and done(request, form, order_it):
        return redirect("delivery:order", made[0].pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "delivery/make_order.html", {"form": form, **context}, status=status)


def _places(actor: Actor) -> list[tuple[int, str]]:
    """The city where somebody serves all of it, and each ward of theirs."""
    home = places.home_or_refuse()
    inside = access.within(access.spans(actor.id), "pk")
    wards = list(places.wards_in(home.pk).filter(inside).order_by("name").values_list("pk", "name"))
    return [(home.pk, home.name), *wards] if access.serves(actor.id, home.pk) else wards


def _choice(form: ChoiceForm) -> queries.Choice | None:
    if not form.is_bound or not form.is_valid():
        return None
    line, _sign, period = form.cleaned_data["what"].partition("|")
    return queries.Choice(int(line), period, form.cleaned_data["place"], form.cleaned_data["channel"])
