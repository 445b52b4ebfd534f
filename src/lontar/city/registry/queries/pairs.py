"""Pairs of records that may be one person: which wait, and what was decided."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, F, Min, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from lontar.city.registry.models import Batch, Family, Membership, Merge, Pair, Person, Search
from lontar.kit.gate import Actor, Role
from lontar.kit.progress import progress_of
from lontar.kit.waiting import Waiting

WHO_SEE_PAIRS: Final = (Role.PLANNER, Role.OPERATOR, Role.WARD_OFFICER, Role.INSPECTOR)
WHO_DECIDE: Final = (Role.PLANNER, Role.OPERATOR, Role.WARD_OFFICER)
GOOD_NIK: Final = {Person.NikState.GOOD: 2, Person.NikState.DISAGREES: 1}
OF_THE_FAMILY: Final = {Membership.Relation.HEAD: 2, Membership.Relation.SPOUSE: 1}
# The queues that may be walked: what waits, by band, and what somebody could not tell.
QUEUES: Final = ("look", "same", "unsure")


@dataclass(frozen=True, slots=True)
class Waits:
    """How much of each kind waits."""

    look: int
    same: int
    unsure: int
    since: date | None


def pairs() -> QuerySet[Any]:
    """Pairs whose two records lie in the acting officer's places, with the record that now stands above each."""
    return Pair.objects.annotate(
        top_a=Coalesce("person_a__merged_into_id", "person_a_id"),
        top_b=Coalesce("person_b__merged_into_id", "person_b_id"),
    )


def pair_or_none(key: int) -> Any:
    return pairs().select_related("person_a", "person_b", "decided_by").filter(pk=key).first()


def queue(name: str) -> QuerySet[Any]:
    """One queue, the likeliest first. Pairs that other merges have made one already need nobody."""
    found = pairs().exclude(top_a=F("top_b")).order_by("-weight", "pk")
    if name == "unsure":
        return found.filter(state=Pair.State.UNSURE)
    return found.filter(state=Pair.State.WAITING, band=name)


def next_in(name: str, after: Pair | None = None) -> int | None:
    """The key of the pair that follows in a queue, from its beginning again at its end; None when it is empty."""
    found = queue(name)
    if after is not None:
        found = found.exclude(pk=after.pk)
        following = found.filter(Q(weight__lt=after.weight) | Q(weight=after.weight, pk__gt=after.pk))
        if (key := following.values_list("pk", flat=True).first()) is not None:
            return int(key)
    return found.values_list("pk", flat=True).first()


def next_of_batch(batch: Batch, after: int | None = None) -> int | None:
    """The next pair of the sample that nobody has looked at."""
    left = set(queue("same").filter(pk__in=batch.sample).values_list("pk", flat=True))
    ordered = [key for key in batch.sample if key in left and key != after]
    return ordered[0] if ordered else None


def waits() -> Waits:
    """What waits inside the acting officer's places."""
    open_ = pairs().exclude(top_a=F("top_b"))
    found = open_.filter(state__in=[Pair.State.WAITING, Pair.State.UNSURE]).aggregate(
        look=Count("pk", filter=Q(state=Pair.State.WAITING, band="look")),
        same=Count("pk", filter=Q(state=Pair.State.WAITING, band="same")),
        unsure=Count("pk", filter=Q(state=Pair.State.UNSURE)),
        since=Min("found_on", filter=Q(state=Pair.State.WAITING)),
    )
    return Waits(**found)


def decided() -> QuerySet[Any]:
    """What was decided, the newest first."""
    found = pairs().exclude(state=Pair.State.WAITING).select_related("decided_by", "person_a", "person_b")
    return found.order_by("-decided_at", "-pk")


def last_decided_by(actor: Actor) -> Pair | None:
    """The decision that this officer would take back."""
    return Pair.objects.filter(decided_by_id=actor.id).order_by("-decided_at", "-pk").first()


def merge_of(pair: Pair) -> Merge | None:
    """The merge that a pair's decision made and nobody has undone."""
    return Merge.objects.filter(pair=pair, undone_on=None).select_related("survivor", "merged", "by").first()


def merges_into(persons: Iterable[int]) -> dict[int, list[Merge]]:
    """The records that now show through each of these persons."""
    found = Merge.objects.filter(undone_on=None, merged__merged_into_id__in=list(persons)).select_related(
        "merged", "by"
    )
    shown: dict[int, list[Merge]] = {}
    for merge in found.order_by("pk"):
        shown.setdefault(merge.merged.merged_into_id or merge.survivor_id, []).append(merge)
    return shown


def survivors_of(persons: Iterable[int]) -> dict[int, int]:
    """For each of these records that was merged, the one that now stands for it; the others are left out."""
    found = Person.objects.filter(pk__in=list(persons), merged_into__isnull=False)
    return dict(found.values_list("pk", "merged_into_id"))


def twin_families() -> dict[int, int]:
    """Families that were emptied because their people are the same as another family's, and that other one.

    Upper rooms ask this so that nobody is paid or counted twice.
    """
    found = dict(
        Merge.objects.filter(undone_on=None, emptied=True, survivor_family__isnull=False)
        .exclude(family_id=F("survivor_family_id"))
        .order_by("pk")
        .values_list("family_id", "survivor_family_id")
    )
    filled = set(Membership.objects.filter(family_id__in=found, until=None).values_list("family_id", flat=True))
    twins = {family: other for family, other in found.items() if family not in filled}
    return {family: _end_of(twins, family) for family in twins}


def same_family(family: int) -> set[int]:
    """The other families that are this one too, as far as the acting officer sees: emptied ones and what they became."""
    twins = twin_families()
    top = twins.get(family, family)
    return {key for pair in twins.items() for key in pair if twins.get(key, key) == top} - {family}


def _end_of(twins: dict[int, int], family: int) -> int:
    """The last family of a chain; a chain that bit its own tail ends where it began."""
    seen = {family}
    while (family := twins.get(family, family)) not in seen:
        seen.add(family)
    return family


def better_kept(one: Person, other: Person) -> Person:
    """The record that had better stay: in a family, with a good NIK, as head or spouse; else the older one."""
    return max(one, other, key=_worth)


def _worth(person: Person) -> tuple[int, int, int, int, int]:
    now = Membership.objects.filter(person=person, until=None).first()
    return (
        now is not None, person.died_on is None, GOOD_NIK.get(Person.NikState(person.nik_state), 0),
        OF_THE_FAMILY.get(Membership.Relation(now.relation), 0) if now else 0, -person.pk,
    )  # fmt: skip


def open_family(person: int) -> int | None:
    """The family in which a record stands now."""
    found = Membership.objects.filter(person_id=person, until=None).values_list("family_id", flat=True)
    return found.first()


def families_by_key(keys: Iterable[Any]) -> QuerySet[Family]:
    return Family.objects.filter(pk__in=list(keys))


def searches() -> QuerySet[Search]:
    """Looks for duplicates, the newest first."""
    return Search.objects.select_related("by", "run").order_by("-pk")


def search_or_none(key: int) -> Search | None:
    return searches().filter(pk=key).first()


def search_key(search_id: int) -> str:
    return f"search-{search_id}"


def search_progress(search: Search) -> tuple[int, str]:
    """How far a search has come in hundredths, and what it does now."""
    now = progress_of(search_key(search.pk))
    return (now.done, now.note) if now else (0, "")


def batch_or_none(key: int) -> Batch | None:
    return Batch.objects.select_related("by").filter(pk=key).first()


def open_batch(actor: Actor) -> Batch | None:
    """The batch whose sample this officer is looking at, or that the worker is merging."""
    wanted = (Batch.State.LOOKING, Batch.State.CONFIRMED)
    return Batch.objects.filter(by_id=actor.id, state__in=wanted).order_by("-pk").first()


def batch_key(batch_id: int) -> str:
    return f"batch-{batch_id}"


def pairs_waiting_for(actor: Actor) -> list[Waiting]:
    """What the desk tells of pairs."""
    if actor.role not in WHO_DECIDE:
        return []
    found = waits()
    if not found.look + found.same:
        return []
    return [
        Waiting(
            title=_("Catatan yang mungkin satu orang menunggu diputuskan"), url=reverse("registry:duplicates"),
            count=found.look + found.same, since=found.since, action=_("Putuskan"),
        )
    ]  # fmt: skip
