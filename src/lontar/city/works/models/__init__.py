"""The tables of works."""

from lontar.city.works.models.money import Tranche
from lontar.city.works.models.works import Defect, Photo, Report, Share, Source, Stage, Work

__all__ = ["Defect", "Photo", "Report", "Share", "Source", "Stage", "Tranche", "Work"]
