"""Where a family's house stands, in degrees: given by an officer, or seen at the door."""

import math
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from lontar.city.journal.actions import record
from lontar.city.registry.actions.contradicting import look_at
from lontar.city.registry.models import Dwelling, Family, Residence
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, Role, require
from lontar.kit.pictures import Position
from lontar.science.trouble import Refusal

MAY_LOCATE: Final = (Role.PLANNER, Role.OPERATOR, Role.WARD_OFFICER)
WHO_STAND_THERE: Final = (Role.OPERATOR, Role.WARD_OFFICER, Role.FIELD_WORKER)
DIGITS: Final = 6  # of a degree: about a decimetre
METRES_MAX: Final = 100.0
"""What a telephone knows less exactly is a neighbourhood, no house."""


@deed
def locate(family_id: int, position: Position | None, *, by: Actor, on: date) -> None:
    """Write down where the family's present house stands, or, without a position, that nobody knows."""
    require(by, *MAY_LOCATE)
    family, home = _home(family_id)
    if family is None or home is None:
        raise Refusal(
            _("Rumah keluarga ini tidak tercatat, atau alamatnya tidak diperlihatkan kepada Anda."),
            advice=_("Catat dulu di mana keluarga ini tinggal."),
        )
    _write(family, home, position, Dwelling.LocatedBy.OFFICER, on, by, on)


@deed
def locate_seen(
    family_id: int, position: Position, *, metres: float | None, seen_on: date, by: Actor, on: date
) -> bool:
    """Take over what was read at the door; whether it was. What is newer stays, and what is only a neighbourhood."""
    require(by, *WHO_STAND_THERE)
    family, home = _home(family_id)
    if family is None or home is None or (metres is not None and metres > METRES_MAX):
        return False
    if home.located_on is not None and home.located_on > seen_on and home.located_by != Dwelling.LocatedBy.IMPORT:
        return False
    _write(family, home, position, Dwelling.LocatedBy.FIELD_CHECK, seen_on, by, on)
    return True


def _home(family_id: int) -> tuple[Family | None, Dwelling | None]:
    """The family and the roof under which it lives now, as far as the acting officer may see them."""
    family = Family.objects.filter(pk=family_id).first()
    stay = Residence.objects.filter(family_id=family_id, until=None).values_list("dwelling_id", flat=True).first()
    return family, Dwelling.objects.select_for_update().filter(pk=stay).first() if stay else None


def _write(
    family: Family, home: Dwelling, position: Position | None, source: str, told_on: date, by: Actor, on: date
) -> None:
    if position is not None:
        _require_on_earth(position)
        home.latitude, home.longitude = round(position.latitude, DIGITS), round(position.longitude, DIGITS)
        home.located_on, home.located_by = told_on, source
    else:
        home.latitude = home.longitude = home.located_on = None
        home.located_by = ""
    home.save(update_fields=["latitude", "longitude", "located_on", "located_by"])
    look_at(Residence.objects.filter(dwelling=home, until=None).values_list("family_id", flat=True), on=on)
    record(
        "locate_home", subject=family, by=by, on=on, place_id=family.place_id,
        details={"source": source, "known": position is not None},
    )  # fmt: skip


def _require_on_earth(position: Position) -> None:
    if not (math.isfinite(position.latitude) and math.isfinite(position.longitude)):
        raise Refusal(_("Letak itu bukan letak di bumi."), field="latitude")
    if not (-90 <= position.latitude <= 90 and -180 <= position.longitude <= 180):
        raise Refusal(_("Letak itu bukan letak di bumi."), field="latitude")
