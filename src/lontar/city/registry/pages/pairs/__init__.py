"""Duplicates on the screen: the queue, two records side by side, batches, searches, and what is like what is typed."""

from lontar.city.registry.pages.pairs.batches import batch, begin_batch, confirm_batch, leave_batch
from lontar.city.registry.pages.pairs.one import pair, undo_decision
from lontar.city.registry.pages.pairs.queue import decided, duplicates, next_pair, search, search_progress

__all__ = [
    "batch",
    "begin_batch",
    "confirm_batch",
    "decided",
    "duplicates",
    "leave_batch",
    "next_pair",
    "pair",
    "search",
    "search_progress",
    "undo_decision",
]
