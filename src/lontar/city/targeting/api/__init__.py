"""Programs' door to targeting."""

from lontar.city.targeting.api import rules, surveys
from lontar.city.targeting.api.rounds import router

__all__ = ["router", "rules", "surveys"]
