"""A drain that is built for Oesapa, and how its stages are seen, confirmed, asked for and paid."""

import json
from datetime import timedelta
from functools import cache
from typing import Any

import pytest

from cast import OESAPA, TODAY, officer
from lontar.city.access import actions as access
from lontar.city.works import actions
from lontar.kit.gate import acting_as
from lontar.science.works import Planned
from town import build_town

COST = 100_000_001
STAGES = (Planned("Titik nol", 0, 30), Planned("Saluran tergali", 50, 40), Planned("Selesai", 100, 30))
START = TODAY - timedelta(days=30)


@cache
def picture() -> bytes:
    from pictures import photo

    return photo(size=(60, 40))


def plan(**values: Any) -> actions.Plan:
    given: dict[str, Any] = {
        "kind": "drain", "way": "contract", "builder": "CV Contoh", "contract": "SPK 1/2026", "cost": COST,
        "since": START, "until": TODAY + timedelta(days=30), "stages": STAGES, "title": "Saluran RT 003", "spot": "RT 003",
        "homes": 40,
    }  # fmt: skip
    return actions.Plan(**(given | values))


def seen(**values: Any) -> actions.Seen:
    given: dict[str, Any] = {"seen_on": TODAY, "before": picture(), "after": picture()}
    return actions.Seen(**(given | values))


def drain(line: Any, by: Any, key: str = "saluran-1", **values: Any) -> Any:
    with acting_as(by):
        return actions.plan_work(line.pk, plan(**values), place_id=OESAPA, key=key, by=by, on=TODAY)


def reported(work: Any, position: int, by: Any, **values: Any) -> Any:
    with acting_as(by):
        key = f"lihat-{work.pk}-{position}-{values.pop('again', 0)}"
        return actions.report_stage(work.pk, position, seen(**values), key=key, by=by, on=TODAY)


def confirmed(work: Any, position: int, by: Any = None, second: Any = None) -> Any:
    """A stage that Petrus saw and Maria confirmed."""
    report = reported(work, position, by or officer("petrus"))
    second = second or officer("maria")
    with acting_as(second):
        return actions.confirm_stage(report.pk, photos_open=not work.named, by=second, on=TODAY)


def paid(work: Any, position: int) -> Any:
    """Its tranche, asked for by the operator and paid by the treasurer."""
    yohanes, tobias = officer("yohanes"), officer("tobias")
    with acting_as(yohanes):
        tranche = actions.ask_tranche(work.pk, position, spm_number=f"SPM {position}", by=yohanes, on=TODAY)
    with acting_as(tobias):
        return actions.pay_tranche(
            tranche.pk, sp2d_number=f"SP2D {work.pk}/{position}", sp2d_on=TODAY, amount=str(tranche.amount), by=tobias,
            on=TODAY,
        )  # fmt: skip


def handed(work: Any) -> Any:
    yohanes = officer("yohanes")
    with acting_as(yohanes):
        return actions.hand_over_work(work.pk, number="BAST 1", handed_on=TODAY, by=yohanes, on=TODAY)


@pytest.fixture
def works_town(acting: Any, db: None) -> Any:
    """A line of Dinas Sosial that builds for areas, and four families."""
    return build_town(
        acting, budget=3 * COST, gives="works", reach="by_area", key="drainase", name="Drainase lingkungan"
    )


@pytest.fixture
def houses_town(acting: Any, db: None) -> Any:
    """A line that builds houses by name."""
    return build_town(acting, budget=10 * COST, gives="works", key="rumah", name="Perbaikan rumah")


@pytest.fixture
def work(works_town: Any, yohanes: Any) -> Any:
    return drain(works_town.line, yohanes)


def houses(town: Any, families: Any = None, **values: Any) -> list[Any]:
    """A house for each of these families of a decreed list."""
    yohanes = officer("yohanes")
    round_ = town.make_round(amount=COST, period="2026-T4")
    with acting_as(yohanes):
        return actions.plan_houses(
            round_.pk, [one.pk for one in families or town.families[:1]],
            plan(kind="house", way="self_help", builder="Kelompok Contoh", title="", spot="", homes=None, **values),
            key="rumah-1", by=yohanes, on=TODAY,
        )  # fmt: skip


@pytest.fixture
def call(client):
    """The API with a token of each officer."""

    def call(who, method, address, data=None, key="kunci-0001"):
        with acting_as(who):
            secret = access.issue_token(who, label="uji", days=30, by=who, on=TODAY)
        return client.generic(
            method, f"/api/{address}", json.dumps(data) if data is not None else "", content_type="application/json",
            headers={"Authorization": f"Bearer {secret}", "Idempotency-Key": key},
        )  # fmt: skip

    return call
