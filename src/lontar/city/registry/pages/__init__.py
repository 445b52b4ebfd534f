"""The registry's pages."""

from lontar.city.registry.pages.families import export, families, family
from lontar.city.registry.pages.unmasking import mask, unmask

__all__ = ["export", "families", "family", "mask", "unmask"]
