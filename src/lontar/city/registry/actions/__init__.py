"""The verbs of the registry."""

from lontar.city.registry.actions.timeline import tell, tell_many
from lontar.city.registry.actions.unmasking import see_family, unmask

__all__ = ["see_family", "tell", "tell_many", "unmask"]
