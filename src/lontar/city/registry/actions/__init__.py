"""The verbs of the registry."""

from lontar.city.registry.actions.importing import (
    MAY_IMPORT,
    MAY_SETTLE,
    Outcome,
    begin_import,
    import_deciles,
    import_families,
    proceed,
    receive,
    run_deciles,
    run_import,
    settle_absence,
    take_worklist,
    work_off,
)
from lontar.city.registry.actions.observing import observe, observe_many
from lontar.city.registry.actions.pairs import MAY_DECIDE, decide, undo_decision, undo_merge
from lontar.city.registry.actions.shielding import change_keepers, lift_shield, shield
from lontar.city.registry.actions.timeline import tell, tell_many
from lontar.city.registry.actions.unmasking import PURPOSES, reveal_number, see_family, unmask

__all__ = [
    "MAY_DECIDE",
    "MAY_IMPORT",
    "MAY_SETTLE",
    "PURPOSES",
    "Outcome",
    "begin_import",
    "change_keepers",
    "decide",
    "import_deciles",
    "import_families",
    "lift_shield",
    "observe",
    "observe_many",
    "proceed",
    "receive",
    "reveal_number",
    "run_deciles",
    "run_import",
    "see_family",
    "settle_absence",
    "shield",
    "take_worklist",
    "tell",
    "tell_many",
    "undo_decision",
    "undo_merge",
    "unmask",
    "work_off",
]
