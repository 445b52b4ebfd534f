"""What a checked file would change, family by family, and who is not named any more."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet

from lontar.city.registry.models import Absence, Family, ImportChange, ImportRun, Membership, Person


@dataclass(frozen=True, slots=True)
class Changed:
    """One family with all that a file would change of it."""

    family: Family
    head: str
    changes: list[ImportChange] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)


def changes_by_kind(run: ImportRun) -> dict[str, int]:
    """How many changes of each kind are kept with a run."""
    return dict(ImportChange.objects.filter(run=run).values_list("kind").annotate(n=Count("id")).order_by("kind"))


def families_changing(run: ImportRun, *, kind: str = "") -> QuerySet[Family]:
    """The families that a checked file would change, or of which it names nobody any more."""
    changes = ImportChange.objects.filter(run=run)
    if kind:
        changes = changes.filter(kind=kind)
    return Family.objects.filter(pk__in=changes.values("family_id")).order_by("place_id", "pk")


def changed(run: ImportRun, families: Iterable[Family]) -> list[Changed]:
    """These families with their changes, in three questions however many there are."""
    kept = list(families)
    keys = [family.pk for family in kept]
    found: dict[int, list[ImportChange]] = {key: [] for key in keys}
    persons: set[int] = set()
    for one in ImportChange.objects.filter(run=run, family_id__in=keys).order_by("kind", "person_id"):
        found[one.family_id].append(one)
        if one.person_id:
            persons.add(one.person_id)
    names = dict(Person.objects.filter(pk__in=persons).values_list("pk", "name"))
    heads = heads_of(keys)
    return [Changed(family, heads.get(family.pk, ""), found[family.pk], names) for family in kept]


def heads_of(families: Iterable[int]) -> dict[int, str]:
    """The name of each family's present head."""
    heads = Membership.objects.filter(family_id__in=list(families), relation="head", until=None)
    return dict(heads.values_list("family_id", "person__name"))


def changes_as_json(run: ImportRun, *, most: int = 2_000) -> dict[str, Any]:
    """What the terminal says of a checked update: counts, and the first families with their changes."""
    listed = changed(run, families_changing(run)[:most])
    return {
        "by_kind": changes_by_kind(run),
        "families": [
            {
                "family": one.family.local_number,
                "place": one.family.place_id,
                "changes": [
                    {"kind": each.kind, "person": each.person_id, "before": each.before, "after": each.after}
                    for each in one.changes
                ],
            }
            for one in listed
        ],
    }


def runs_by_ids(keys: Iterable[int]) -> dict[int, ImportRun]:
    """Those of these runs that the acting officer may see."""
    return ImportRun.objects.in_bulk(set(keys))


def is_absence(key: int) -> bool:
    """Whether the acting officer may see this entry of the worklist."""
    return Absence.objects.filter(pk=key).exists()


def absences(*, of: str = "") -> QuerySet[Absence]:
    """Those who wait to be looked after, whole families first; `of` is "families", "members", "visit" or nothing.

    "visit" are those of whom somebody said that they must be looked for at home, as long as they are recorded here.
    """
    if of == "visit":
        gone = Q(family__ended_on__isnull=False) | Q(person__died_on__isnull=False)
        sent = Absence.objects.filter(outcome=Absence.Outcome.NOT_FOUND).exclude(gone)
        return sent.select_related("family", "person").order_by("settled_on", "family_id", "pk")
    # Not joined with the run: of a list of the whole city a ward's officer sees the absence and not the run.
    found = Absence.objects.filter(settled_on=None).select_related("family", "person")
    if of:
        found = found.filter(person__isnull=of == "families")
    return found.order_by("noticed_on", "family_id", "pk")
