"""One measure in a process of its own: `python -m lontar.house.bench.one NAME FILES FAMILIES`, figures as JSON."""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from lontar.house.bench.figures import Figure

Measure = Callable[[Path, int], list[Figure]]
NEEDS_DATABASE = ("import", "round", "pages", "search", "update", "ledger", "order", "funds")


def main(name: str, files: Path, families: int) -> list[Figure]:
    """The figures of one measure. Imported only here, so that no measure carries another's memory."""
    if name in NEEDS_DATABASE:
        return _with_database(name)(files, families)
    from lontar.house.bench import conditions, duplicates, loans, rules, starting, trees, welfare
    from lontar.house.bench import files as of_files

    measures: dict[str, Measure] = {
        "example": of_files.example,
        "reading": of_files.reading,
        "workbook": of_files.workbook,
        "duplicates": duplicates.duplicates,
        "rules": rules.rules,
        "conditions": conditions.conditions,
        "welfare": welfare.training,
        "schedules": loans.schedules_of_many,
        "tree": trees.tree,
        "start": starting.start,
    }
    return measures[name](files, families)


def _with_database(name: str) -> Measure:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lontar.house.settings")
    django.setup()
    from lontar.house.bench import city, funds, known_city, ledger, orders

    measures: dict[str, Measure] = {
        "import": city.whole_import,
        "round": city.whole_round,
        "pages": city.pages,
        "search": known_city.search,
        "update": known_city.update,
        "ledger": ledger.ledger,
        "order": orders.orders,
        "funds": funds.page,
    }
    return measures[name]


if __name__ == "__main__":
    found = main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
    print(json.dumps([asdict(one) for one in found]))
