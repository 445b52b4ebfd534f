"""One person once: pairs are found by the machine and decided by people; merges keep both histories."""

from lontar.city.registry.actions.pairs.deciding import MAY_DECIDE, decide, undo_decision, undo_merge

__all__ = ["MAY_DECIDE", "decide", "undo_decision", "undo_merge"]
