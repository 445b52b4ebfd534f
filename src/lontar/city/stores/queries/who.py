"""Who may do what with goods, and what waits for whom."""

from django.urls import reverse
from django.utils.translation import gettext as _

from lontar.city.stores.models import Difference
from lontar.city.stores.queries.relief import names_waiting_for
from lontar.city.stores.queries.stock import differences
from lontar.kit.gate import Actor, Role
from lontar.kit.waiting import Waiting

WHO_SEE = (Role.PLANNER, Role.OPERATOR, Role.WARD_OFFICER, Role.INSPECTOR)
WHO_ARRANGE = (Role.OPERATOR,)  # open stores, name goods, say what a parcel holds
WHO_KEEP = (Role.OPERATOR, Role.WARD_OFFICER)
WHO_CONFIRM = (Role.OPERATOR, Role.PLANNER)


def may_confirm(one: Difference, actor: Actor) -> bool:
    """Whether this officer may be the second person of it."""
    return one.state == Difference.State.WAITING and actor.role in WHO_CONFIRM and one.by_id != actor.id


def waiting_for(actor: Actor) -> list[Waiting]:
    """Names from an emergency that wait to be matched; losses and counts that wait for their second person."""
    names = names_waiting_for(actor)
    if actor.role not in WHO_CONFIRM:
        return names
    found = [one for one in differences(actor) if may_confirm(one, actor)]
    if not found:
        return names
    url = reverse("stores:difference", args=[found[0].pk]) if len(found) == 1 else reverse("stores:differences")
    return [
        *names,
        Waiting(_("Selisih gudang menunggu orang kedua"), url, len(found), found[0].on, _("Periksa selisih")),
    ]
