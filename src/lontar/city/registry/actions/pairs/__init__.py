"""One person once: pairs are found by the machine and decided by people; merges keep both histories."""

from lontar.city.registry.actions.pairs.batches import (
    SAMPLES,
    begin_batch,
    confirm_batch,
    leave_batch,
    looked_at,
    work_off_batch,
)
from lontar.city.registry.actions.pairs.deciding import MAY_DECIDE, decide, undo_decision, undo_merge
from lontar.city.registry.actions.pairs.searching import (
    MAY_SEARCH,
    begin_search,
    begin_search_of_import,
    last_person_key,
    run_search,
)

__all__ = [
    "MAY_DECIDE",
    "MAY_SEARCH",
    "SAMPLES",
    "begin_batch",
    "begin_search",
    "begin_search_of_import",
    "confirm_batch",
    "decide",
    "last_person_key",
    "leave_batch",
    "looked_at",
    "run_search",
    "undo_decision",
    "undo_merge",
    "work_off_batch",
]
