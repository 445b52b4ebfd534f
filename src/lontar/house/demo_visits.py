"""A small running campaign of home visits in the made-up city: most doors were knocked on, some still wait."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any, Final

from lontar.city.fieldwork import actions as fieldwork
from lontar.city.fieldwork import queries as visits
from lontar.city.registry import queries as families_of
from lontar.kit.pictures import Position

NAME: Final = "Verval contoh: keluarga miskin Oesapa (rekaan)"
BEGAN, DUE, SEED = date(2026, 11, 2), date(2026, 12, 18), 20261102
FAMILIES: Final = 30
SECOND_PERCENT: Final = 20
LEFT_EVERY: Final = 4  # of what the field worker was given, each fourth door still waits
SOLID: Final = {
    "dwelling_tenure": 1, "floor_area": 54, "floor_material": 2, "wall_material": 1, "roof_material": 3,
    "drinking_water_source": 3, "lighting": 1, "power_rating": 2, "cooking_fuel": 7, "toilet_facility": 1,
    "closet_type": 1, "sewage": 1, "asset_refrigerator": 1, "asset_motorcycle": 1,
}  # fmt: skip
POOR: Final = {
    "dwelling_tenure": 3, "floor_area": 21, "floor_material": 8, "wall_material": 6, "roof_material": 7,
    "drinking_water_source": 6, "lighting": 2, "cooking_fuel": 10, "toilet_facility": 6, "asset_refrigerator": 2,
    "asset_motorcycle": 2,
}  # fmt: skip
PLAIN: Final = {
    "dwelling_tenure": 1, "floor_area": 36, "floor_material": 6, "wall_material": 1, "roof_material": 3,
    "drinking_water_source": 2, "lighting": 1, "power_rating": 1, "cooking_fuel": 7, "toilet_facility": 2,
    "closet_type": 1, "sewage": 1, "asset_refrigerator": 2, "asset_motorcycle": 1,
}  # fmt: skip

As = Callable[[str], AbstractContextManager[Any]]


def campaign(ward_id: int, officers: tuple[str, str, str], as_: As, tell: Callable[[str], None]) -> None:
    """The planner's campaign over a ward, and what its two visitors reported; nothing when it is there already."""
    planner, field_worker, ward_officer = officers
    with as_(planner) as by:
        if visits.campaigns_for(by).filter(name=NAME).exists():
            return
        tell("Memeriksa keluarga di rumahnya / visiting families at home …")
        poorest = families_of.families_matching(families_of.FamilyFilter(place_id=ward_id, decile="1-3", present=True))
        chosen = list(poorest.values_list("pk", flat=True)[:FAMILIES])
        if not chosen:
            return
        roster = fieldwork.keep_roster("Daftar contoh (rekaan)", chosen, source="file", by=by, on=BEGAN)
        walkers = [_key(as_, name) for name in (field_worker, ward_officer)]
        plan = fieldwork.Plan(
            name=NAME, place_id=ward_id, begins=BEGAN, due=DUE, checkers=walkers, roster_id=roster.pk, split="evenly",
            second_percent=SECOND_PERCENT, seed=SEED, why="Data rekaan untuk mencoba Lontar.", made_up=True,
        )  # fmt: skip
        made = fieldwork.open_campaign(plan, by=by, on=BEGAN)
    for username in (field_worker, ward_officer):
        with as_(username) as by:
            _walk(made.pk, by, all_doors=username == ward_officer)


def _key(as_: As, username: str) -> Any:
    with as_(username) as officer:
        return officer.pk


def _walk(campaign_id: int, by: Any, *, all_doors: bool) -> None:
    for at, visit in enumerate(visits.my_open_visits(by).filter(campaign_id=campaign_id)):
        if at % LEFT_EVERY == LEFT_EVERY - 1 and not all_doors:
            continue
        day = BEGAN + timedelta(days=1 + at % 14)
        fieldwork.report_visit(visit.pk, _seen(visit, day), by=by, on=day, key="contoh-rekaan")


def _seen(visit: Any, day: date) -> fieldwork.Found:
    """By the family's number alone, so that the second visitor meets the same house, and now and then sees it otherwise."""
    luck = visit.family_id % 10
    if luck == 0 and visit.turn == 1:
        return fieldwork.Found("not_found", day, note="Rumah kosong, tetangga tidak tahu (rekaan)")
    if luck == 1:
        return fieldwork.Found("moved_country", day, happened=day - timedelta(days=90), where="Soe (rekaan)")
    house = SOLID if luck in (2, 3) else POOR if luck in (4, 5, 6) else PLAIN
    if visit.turn == 2 and luck == 7:
        house = PLAIN | {"floor_material": 8}
    members = families_of.members_of(visit.family)
    presences = [fieldwork.Presence(one.id, "here") for one in members]
    if luck == 8 and len(members) > 1:
        gone = members[-1]
        presences[-1] = fieldwork.Presence(gone.id, "moved_country", day - timedelta(days=60), "Kefamenanu (rekaan)")
    place = Position(-10.1512 - luck * 0.0006, 123.6404 + visit.family_id % 7 * 0.0007)
    return fieldwork.Found(
        "found", day, "no" if luck in (2, 3) else "yes", columns=house, members=presences, position=place, accuracy=8.0
    )
