"""A person who is erased goes out of the kept files of imports too; only opened can these be searched."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from lontar.city.registry.actions.importing.uploads import opened
from lontar.city.registry.models import Identifier, ImportFile, Person
from lontar.city.registry.queries.story import opened as number_of
from lontar.engine.tables import read_book
from lontar.kit import sealing
from lontar.science.dates import read_date
from lontar.science.trouble import Refusal


@dataclass(frozen=True, slots=True)
class Traces:
    """By what a row of a file is known to speak of somebody: their NIK; or their name beside their card or birth."""

    niks: frozenset[str]
    cards: frozenset[str]
    names: frozenset[str]
    births: frozenset[date]
    on: date

    def in_row(self, cells: Iterable[str]) -> bool:
        found = {" ".join(cell.split()).casefold() for cell in cells if cell}
        if found & self.niks:
            return True
        if not found & self.names:
            return False
        return bool(found & self.cards) or any(read_date(cell, on=self.on).day in self.births for cell in found)


def strike_out(persons: Sequence[int], families: Sequence[int], *, on: date) -> int:
    """Take the rows of these persons out of every worklist, and drop a brought file that names them: it waits for a
    decision, and can be brought again without them. How many files that were; call it inside a deed, before erasing."""
    traces = _traces(persons, families, on)
    touched = 0
    for key, purpose in ImportFile.objects.order_by("pk").values_list("pk", "purpose"):
        file = ImportFile.objects.get(pk=key)  # one at a time: a city's file is large
        touched += (
            _from_worklist(file, traces) if purpose == ImportFile.Purpose.WORKLIST else _from_upload(file, traces)
        )
    return touched


def _from_worklist(file: ImportFile, traces: Traces) -> int:
    heads, *rows = csv.reader(io.StringIO(sealing.unseal(file.cipher).decode()))
    left = [row for row in rows if not traces.in_row(row)]
    if len(left) == len(rows):
        return 0
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows([heads, *left])
    ImportFile.objects.filter(pk=file.pk).update(cipher=sealing.seal(written.getvalue().encode()))
    return 1


def _from_upload(file: ImportFile, traces: Traces) -> int:
    with opened(file) as path:
        try:
            grids = read_book(path, name="berkas").grids
        except Refusal:
            return 0  # it could not be read when it was brought either
    named = any(traces.in_row(map(str, row[1:])) for grid in grids for row in grid.cells.fill_null("").rows())
    if named:
        file.delete()
    return int(named)


def _traces(persons: Sequence[int], families: Sequence[int], on: date) -> Traces:
    numbers = Identifier.objects.filter(person_id__in=persons).values_list("cipher", flat=True)
    cards = Identifier.objects.filter(family_id__in=families).values_list("cipher", flat=True)
    people = list(Person.objects.filter(pk__in=persons).values_list("name", "birth_date"))
    return Traces(
        niks=frozenset(map(number_of, numbers)),
        cards=frozenset(map(number_of, cards)),
        names=frozenset({" ".join(name.split()).casefold() for name, _born in people} - {""}),
        births=frozenset(born for _name, born in people if born),
        on=on,
    )
