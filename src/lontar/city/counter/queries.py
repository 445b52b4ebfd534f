"""Questions to the counter: what a family came for, and what waits for an answer."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from lontar.city.access import queries as access
from lontar.city.counter.models import Errand
from lontar.city.programmes import queries as programmes
from lontar.kit.gate import Actor, Role
from lontar.kit.holdings import Belonging, Held, belonged, families_of, said
from lontar.kit.waiting import Waiting
from lontar.science.clocks import Clock

WHO_SERVE: Final = (Role.WARD_OFFICER, Role.OPERATOR, Role.PLANNER)
CLOCKS: Final = ("counter.letter", "counter.reactivation", "counter.reactivation.urgent", "counter.referral")


def errands_for(actor: Actor, *, outcome: str = "") -> QuerySet[Errand]:
    """What was asked for in the officer's places, the first due first."""
    if actor.role not in WHO_SERVE:
        return Errand.objects.none()
    found = Errand.objects.filter(access.within(access.spans(actor.id)))
    if outcome:
        found = found.filter(outcome=outcome)
    return found.select_related("place", "to", "by", "answered_by").order_by("due", "pk")


def errand_for(actor: Actor, key: int) -> Errand | None:
    return errands_for(actor).filter(pk=key).first()


def errands_of(family_id: int) -> QuerySet[Errand]:
    """All that a family came for, the newest first."""
    return Errand.objects.filter(family_id=family_id).select_related("to").order_by("-pk")


def due_on(errand: Errand, on: date) -> date:
    """Until when a family must have its answer, by the city's clock."""
    return programmes.due_on(f"counter.{errand.kind}{'.urgent' if errand.urgent else ''}", on)


def clocks(on: date) -> list[tuple[str, Clock]]:
    """The clocks of the counter as they stand on a day."""
    return [(key.removeprefix("counter."), programmes.clock(key, on)) for key in CLOCKS]


def waiting_for(actor: Actor) -> list[Waiting]:
    """What waits here for this officer today."""
    waits = errands_for(actor, outcome="open")
    if (first := waits.first()) is None:
        return []
    url = reverse("counter:errands")
    return [Waiting(_("Urusan loket menunggu jawaban"), url, waits.count(), first.on, _("Catat jawabannya"))]


def held_about(times: Sequence[Belonging]) -> Held:
    """What the families of somebody came for in their time there, for themselves."""
    rows = [
        (said(one.on), one.slip, one.kind, one.programme or "–", f"{one.outcome} {one.answer}".strip())
        for one in Errand.objects.filter(family_id__in=families_of(times)).order_by("pk")
        if (who := belonged(times, one.family_id, one.on)) and one.person_id in (None, who.person_id)
    ]
    heads = (_("Tanggal"), _("Nomor slip"), _("Urusan"), _("Program"), _("Jawaban"))
    return Held(_("Urusan di loket"), heads, rows)
