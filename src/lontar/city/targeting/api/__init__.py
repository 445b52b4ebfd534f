"""Programs' door to targeting."""

from lontar.city.targeting.api import homes, rules, surveys
from lontar.city.targeting.api.rounds import router

__all__ = ["homes", "router", "rules", "surveys"]
