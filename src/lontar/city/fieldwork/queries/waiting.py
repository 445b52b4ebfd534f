"""What waits for an officer today: visits, changes to confirm, pairs to settle."""

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _

from lontar.city.fieldwork.queries import visits
from lontar.city.fieldwork.queries.who import WHO_ASSIGN, WHO_VISIT
from lontar.kit.gate import Actor
from lontar.kit.waiting import Waiting


def waiting_for(actor: Actor) -> list[Waiting]:
    """The work of this room on the first page."""
    found: list[Waiting] = []
    if actor.role in WHO_VISIT:
        mine = visits.my_open_visits(actor).order_by().aggregate(n=Count("pk"), since=Min("campaign__begins"))
        title = _("Keluarga menunggu dikunjungi di rumah")
        found.append(Waiting(title, reverse("fieldwork:mine"), mine["n"], mine["since"], _("Mulai berkunjung")))
    waits = visits.changes_to_decide(actor).order_by().aggregate(n=Count("pk"), since=Min("report__visited_on"))
    title = _("Kematian, kepindahan dan anggota baru menunggu orang kedua")
    found.append(Waiting(title, reverse("fieldwork:changes"), waits["n"], waits["since"], _("Periksa perubahannya")))
    if actor.role in WHO_ASSIGN:
        pairs = [
            one
            for one in visits.pairs_to_settle(actor)
            if actor.id not in (one.first.checker_id, one.second.checker_id)
        ]
        since = min((one.second.visited_on for one in pairs), default=None)
        title = _("Dua kunjungan ke satu keluarga berbeda hasil")
        found.append(Waiting(title, reverse("fieldwork:pairs"), len(pairs), since, _("Putuskan mana yang berlaku")))
    return [one for one in found if one.count]
