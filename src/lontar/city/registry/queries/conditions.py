"""How a family lives, as far as it is known: for each column the newest word, and who said it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext as _

from lontar.city.registry.models import Family, LivingConditions, Membership
from lontar.science import living_conditions as conditions

Source = LivingConditions.Source
# On one day, who stood in the house is believed before who wrote, and who wrote before a file.
TRUST: Final = {Source.IMPORT.value: 0, Source.OFFICER.value: 1, Source.FIELD_CHECK.value: 2}


@dataclass(frozen=True, slots=True)
class Known:
    """One value with its day, its source and the reading of its code."""

    value: int
    on: date
    source: str
    note: str
    version: str


@dataclass(frozen=True, slots=True)
class Conditions:
    """What is known of a family and of each of its members; a column that is missing is unknown."""

    family: dict[str, Known] = field(default_factory=dict)
    persons: dict[int, dict[str, Known]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """One line for a page, in the reader's language."""

    label: str
    meaning: str
    on: date
    source: str
    group: str


def conditions_of(family: Family, *, sources: Iterable[str] = ()) -> Conditions:
    """The newest word for each column; on one day the field check before an officer, an officer before a file.

    `sources` asks for the word of these alone.
    """
    return newest(said_of(family), sources)


def said_of(family: Family) -> list[LivingConditions]:
    """All that any source said of a family and of those who belong to it now, the most believed last."""
    members = Membership.objects.filter(family=family, until=None).values("person_id")
    rows = LivingConditions.objects.filter(Q(family=family, person=None) | Q(person_id__in=members))
    return sorted(rows, key=lambda row: (row.on, TRUST[row.source], row.pk))


def newest(rows: Iterable[LivingConditions], sources: Iterable[str] = ()) -> Conditions:
    """The last word for each column of what was said by these sources, by all when none is named."""
    wanted = set(sources)
    known = Conditions()
    for row in rows:
        if wanted and row.source not in wanted:
            continue
        said = {name: Known(value, row.on, row.source, row.note, row.version) for name, value in row.columns.items()}
        (known.family if row.person_id is None else known.persons.setdefault(row.person_id, {})).update(said)
    return known


def lines_of(known: dict[str, Known], language: str) -> list[ConditionLine]:
    """Known values in words, in the order of the form."""
    return [
        ConditionLine(
            column.label(language), column.meaning(one.value, language, one.version), one.on, source_told(one.source, one.note),
            column.group,
        )
        for name, column in conditions.COLUMNS.items()
        if (one := known.get(name))
    ]  # fmt: skip


def source_told(source: str, note: str = "") -> str:
    """Who said it, in the reader's language."""
    told: dict[str, Any] = {
        Source.IMPORT: _("impor"), Source.OFFICER: _("petugas"), Source.FIELD_CHECK: _("pemeriksaan di rumah"),
    }  # fmt: skip
    return f"{told[source]}: {note}" if note else str(told[source])
