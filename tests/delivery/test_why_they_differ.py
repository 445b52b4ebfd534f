"""Why what an agency reported as spent is not what arrived: every rupiah of the difference has its reason."""

from dataclasses import replace

import pytest

from lontar.city.delivery.queries import Money

NOTHING = Money(None, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, None)


@pytest.mark.parametrize(
    ("on_the_way", "arrived", "reported", "reasons"),
    [
        (0, 500, 500, []),
        (0, 500, None, []),
        (0, 500, 300, [("unreported", -200)]),
        (400, 500, 900, [("on_the_way", 400)]),
        (400, 500, 700, [("on_the_way", 200)]),
        (400, 500, 1_000, [("on_the_way", 400), ("not_by_name", 100)]),
        (0, 0, 1_000, [("not_by_name", 1_000)]),
    ],
)
def test_the_reasons_add_up_to_the_difference(on_the_way, arrived, reported, reasons):
    told = replace(NOTHING, on_the_way=on_the_way, arrived=arrived, reported=reported)
    assert told.reasons == reasons
    assert sum(amount for _key, amount in reasons) == (told.difference or 0)
