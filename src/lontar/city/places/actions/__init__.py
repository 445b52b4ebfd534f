"""The verbs of places."""

from lontar.city.places.actions.boundaries import BYTES_MAX, Imported, import_boundaries, read_document
from lontar.city.places.actions.crosswalks import import_crosswalk
from lontar.city.places.actions.regions import ALIASES, add_alias, choose_home, load_region, time_zone_of

__all__ = [
    "ALIASES", "BYTES_MAX", "Imported", "add_alias", "choose_home", "import_boundaries",
    "import_crosswalk", "load_region", "read_document", "time_zone_of",
]  # fmt: skip
