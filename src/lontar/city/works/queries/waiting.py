"""What waits for whom in the room of works."""

from django.urls import reverse
from django.utils.translation import gettext as _

from lontar.city.access import queries as access
from lontar.city.places import queries as places
from lontar.city.works.models import Report
from lontar.city.works.queries import who
from lontar.city.works.queries.works import due_tranches, late, tranches_for
from lontar.kit.gate import Actor, Role
from lontar.kit.waiting import Waiting


def to_confirm(actor: Actor) -> list[Report]:
    """Stages that somebody else reported, in this officer's places and, of an operator, of their agency."""
    if actor.role not in who.WHO_CONFIRM:
        return []
    found = Report.objects.filter(access.within(access.spans(actor.id)), state="waiting").exclude(by_id=actor.id)
    if actor.role == Role.OPERATOR:
        found = found.filter(work__line__agency_id=access.agency_of(actor.id) or 0)
    return list(found.select_related("work", "stage").order_by("on", "pk"))


def waiting_for(actor: Actor) -> list[Waiting]:
    """Stages for a second person, tranches to ask for and to pay, and works that are late."""
    work: list[Waiting] = []
    if reports := to_confirm(actor):
        title, url = _("Tahap pekerjaan menunggu orang kedua"), reverse("works:work", args=[reports[0].work_id])
        work.append(Waiting(title, url, len(reports), reports[0].on, _("Periksa tahap")))
    if actor.role in who.WHO_ASK and (due := due_tranches(actor)):
        url = reverse("works:work", args=[due[0][0].pk])
        work.append(Waiting(_("Termin yang dapat diminta"), url, len(due), None, _("Minta termin")))
    if actor.role in who.WHO_PAY:
        asked = tranches_for(actor, "asked").order_by("asked_on")
        if (first := asked.first()) is not None:
            title = _("Termin menunggu dicairkan")
            work.append(Waiting(title, reverse("works:tranches"), asked.count(), first.asked_on, _("Catat pencairan")))
    if actor.role in (Role.OPERATOR, Role.WARD_OFFICER, Role.PLANNER):
        overdue = late(actor, places.today())
        if actor.role == Role.OPERATOR:
            overdue = overdue.filter(line__agency_id=access.agency_of(actor.id) or 0)
        if (oldest := overdue.first()) is not None:
            url = f"{reverse('works:works')}?keadaan=late"
            work.append(Waiting(_("Pekerjaan lewat waktu"), url, overdue.count(), oldest.until, _("Lihat")))
    return work
