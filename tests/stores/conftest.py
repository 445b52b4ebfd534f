"""Two stores, two kinds of goods, and the officers who keep them."""

from dataclasses import dataclass
from typing import Any

import pytest

from cast import CITY, OESAPA, TODAY


@dataclass
class Shelves:
    """What the tests of the stores walk about in."""

    city: Any
    ward: Any
    rice: Any
    books: Any


@pytest.fixture(autouse=True)
def on_the_day(monkeypatch):
    monkeypatch.setattr("lontar.city.places.queries.today", lambda: TODAY)


@pytest.fixture
def shelves(db, acting, yohanes) -> Shelves:
    """The city's store holds 100 kg of rice; nobody acts when it is handed over to the test."""
    from lontar.city.stores import actions

    with acting(yohanes):
        say = {"by": yohanes, "on": TODAY}
        made = Shelves(
            actions.open_store("Gudang Dinas Sosial", place_id=CITY, **say),
            actions.open_store("Gudang Oesapa", place_id=OESAPA, **say),
            actions.add_item("Beras medium", unit="kg", **say),
            actions.add_item("Buku tulis", unit="buah", **say),
        )
        load = actions.Load(made.rice.pk, 100, "SJ-1")
        actions.receive_goods(made.city.pk, load, supplier="CV Contoh", key="terima-1", **say)
    return made
