"""A neighbourhood to walk about in: six families of Oesapa in two RT, two of Lasiana, with deciles and addresses."""

import io
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from PIL import Image

from cast import LASIANA, OESAPA, TODAY, officer
from lontar.city.fieldwork import actions
from lontar.city.fieldwork.models import Campaign, Visit
from lontar.city.registry.models import Dwelling, Family, Membership, Person, Residence
from lontar.kit.gate import acting_as
from lontar.science.names import name_key

LONG_AGO = date(2020, 1, 1)
VISITED = date(2026, 11, 21)
HOUSE = {"wall_material": 1, "floor_material": 2, "drinking_water_source": 3, "toilet_facility": 1}


@dataclass
class Neighbourhood:
    """Who lives there."""

    families: list[Any] = field(default_factory=list)
    persons: dict[int, list[Any]] = field(default_factory=dict)

    def add(self, place: int, names: tuple[str, ...], *, rt: str, decile: int | None) -> None:
        family = Family.objects.create(place_id=place, decile=decile, decile_on=date(2026, 10, 1) if decile else None)
        home = Dwelling.objects.create(place_id=place, rt=rt, rw="001", address="Jl. Contoh")
        Residence.objects.create(place_id=place, family=family, dwelling=home, since=LONG_AGO)
        self.persons[family.pk] = []
        for at, name in enumerate(names):
            person = Person.objects.create(
                place_id=place, name=name, name_key=name_key(name), sex="P" if at else "L",
                birth_date=date(1975 + 12 * at, 5, 6),
            )  # fmt: skip
            Membership.objects.create(
                place_id=place, person=person, family=family, relation="child" if at else "head", since=LONG_AGO
            )
            self.persons[family.pk].append(person)
        self.families.append(family)


def settle_down() -> Neighbourhood:
    with acting_as(officer("ester")):
        there = Neighbourhood()
        there.add(OESAPA, ("Yuliana Ndun", "Markus Ndun"), rt="001", decile=1)
        there.add(OESAPA, ("Salomi",), rt="001", decile=2)
        there.add(OESAPA, ("Ferdy Radja", "Yanti Radja"), rt="001", decile=4)
        there.add(OESAPA, ("Maria Benu",), rt="002", decile=3)
        there.add(OESAPA, ("Johanis Tnunay", "Marta Tnunay", "Yosef Tnunay"), rt="002", decile=7)
        there.add(OESAPA, ("Kristina Nalle",), rt="002", decile=None)
        there.add(LASIANA, ("Agustinus Manafe",), rt="001", decile=1)
        there.add(LASIANA, ("Ester Amalo",), rt="001", decile=2)
        return there


def begin(**values: Any) -> Campaign:
    """A campaign of the planner over Oesapa, Petrus and Maria visiting."""
    ester = officer("ester")
    plan = {
        "name": "Verval contoh", "place_id": OESAPA, "begins": date(2026, 11, 1), "due": date(2026, 12, 15),
        "checkers": [officer("petrus").pk, officer("maria").pk], "split": "by_rt", "made_up": True,
    }  # fmt: skip
    with acting_as(ester):
        return actions.open_campaign(actions.Plan(**(plan | values)), by=ester, on=TODAY)


def visit_of(campaign: Campaign, family: Any, turn: int = 1) -> Visit:
    with acting_as(officer("ester")):
        return Visit.objects.get(campaign=campaign, family=family, turn=turn)


def give_to(visit: Visit, username: str) -> Visit:
    with acting_as(officer("ester")):
        actions.assign([visit.pk], officer(username).pk, by=officer("ester"), on=TODAY)
        return Visit.objects.get(pk=visit.pk)


def report(visit: Visit, username: str, **values: Any) -> Any:
    """What this officer saw; at home and deserving where nothing else is said."""
    who = officer(username)
    key, way = values.pop("key", ""), values.pop("way", "form")
    given = {"outcome": "found", "deserves": "yes", "visited_on": VISITED, "columns": HOUSE} | values
    with acting_as(who):
        return actions.report_visit(visit.pk, actions.Found(**given), by=who, on=TODAY, key=key, way=way)


def a_photo(size: tuple[int, int] = (1600, 1200), *, at: bool = False) -> bytes:
    """A picture as a telephone takes it; with `at` it says where."""
    image = Image.new("RGB", size, "#8a6")
    kept = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Telepon Contoh"
    if at:
        exif.get_ifd(0x8825).update({1: "S", 2: (10.0, 9.0, 36.0), 3: "E", 4: (123.0, 37.0, 12.0)})
    image.save(kept, "JPEG", exif=exif)
    return kept.getvalue()
