"""A city in which aid was handed over, written straight into the tables: the portal only reads what came of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from cast import CITY, TODAY
from lontar.city.delivery.models import Entitlement, Handover
from lontar.city.places.models import Place
from lontar.city.programmes.models import Budget, Line, Realisation
from lontar.city.registry.models import Family
from lontar.city.targeting.models import Round

WARDS = {"oesapa": 5371031010, "lasiana": 5371031011, "alak": 5371011008, "bello": 5371021005}


def line(key: str, *, officer: Any, planned: int | None, sensitive: bool = False, year: int = 2026) -> Line:
    """A line with its budget."""
    made = Line.objects.create(
        place_id=CITY, year=year, key=key, name=key.replace("-", " ").capitalize(), agency_id=officer.agency_id,
        reach="by_name", pillar="burden", gives="money", sensitive=sensitive,
    )  # fmt: skip
    if planned is not None:
        Budget.objects.create(line=made, fund="city", amount=planned, document="DPA", set_on=date(year, 1, 1))
    return made


def report(made: Line, amount: int) -> None:
    """What the agency says it spent."""
    Realisation.objects.create(line=made, quarter=3, amount=amount, source="LRA", recorded_on=date(2026, 10, 5))


def hand_over(
    made: Line, families: Mapping[str, int], *, officer: Any, amount: int = 300_000, on: date = TODAY
) -> None:
    """So many families of each ward receive once."""
    round_ = Round.objects.create(
        line=made, place_id=CITY, on=on, period=f"{on:%Y-%m}", outcome="entitles", rule="r", rule_version="1",
        rule_sha256="0" * 64, rule_text="", opened_by_id=officer.id,
    )  # fmt: skip
    for ward, count in families.items():
        place_id = WARDS[ward]
        assert Place.objects.filter(pk=place_id).exists()
        made_families = Family.objects.bulk_create([Family(place_id=place_id) for _ in range(count)])
        owed = Entitlement.objects.bulk_create(
            Entitlement(
                round=round_, line=made, family=family, place_id=place_id, period=f"{on:%Y-%m}", amount=amount, on=on,
                status="delivered",
            )
            for family in made_families
        )  # fmt: skip
        Handover.objects.bulk_create(
            Handover(
                entitlement=one, place_id=place_id, on=on, by_id=officer.id, received_by="kepala keluarga",
                proof="signed_list", proof_note="Daftar 1", entry_key=f"k{one.pk}", command_key=f"c{one.pk}",
            )
            for one in owed
        )  # fmt: skip
