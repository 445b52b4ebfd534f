"""The pages of works."""

from lontar.city.works.pages.ending import defect, hand_over, mend, stop
from lontar.city.works.pages.lists import works
from lontar.city.works.pages.money import ask, tranche, tranches
from lontar.city.works.pages.one import photo, work
from lontar.city.works.pages.planning import houses, lists, plan
from lontar.city.works.pages.public import public_photo, public_ward, public_works
from lontar.city.works.pages.stages import report, settle

__all__ = [
    "ask", "defect", "hand_over", "houses", "lists", "mend", "photo", "plan", "public_photo", "public_ward", "public_works",
    "report", "settle", "stop", "tranche", "tranches", "work", "works",
]  # fmt: skip
