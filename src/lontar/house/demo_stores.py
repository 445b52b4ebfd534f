"""Goods of the made-up city: two stores, five kinds of goods, a transfer, a loss, a count that waits, and a flood."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

from lontar.city.stores import actions, queries

As = Callable[[str], AbstractContextManager[Any]]
OPENED, BROUGHT, LOST, COUNTED = date(2026, 9, 7), date(2026, 9, 21), date(2026, 10, 12), date(2026, 10, 26)
FLOOD = (date(2026, 11, 2), date(2026, 11, 30))
# name: (unit, how much came, how much of it went to the ward)
GOODS = {
    "Beras medium": ("kg", 12_000, 1_500),
    "Buku tulis": ("buah", 4_800, 600),
    "Bibit cabai": ("bibit", 9_000, 0),
    "Mesin jahit": ("unit", 24, 0),
    "Kursi roda": ("unit", 18, 2),
}
SUPPLIER = "CV Contoh Niaga (rekaan)"


def play(city_id: int, ward_id: int, keeper: str, second: str, acting: As) -> None:
    """Once: what was opened and brought stays as it is."""
    with acting(keeper) as by:
        store = actions.open_store("Gudang Dinas Sosial (contoh)", place_id=city_id, by=by, on=OPENED)
        near = actions.open_store("Gudang Kelurahan Oesapa (contoh)", place_id=ward_id, by=by, on=OPENED)
        for at, (name, (unit, came, went)) in enumerate(GOODS.items()):
            item = actions.add_item(name, unit=unit, by=by, on=OPENED)
            load = actions.Load(item.pk, came, f"SJ contoh {at + 1}/2026")
            actions.receive_goods(store.pk, load, supplier=SUPPLIER, key=f"contoh-{at}", by=by, on=OPENED)
            if went:
                load = actions.Load(item.pk, went, f"SJ contoh {at + 11}/2026")
                actions.transfer_goods(
                    store.pk, load, to_store_id=near.pk, key=f"contoh-{at}", by=by, on=BROUGHT
                )  # fmt: skip
        rice, books = (queries.items().get(name=name) for name in ("Beras medium", "Buku tulis"))
        lost = actions.report_loss(
            store.pk,
            rice.pk,
            quantity=75,
            reason="Basah karena atap bocor (rekaan)",
            key="contoh-hilang",
            by=by,
            on=LOST,
        )
        actions.count_stock(
            near.pk, books.pk, counted=588, reason="Kardus terbuka saat dipindahkan (rekaan)", key="contoh-hitung", by=by,
            on=COUNTED,
        )  # fmt: skip
    with acting(second) as by:
        if lost.state == "waiting":
            actions.confirm_difference(lost.pk, by=by, on=LOST)
        flood = actions.declare_emergency(
            ward_id, number="188/contoh/2026", what="Banjir rob di pesisir (rekaan)", days=FLOOD, by=by, on=FLOOD[0]
        )
    with acting(keeper) as by:
        # name, kg, persons: made up, and nobody's in the made-up registry
        for at, (name, quantity, persons) in enumerate(
            (("", 450, 180), ("Yohana Contoh", 10, 5), ("Markus Contoh", 10, 3))
        ):
            out = actions.Out(rice.pk, quantity, persons, "Posko SD contoh", f"DT contoh {at + 1}", name)
            actions.hand_out_relief(
                flood.pk, out, store_id=near.pk, place_id=ward_id, key=f"contoh-{at}", by=by, on=FLOOD[0]
            )  # fmt: skip
