"""Importing families and deciles from files: read, checked, matched with whom we know, and taken in at once."""

from lontar.city.registry.actions.importing.deciles import import_deciles, run_deciles
from lontar.city.registry.actions.importing.runs import (
    MAY_IMPORT,
    Outcome,
    begin_import,
    import_families,
    run_import,
)

__all__ = [
    "MAY_IMPORT",
    "Outcome",
    "begin_import",
    "import_deciles",
    "import_families",
    "run_deciles",
    "run_import",
]
