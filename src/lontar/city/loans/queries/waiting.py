"""What of the fund waits for an officer."""

from django.db.models import Min
from django.urls import reverse
from django.utils.translation import gettext as _

from lontar.city.loans.models import Application
from lontar.city.loans.queries.funds import end_of, funds, last_count, month_before, needs_count
from lontar.city.loans.queries.who import WHO_DECIDE, WHO_RUN
from lontar.city.places import queries as places
from lontar.kit.gate import Actor
from lontar.kit.waiting import Waiting


def waiting_for(actor: Actor) -> list[Waiting]:
    """Applications to decide, approved loans to pay out, and months that nobody has counted."""
    if actor.role not in WHO_RUN:
        return []
    listed = []
    asked = Application.objects.all()
    for state, title, action, roles in (
        ("received", _("Permohonan pinjaman menunggu keputusan komite"), _("Putuskan"), WHO_DECIDE),
        ("approved", _("Pinjaman yang disetujui menunggu dicairkan"), _("Cairkan"), WHO_RUN),
    ):
        mine = asked.filter(state=state)
        if actor.role in roles and (count := mine.count()):
            since = mine.aggregate(first=Min("on"))["first"]
            listed.append(Waiting(title, reverse("loans:funds"), count, since, action))
    today = places.today()
    uncounted = [one for one in funds() if needs_count(one, last_count(one), today)]
    if uncounted:
        since = end_of(month_before(today))
        title = _("Dana kelurahan yang belum dicocokkan bulan lalu")
        listed.append(Waiting(title, reverse("loans:funds"), len(uncounted), since, _("Hitung dan cocokkan")))
    return listed
