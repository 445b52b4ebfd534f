"""Who is known to receive what on a day: yes, no, or not known, and never no where no list could say so."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from lontar.city.access import queries as access
from lontar.city.places import queries as places
from lontar.city.programmes.models import Line, Recipient, RecipientList
from lontar.city.registry import queries as registry
from lontar.kit.gate import Actor, Role
from lontar.kit.holdings import Belonging, Held, belonged, families_of, said
from lontar.kit.sealing import unseal
from lontar.kit.waiting import Waiting

Answer = Literal["yes", "no", "unknown"]
WHO_BRING_LISTS = (Role.PLANNER, Role.OPERATOR)
WHO_SETTLE: Final = (Role.OPERATOR, Role.WARD_OFFICER)
WHO_SEE_LISTS = (Role.PLANNER, Role.OPERATOR, Role.WARD_OFFICER, Role.INSPECTOR)
State = Recipient.State


@dataclass(frozen=True, slots=True)
class Received:
    """What is known of one family and one programme on a day, and by which list."""

    programme: str
    name: str
    answer: Answer
    since: date | None
    until: date | None
    source: str
    made_up: bool


def listable_programmes(year: int) -> dict[str, str]:
    """Key and name of what is given by name; of sensitive lines no list of names is kept at all."""
    found = Line.objects.filter(reach=Line.Reach.BY_NAME, year__lte=year).order_by("year")
    hidden = set(Line.objects.filter(sensitive=True).values_list("key", flat=True))
    return {key: name for key, name in found.values_list("key", "name") if key not in hidden}


def recipient_lists() -> QuerySet[RecipientList]:
    """The lists, the newest first, with rows that are matched and that wait in the acting officer's places."""
    counts = {name: Count("recipients", filter=Q(recipients__state=name)) for name in State.values}
    return RecipientList.objects.select_related("by", "place").annotate(**counts).order_by("-since", "-pk")


def list_or_none(key: int) -> RecipientList | None:
    return recipient_lists().filter(pk=key).first()


def lists_on(day: date, programme: str = "") -> QuerySet[RecipientList]:
    """Those that speak of a day and were not withdrawn."""
    found = RecipientList.objects.filter(since__lte=day, until__gte=day, withdrawn_on=None)
    return found.filter(programme=programme) if programme else found


def unmatched(key: int) -> QuerySet[Recipient]:
    """Rows of a list that wait for a family, in the acting officer's places."""
    return Recipient.objects.filter(list_id=key, state=State.OPEN).select_related("place").order_by("place_id", "row")


def recipient_or_none(key: int) -> Recipient | None:
    found = Recipient.objects.select_related("list", "place").filter(pk=key, state=State.OPEN)
    return found.first()


def written_in(recipient: Recipient) -> dict[str, str]:
    """What the row says: name and number. Whoever shows it covers both."""
    found: dict[str, str] = json.loads(unseal(recipient.cipher)) if recipient.cipher else {}
    return found


def receiving(programme: str, families: Iterable[tuple[int, int]], *, on: date) -> dict[int, Answer]:
    """Whether each family (key, ward) is known to receive a programme on a day.

    Yes: a list of that day names it. No: a complete list of that day covers its ward, does not name it, and has no row
    left that may be anybody of that ward. Otherwise nothing is known.
    """
    asked = dict(families)
    lists = list(lists_on(on, programme))
    if not lists:
        return dict.fromkeys(asked, "unknown")
    named = set(
        Recipient.objects.filter(list__in=lists, family_id__in=asked).values_list("family_id", flat=True)
    )  # fmt: skip
    told = [one for one in lists if one.complete and not one.unplaced]
    waits = set(Recipient.objects.filter(list__in=told, state=State.OPEN).values_list("list_id", "place_id"))
    spans = {one.pk: places.span(one.place_id) for one in told}

    def answer(family: int, ward: int) -> Answer:
        if family in named:
            return "yes"
        for one in told:
            lowest, highest = spans[one.pk]
            if lowest <= ward <= highest and (one.pk, ward) not in waits:
                return "no"
        return "unknown"

    return {family: answer(family, ward) for family, ward in asked.items()}


def named_in(year: int, programmes: Collection[str] | None = None) -> QuerySet[Recipient]:
    """Rows of lists that speak of any day of a year and whose family is known, in the acting officer's places."""
    found = Recipient.objects.filter(
        state=State.MATCHED, list__withdrawn_on=None, list__since__lte=date(year, 12, 31), list__until__gte=date(year, 1, 1)
    )  # fmt: skip
    return found if programmes is None else found.filter(list__programme__in=programmes)


def received_by(family_id: int, ward_id: int, *, on: date) -> list[Received]:
    """Every programme by name that this family may receive, with what is known of it; what it receives comes first."""
    found = []
    lists: dict[str, list[RecipientList]] = {}
    for one in lists_on(on).order_by("-since"):
        lists.setdefault(one.programme, []).append(one)
    for key, name in listable_programmes(on.year).items():
        its = lists.get(key, [])
        answer: Answer = receiving(key, [(family_id, ward_id)], on=on)[family_id] if its else "unknown"
        source = its[0] if its and answer != "unknown" else None
        found.append(
            Received(
                key, name, answer, source.since if source else None, source.until if source else None,
                source.source if source else "", bool(source and source.made_up),
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: (("yes", "no", "unknown").index(one.answer), one.name))


def unmatched_waiting(actor: Actor) -> list[Waiting]:
    """Rows that wait for a family in this officer's places."""
    if actor.role not in WHO_SETTLE:
        return []
    waits = Recipient.objects.filter(state=State.OPEN, list__withdrawn_on=None)
    count = waits.count()
    first = waits.order_by("list__on").values_list("list__on", flat=True).first()
    if not count:
        return []
    return [Waiting(_("Penerima yang belum dikenali"), reverse("programmes:recipients"), count, first, _("Cocokkan"))]


def held_about(times: Sequence[Belonging]) -> Held:
    """On which lists the families of somebody stood in their time there, for themselves."""
    found = Recipient.objects.filter(family_id__in=families_of(times)).select_related("list")
    rows = [one for one in found.order_by("list__since", "pk") if belonged(times, one.family_id, one.list.since)]
    names = {
        key: name for year in {one.list.since.year for one in rows} for key, name in listable_programmes(year).items()
    }
    told = [
        (names.get(one.list.programme, one.list.programme), said(one.list.since), said(one.list.until), said(one.amount), one.list.source)
        for one in rows
    ]  # fmt: skip
    heads = (_("Program"), _("Sejak"), _("Sampai"), _("Rupiah"), _("Sumber"))
    return Held(_("Daftar penerima"), heads, told)


def may_bring_lists(actor: Actor, place_id: int) -> bool:
    """Whoever would match only a part of an area would call the rest unknown."""
    return actor.role in WHO_BRING_LISTS and access.serves(actor.id, place_id)


def ward_of_family(family_id: int) -> int | None:
    """The ward of a family that the acting officer may see."""
    found = registry.family_or_none(family_id)
    return found.place_id if found else None
