"""The doors for people: the public pages of the city, and the planner's page that publishes."""

from lontar.city.portal.pages.editions import editions
from lontar.city.portal.pages.figures import figures, withdraw_figure
from lontar.city.portal.pages.finder import finder
from lontar.city.portal.pages.log import checkpoint, growth, kept, log, newest, program
from lontar.city.portal.pages.public import archive, data, home, method, money, ward

__all__ = [
    "archive",
    "checkpoint",
    "data",
    "editions",
    "figures",
    "finder",
    "growth",
    "home",
    "kept",
    "log",
    "method",
    "money",
    "newest",
    "program",
    "ward",
    "withdraw_figure",
]
