"""Programs' door to the registry."""

from lontar.city.registry.api import events, pairs
from lontar.city.registry.api.families import router

__all__ = ["events", "pairs", "router"]
