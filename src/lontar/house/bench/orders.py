"""A payment order of a whole city: made, checked, released and posted; and the payer's result file held to it."""

import csv
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from lontar.city.access import queries as officers
from lontar.city.delivery import actions, queries
from lontar.city.places import queries as places
from lontar.city.programmes import queries as programmes
from lontar.city.registry import queries as registry
from lontar.city.targeting import queries as targeting
from lontar.house import demo_city
from lontar.house.bench.city import known, officer
from lontar.house.bench.figures import Figure, peak_mib

ON = date(2026, 11, 22)
FAMILIES, AMOUNT = 40_000, 300_000
RETURNED_ONE_IN = 50
RELEASED_SECONDS_MAX, RECONCILED_SECONDS_MAX = 30.0, 20.0
MAKER, CHECKER, RELEASER = "yohanes", "ester", "tobias"


def orders(_files: Path, families: int) -> list[Figure]:
    """From owed to on the way, and from the bank's file to every family's receipt."""
    demo_city.prepare()
    count = min(FAMILIES, families)
    with officer(CHECKER) as planner:
        line = _owed(count, planner)
    began = time.perf_counter()
    with officer(MAKER) as by:
        choice = queries.Choice(line.pk, "2026-11", line.place_id, "post")
        order = actions.make_order(choice, key="bench", by=by, on=ON)
    with officer(CHECKER) as by:
        actions.check_order(order.pk, seen=order.sha256, spm_number="SPM/bench", by=by, on=ON)
    made = time.perf_counter() - began
    with officer(RELEASER) as by:
        order = actions.release_order(
            order.pk, sp2d_number="SP2D/bench", sp2d_on=ON, amount=str(order.amount), by=by, on=ON
        )
    seconds = time.perf_counter() - began
    with officer(MAKER) as by, tempfile.TemporaryDirectory() as folder:
        reconciled = _reconciled(order, Path(folder) / "hasil.csv", by)
    return [
        Figure("order.released", f"A payment order of {count:,} families, made, checked, released and posted", seconds, "s",
               RELEASED_SECONDS_MAX, "at_most", "Three verbs of three officers with fingerprint, guards, one entry of the book "
               "and one leaf of the log for each family, committed.", {"made and checked s": made}),
        Figure("order.reconciled", f"Its result file of {count:,} lines reconciled", reconciled, "s", RECONCILED_SECONDS_MAX,
               "at_most", f"CSV by a saved layout, one line in {RETURNED_ONE_IN} returned: entries, hand-overs, receipts, leaves "
               "and the families' stories, committed.", {"peak MiB": peak_mib()}),
    ]  # fmt: skip


def _owed(count: int, planner: Any) -> Any:
    """Families spread over the wards, and what a decree owes them. Only what is measured goes through every verb before."""
    home = places.home_or_refuse()
    wards = list(places.wards_in(home.pk).values_list("pk", flat=True))
    family_, line_ = registry.families_matching(registry.FamilyFilter()).model, programmes.lines_for(planner).model
    agency: Any = officers.agency_by_code("dinas-sosial")
    line = line_.objects.create(
        place_id=home.pk, year=2026, key="bench", name="Bantuan contoh", agency=agency, reach="by_name", pillar="burden",
        gives="money", made_up=True,
    )  # fmt: skip
    programmes.funds_of(line.pk).model.objects.create(
        line=line, fund="city", amount=2 * count * AMOUNT, document="DPA contoh", set_on=ON
    )
    families = family_.objects.bulk_create(
        [family_(place_id=wards[at % len(wards)]) for at in range(count)], batch_size=5_000
    )
    round_ = targeting.rounds_for(planner).model.objects.create(
        line=line, place_id=home.pk, on=ON, period="2026-11", outcome="entitles", rule="contoh", rule_version="1",
        rule_sha256="0" * 64, rule_text="", state="decreed", paper_number="188", opened_by=known(MAKER),
        scored_by=known(MAKER), closed_by=planner, closed_on=ON,
    )  # fmt: skip
    decision_ = targeting.drawn(round_.pk).model
    decision_.objects.bulk_create(
        [
            decision_(
                round=round_, family=one, place_id=one.place_id, verdict="qualifies", standing="chosen", amount=AMOUNT
            )
            for one in families
        ],
        batch_size=5_000,
    )
    actions.entitle(round_.pk, by=planner, on=ON)
    return line


def _reconciled(order: Any, path: Path, by: Any) -> float:
    """Seconds to take the payer's file in, from its bytes to the commit."""
    titles = {"reference": "RUJUKAN", "amount": "JUMLAH", "status": "STATUS", "reason": "SEBAB"}
    layout = actions.save_result_layout("Pos", titles, paid=["berhasil"], returned=["gagal"], by=by, on=ON)
    with path.open("w", encoding="utf-8", newline="") as file:
        written = csv.writer(file)
        written.writerow(titles.values())
        for at, (reference, amount) in enumerate(queries.list_rows(order, ["reference", "amount"])):
            back = at % RETURNED_ONE_IN == 0
            written.writerow([reference, amount, "Gagal" if back else "Berhasil", "pindah" if back else ""])
    began = time.perf_counter()
    taken = actions.take_result(order.pk, path, name=path.name, layout=layout, paid_on=ON, by=by, on=ON)
    seconds = time.perf_counter() - began
    if taken.file.counts["paid"] + taken.file.counts["returned"] != order.families:
        raise RuntimeError(f"the file left something over: {taken.file.counts}")
    return seconds
