"""The registry's pages."""

from lontar.city.registry.pages.families import export, families, family
from lontar.city.registry.pages.imports import bring, findings, imports, proceed, progress, run, worklist
from lontar.city.registry.pages.shields import raise_shield, shield
from lontar.city.registry.pages.unmasking import mask, reveal, unmask

__all__ = [
    "bring",
    "export",
    "families",
    "family",
    "findings",
    "imports",
    "mask",
    "proceed",
    "progress",
    "raise_shield",
    "reveal",
    "run",
    "shield",
    "unmask",
    "worklist",
]
