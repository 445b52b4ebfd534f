"""The registry's pages."""

from lontar.city.registry.pages.changes import absent, changes, settle_absence
from lontar.city.registry.pages.families import export, families, family
from lontar.city.registry.pages.imports import bring, findings, imports, proceed, progress, run, worklist
from lontar.city.registry.pages.profiles import layouts, new_layout, retire_layout, save_layout
from lontar.city.registry.pages.shields import raise_shield, shield
from lontar.city.registry.pages.unmasking import mask, reveal, unmask

__all__ = [
    "absent",
    "bring",
    "changes",
    "export",
    "families",
    "family",
    "findings",
    "imports",
    "layouts",
    "mask",
    "new_layout",
    "proceed",
    "progress",
    "raise_shield",
    "retire_layout",
    "reveal",
    "run",
    "save_layout",
    "settle_absence",
    "shield",
    "unmask",
    "worklist",
]
