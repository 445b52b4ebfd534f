"""Families for rounds: a few whose answers are known, in two wards."""

from datetime import date
from typing import Any

import pytest

from cast import CITY, LASIANA, OESAPA, TODAY
from lontar.kit.gate import acting_as


def family(place_id: int, decile: int | None, *members: tuple[str, date | None, str | None]) -> Any:
    """One family in the registry; each member is a relation, a birth date and a disability (None: nobody asked)."""
    from lontar.city.registry.models import Family, Membership, Person

    made = Family.objects.create(place_id=place_id, decile=decile, decile_on=date(2026, 10, 1) if decile else None)
    for relation, born, disability in members:
        person = Person.objects.create(
            place_id=place_id,
            name="Maria Ndun",
            name_key="maria ndun",
            birth_date=born,
            disability=disability or "",
            disability_known=disability is not None,
        )
        Membership.objects.create(
            place_id=place_id, person=person, family=made, relation=relation, since=date(2020, 1, 1)
        )
    return made


GRANDMOTHER = ("head", date(1950, 5, 5), "")
ADULT = ("head", date(1990, 5, 5), "")
BABY = ("child", date(2025, 5, 5), "")
UNKNOWN = ("parent", None, None)


@pytest.fixture(autouse=True)
def nothing_is_foreseen_from_another_test() -> None:
    from lontar.city.targeting import frames

    frames.KEPT.forget()


@pytest.fixture
def esti(db: None) -> Any:
    """A second planner, who opened nothing."""
    from lontar.city.access import actions as access
    from lontar.city.access.queries import agency_by_code, officer_named
    from lontar.kit.gate import Role

    agus = officer_named("agus")
    assert agus is not None
    with acting_as(agus):
        return access.appoint(
            "esti", name="Esti Perencana", role=Role.PLANNER, places=[CITY],
            agency=agency_by_code("bapeda"), password=None, by=agus, on=TODAY,
        )  # fmt: skip


@pytest.fixture
def kampung(ester: Any) -> dict[str, Any]:
    """The catalogue, a budget, and seven families: in Oesapa two qualify, two do not, two are undecided."""
    from lontar.city.programmes import actions as programmes
    from lontar.city.programmes import queries

    with acting_as(ester):
        programmes.load_catalogue(2026, place_id=CITY, by=ester, on=TODAY)
        line = queries.line_by_key(CITY, 2026, "bantuan-sosial-kesejahteraan-keluarga")
        assert line is not None
        programmes.set_budget(line, fund="city", amount=1_000_000, document="DPA 1", by=ester, on=TODAY)
        return {
            "line": line,
            "sembako": queries.line_by_key(CITY, 2026, "sembako"),
            "grandmother": family(OESAPA, 2, GRANDMOTHER),
            "baby": family(OESAPA, 1, ADULT, BABY),
            "adult": family(OESAPA, 1, ADULT),
            "rich": family(OESAPA, 8, GRANDMOTHER),
            "no_decile": family(OESAPA, None, GRANDMOTHER),
            "no_date": family(OESAPA, 2, ADULT, UNKNOWN),
            "elsewhere": family(LASIANA, 2, GRANDMOTHER),
        }
