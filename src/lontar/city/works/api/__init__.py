"""Programs' door to works."""

from lontar.city.works.api import building, paying
from lontar.city.works.api.asking import router

__all__ = ["building", "paying", "router"]
