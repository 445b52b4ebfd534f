"""What waits for an officer in delivery today."""

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _

from lontar.city.delivery.queries.asking import AskedState, families_to_ask
from lontar.city.delivery.queries.files import left_by_order
from lontar.city.delivery.queries.holds import to_confirm
from lontar.city.delivery.queries.orders import WHO_RECONCILE, may_reconcile, orders_for, orders_waiting_for
from lontar.city.delivery.queries.owed import for_hand_over
from lontar.city.delivery.queries.taking_back import to_settle_back
from lontar.city.places import queries as places
from lontar.kit.gate import Actor
from lontar.kit.waiting import Waiting


def waiting_for(actor: Actor) -> list[Waiting]:
    """What this officer may hand over, confirm, check or release today, and since when the oldest of it waits."""
    told = []
    waits = for_hand_over(actor).order_by().aggregate(count=Count("id"), since=Min("on"))
    if waits["count"]:
        title = _("Bantuan menunggu diserahkan")
        url = reverse("delivery:entitlements")
        told.append(Waiting(title, url, waits["count"], waits["since"], _("Serahkan bantuan")))
    held = to_confirm(actor, places.today()).order_by().aggregate(count=Count("id"), since=Min("on"))
    if held["count"]:
        title = _("Penahanan menunggu orang kedua")
        told.append(Waiting(title, reverse("delivery:holds"), held["count"], held["since"], _("Sahkan atau lepas")))
    asked = (
        families_to_ask(actor)
        .filter(state=AskedState.OPEN)
        .order_by()
        .aggregate(count=Count("id"), since=Min("survey__begins"))
    )
    if asked["count"]:
        title = _("Penerima bantuan menunggu ditanyai")
        told.append(Waiting(title, reverse("delivery:to_ask"), asked["count"], asked["since"], _("Tanyai penerima")))
    back = to_settle_back(actor).order_by().aggregate(count=Count("id"), since=Min("on"))
    if back["count"]:
        title = _("Penyerahan diminta ditarik kembali")
        told.append(Waiting(title, reverse("delivery:take_backs"), back["count"], back["since"], _("Putuskan")))
    return [*told, *orders_waiting_for(actor), *_left_over(actor)]


def _left_over(actor: Actor) -> list[Waiting]:
    """Rows of result files that settled nothing by themselves, order by order."""
    if actor.role not in WHO_RECONCILE:
        return []
    mine = {order.pk: order for order in orders_for(actor).filter(state="released") if may_reconcile(order, actor)}
    title = _("Baris hasil pembayaran perlu dilihat")
    return [
        Waiting(title, reverse("delivery:left_over", args=[key]), count, mine[key].released_on, _("Lihat barisnya"))
        for key, count in left_by_order(actor).items()
        if key in mine
    ]
