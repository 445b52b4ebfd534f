"""The registry's pages."""

from lontar.city.registry.pages.changes import absent, changes, settle_absence
from lontar.city.registry.pages.contradictions import contradictions, look_for_contradictions, settle_contradiction
from lontar.city.registry.pages.families import export, families, family
from lontar.city.registry.pages.imports import bring, findings, imports, proceed, progress, run, worklist
from lontar.city.registry.pages.life import arrival, event, scan
from lontar.city.registry.pages.likeness import likely
from lontar.city.registry.pages.locating import locate
from lontar.city.registry.pages.numbers import numbers
from lontar.city.registry.pages.pairs import (
    batch,
    begin_batch,
    confirm_batch,
    decided,
    duplicates,
    leave_batch,
    next_pair,
    pair,
    search,
    search_progress,
    undo_decision,
)
from lontar.city.registry.pages.profiles import layouts, new_layout, retire_layout, save_layout
from lontar.city.registry.pages.shields import raise_shield, shield
from lontar.city.registry.pages.undoing import undo_event
from lontar.city.registry.pages.unmasking import mask, reveal, unmask

__all__ = [
    "absent",
    "arrival",
    "batch",
    "begin_batch",
    "bring",
    "changes",
    "confirm_batch",
    "contradictions",
    "decided",
    "duplicates",
    "event",
    "export",
    "families",
    "family",
    "findings",
    "imports",
    "layouts",
    "leave_batch",
    "likely",
    "locate",
    "look_for_contradictions",
    "mask",
    "new_layout",
    "next_pair",
    "numbers",
    "pair",
    "proceed",
    "progress",
    "raise_shield",
    "retire_layout",
    "reveal",
    "run",
    "save_layout",
    "scan",
    "search",
    "search_progress",
    "settle_absence",
    "settle_contradiction",
    "shield",
    "undo_decision",
    "undo_event",
    "unmask",
    "worklist",
]
