"""Questions about places."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lontar.city.places.models import Boundary, Home, Place, PlaceAlias
from lontar.science.place_codes import code_of, place_id, span
from lontar.science.trouble import Refusal

__all__ = [
    "aliases_in",
    "boundaries_in",
    "by_code",
    "code_of",
    "home",
    "home_kept",
    "is_made_up",
    "place_id",
    "span",
    "wards_in",
    "zone_of",
]

# The home as the request knows it; None where nobody keeps it.
_kept: ContextVar[list[Home | None] | None] = ContextVar("home", default=None)


def home() -> Place | None:
    """The city or regency that this installation serves, or None before it is set up."""
    found = _home()
    return found.place if found else None


def _home() -> Home | None:
    kept = _kept.get()
    if kept is None:
        return Home.objects.select_related("place").first()
    if not kept:
        kept.append(Home.objects.select_related("place").first())
    return kept[0]


@contextmanager
def home_kept() -> Iterator[None]:
    """The home is asked for once within the block: the length of a request, in which nobody moves the city."""
    token = _kept.set([])
    try:
        yield
    finally:
        _kept.reset(token)


def home_or_refuse() -> Place:
    place = home()
    if place is None:
        raise Refusal(
            _("Belum ada kota yang disiapkan."),
            advice=_("Jalankan ./lontar setup --place 53.71 --admin NAMA (dengan kode kota Anda)."),
        )
    return place


def is_made_up() -> bool:
    """Whether everything in this installation is invented."""
    found = _home()
    return found is not None and found.made_up


def by_code(code: str) -> Place | None:
    return Place.objects.filter(code=code).first()


def by_id(key: int) -> Place | None:
    return Place.objects.filter(pk=key).first()


def by_ids(keys: Collection[int]) -> QuerySet[Place]:
    return Place.objects.filter(pk__in=keys)


def below(key: int) -> QuerySet[Place]:
    """A place and everything in it, in the order of the codes."""
    lowest, highest = span(key)
    return Place.objects.filter(pk__gte=lowest, pk__lte=highest).order_by("pk")


def aliases_of(key: int) -> list[str]:
    """Other ways in which a place's name is written in the field."""
    return list(PlaceAlias.objects.filter(place_id=key).order_by("name").values_list("name", flat=True))


def boundary_of(key: int) -> Boundary | None:
    return Boundary.objects.filter(place_id=key).first()


def wards_in(key: int) -> QuerySet[Place]:
    """The kelurahan and desa of a place, in the order of their codes."""
    return below(key).filter(level=Place.Level.WARD)


def districts_in(key: int) -> QuerySet[Place]:
    return below(key).filter(level=Place.Level.DISTRICT)


def aliases_in(key: int) -> QuerySet[PlaceAlias]:
    lowest, highest = span(key)
    return PlaceAlias.objects.filter(place_id__gte=lowest, place_id__lte=highest)


def boundaries_in(key: int) -> QuerySet[Boundary]:
    lowest, highest = span(key)
    return Boundary.objects.filter(place_id__gte=lowest, place_id__lte=highest).select_related("place")


def box() -> tuple[float, float, float, float] | None:
    """West, south, east and north of the city's borders with a kilometre around them; None before it has any."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT places_box()")
        found = cursor.fetchone()[0]
    return tuple(found) if found else None


def outside(latitude: float, longitude: float) -> bool:
    """Whether a position lies outside of the city for sure."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT places_outside(%s, %s, places_box())", [latitude, longitude])
        return bool(cursor.fetchone()[0])


def zone_of(place: Place | None) -> ZoneInfo:
    """The clock on the wall there; UTC where no place is known."""
    return ZoneInfo(place.time_zone if place else "UTC")


def today() -> date:
    """The day it is in the home city: the server's own day may still be yesterday."""
    return timezone.now().astimezone(zone_of(home())).date()
