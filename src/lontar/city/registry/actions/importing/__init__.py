"""Importing families and deciles from files: read, checked, matched with whom we know, and taken in at once."""

from lontar.city.registry.actions.importing.abandoned import close_abandoned
from lontar.city.registry.actions.importing.absences import MAY_SETTLE, settle_absence
from lontar.city.registry.actions.importing.conditions import READINGS, run_conditions, set_roof
from lontar.city.registry.actions.importing.deciles import import_deciles, run_deciles
from lontar.city.registry.actions.importing.forgetting import strike_out
from lontar.city.registry.actions.importing.households import BY_ITSELF, run_households
from lontar.city.registry.actions.importing.profiles import (
    MAY_SET_UP,
    chosen,
    retire_profile,
    save_profile,
    set_version,
)
from lontar.city.registry.actions.importing.runs import (
    MAY_IMPORT,
    Outcome,
    begin_import,
    import_families,
    run_import,
)
from lontar.city.registry.actions.importing.uploads import proceed, receive, take_worklist, work_off

__all__ = [
    "BY_ITSELF",
    "MAY_IMPORT",
    "MAY_SETTLE",
    "MAY_SET_UP",
    "READINGS",
    "Outcome",
    "begin_import",
    "chosen",
    "close_abandoned",
    "import_deciles",
    "import_families",
    "proceed",
    "receive",
    "retire_profile",
    "run_conditions",
    "run_deciles",
    "run_households",
    "run_import",
    "save_profile",
    "set_roof",
    "set_version",
    "settle_absence",
    "strike_out",
    "take_worklist",
    "work_off",
]
