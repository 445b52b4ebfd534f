"""Importing families from a file: read, checked, matched with whom we know, and taken in at once."""

from lontar.city.registry.actions.importing.runs import (
    MAY_IMPORT,
    begin_import,
    import_families,
    run_import,
)

__all__ = ["MAY_IMPORT", "begin_import", "import_families", "run_import"]
