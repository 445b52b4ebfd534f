"""Programs' door to the registry."""

from lontar.city.registry.api import pairs
from lontar.city.registry.api.families import router

__all__ = ["pairs", "router"]
