"""Payment orders of the made-up city: one that went through the post office and back, one that waits for its second person."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Any

from lontar.city.delivery import actions, queries
from lontar.city.places import queries as places
from lontar.kit.memory_files import memory_file

As = Callable[[str], AbstractContextManager[Any]]
MADE, PAID, ASKED = date(2026, 10, 8), date(2026, 10, 20), date(2026, 10, 28)
LAYOUT, HEADS = (
    "Pos contoh (rekaan)",
    {"reference": "RUJUKAN", "amount": "JUMLAH", "status": "STATUS", "reason": "SEBAB"},
)
RETURNED_ONE_IN = 9


@dataclass(frozen=True)
class People:
    """Who does which step."""

    maker: str
    checker: str
    releaser: str


def play(line: Any, period: str, districts: list[int], people: People, acting: As) -> None:
    """What still waits in two districts is ordered: the first is paid by post, the second waits to be checked."""
    posted, waiting = districts
    order = _made(line, period, posted, "post", people, acting, on=MADE)
    if order is None:
        return
    if order.state == "made":
        with acting(people.checker) as by:
            order = actions.check_order(order.pk, seen=order.sha256, spm_number="SPM contoh 41/2026", by=by, on=MADE)
    if order.state == "checked":
        with acting(people.releaser) as by:
            order = actions.release_order(
                order.pk, sp2d_number="SP2D contoh 97/2026", sp2d_on=MADE, amount=str(order.amount), by=by, on=MADE
            )
    if not queries.results_of(order).exists():
        _answered(order, people, acting)
    _made(line, period, waiting, "cash", people, acting, on=ASKED)


def _made(line: Any, period: str, place: int, channel: str, people: People, acting: As, *, on: date) -> Any:
    """The order of this district, or none where nobody waits there."""
    choice = queries.Choice(line.pk, period, place, channel)
    with acting(people.maker) as by:
        known = queries.orders_for(by).filter(key=f"contoh-{place}").first()
        if known is not None or not queries.payable(choice, on).families:
            return known
        return actions.make_order(choice, key=f"contoh-{place}", by=by, on=on)


def _answered(order: Any, people: People, acting: As) -> None:
    """The post office's file: most were paid, some came back, and one row is nobody's."""
    with acting(people.maker) as by:
        layout = actions.save_result_layout(LAYOUT, HEADS, paid=["berhasil"], returned=["gagal"], by=by, on=PAID)
        rows = [";".join(HEADS.values())]
        for at, (reference, amount) in enumerate(queries.list_rows(order, ["reference", "amount"]), start=1):
            back = at % RETURNED_ONE_IN == 0
            rows.append(f"{reference};{amount};{'Gagal;tidak diambil' if back else 'Berhasil;'}")
        rows.append(f"{order.number}-999999;250000;Berhasil;")
        with memory_file(["\n".join(rows).encode()]) as path:
            actions.take_result(
                order.pk, path, name="hasil-pos-contoh.csv", layout=layout, paid_on=PAID, by=by, on=PAID
            )


def districts_of(place_id: int, besides: int) -> list[int]:
    """Two districts of the city, neither of them the one of this ward."""
    found = {ward // 10_000 * 10_000 for ward in places.wards_in(place_id).values_list("pk", flat=True)}
    return sorted(found - {besides // 10_000 * 10_000})[:2]
