"""What of the fund waits for an officer."""

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _

from lontar.city.loans.models import Application, Dispute
from lontar.city.loans.queries.funds import counted, end_of, funds, month_before, needs_count
from lontar.city.loans.queries.visits import broken_promises
from lontar.city.loans.queries.who import WHO_CORRECT, WHO_DECIDE, WHO_DISPUTE, WHO_RUN
from lontar.city.places import queries as places
from lontar.kit.gate import Actor
from lontar.kit.waiting import Waiting


def waiting_for(actor: Actor) -> list[Waiting]:
    """Applications to decide, loans to pay out, months that nobody counted, cases, and promises that were broken."""
    listed = _cases(actor)
    if actor.role not in WHO_RUN:
        return listed
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
    kept = list(funds())
    agreed = counted(kept)
    uncounted = [one for one in kept if needs_count(one, agreed.get(one.pk, ""), today)]
    if uncounted:
        since = end_of(month_before(today))
        title = _("Dana kelurahan yang belum dicocokkan bulan lalu")
        listed.append(Waiting(title, reverse("loans:funds"), len(uncounted), since, _("Hitung dan cocokkan")))
    broken = broken_promises(on=today).aggregate(n=Count("pk"), first=Min("promised_for"))
    if broken["n"]:
        title = _("Janji bayar yang tidak ditepati")
        listed.append(Waiting(title, reverse("loans:funds"), broken["n"], broken["first"], _("Datangi lagi")))
    return listed


def _cases(actor: Actor) -> list[Waiting]:
    """Cases that wait for the first person, and for a planner as the second."""
    listed = []
    for state, title, action, roles in (
        ("open", _("Perkara pinjaman menunggu usulan"), _("Usulkan putusan"), WHO_DISPUTE),
        ("proposed", _("Perkara pinjaman menunggu orang kedua"), _("Putuskan"), WHO_CORRECT),
    ):
        mine = Dispute.objects.filter(state=state)
        if state == "proposed":
            mine = mine.exclude(proposed_by_id=actor.id)
        if actor.role in roles and (count := mine.count()):
            listed.append(Waiting(title, reverse("loans:disputes"), count, mine.aggregate(n=Min("on"))["n"], action))
    return listed
