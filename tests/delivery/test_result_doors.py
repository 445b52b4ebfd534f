"""A payer's result file comes in through the API and the terminal as through the page: once, and only for its order."""

import json

import pytest

from cast import CITY, TODAY, officer
from lontar.city.delivery import actions, queries
from lontar.house import terminal
from lontar.kit.gate import acting_as
from lontar.science.result_file import reference_of
from lontar.science.trouble import Refusal

TITLES = {"reference": "RUJUKAN", "amount": "JUMLAH", "status": "STATUS", "reason": "SEBAB"}


@pytest.fixture
def order(owed, acting, ester, monkeypatch):
    monkeypatch.setattr("lontar.city.places.queries.today", lambda: TODAY)
    yohanes, tobias = officer("yohanes"), officer("tobias")
    with acting(ester):
        choice = queries.Choice(owed.line.pk, "2026-T4", CITY, "post")
        made = actions.make_order(choice, key="pintu", by=yohanes, on=TODAY)
        actions.check_order(made.pk, seen=made.sha256, spm_number="SPM/1", by=ester, on=TODAY)
        actions.save_result_layout("Pos", TITLES, paid=["ya"], returned=["gagal"], by=yohanes, on=TODAY)
        return actions.release_order(
            made.pk, sp2d_number="SP2D/1", sp2d_on=TODAY, amount=str(made.amount), by=tobias, on=TODAY
        )


def file(order, tmp_path):
    """Two paid, one back, and one that nobody is owed."""
    states = ("ya;", "ya;", "gagal;pindah")
    rows = [f"{reference_of(order.pk, at)};300000;{state}" for at, state in enumerate(states, start=1)]
    path = tmp_path / "hasil.csv"
    path.write_text("\n".join([";".join(TITLES.values()), *rows, f"{reference_of(order.pk, 99)};300000;ya;"]))
    return path


def send(client, order, path, **given):
    with path.open("rb") as content:
        values = {"layout": "Pos", "paid_on": TODAY.isoformat(), "file": content, **given}
        return client.post(f"/api/delivery/orders/{order.pk}/result", values)


def test_a_program_sends_the_file_and_sends_it_again(order, tmp_path, sign_in, tobias):
    client, path = sign_in(tobias), file(order, tmp_path)
    first = send(client, order, path).json()
    assert (first["paid"], first["paid_rupiah"], first["returned"], first["left_over"]) == (
        2,
        600_000,
        1,
        {"unknown": 1},
    )
    assert (first["order_paid"], first["order_returned"], first["order_unheard"]) == (600_000, 300_000, 300_000)
    assert send(client, order, path).json() == first | {"fresh": False}
    (left,) = client.get(f"/api/delivery/orders/{order.pk}/left").json()["items"]
    assert (left["kind"], left["row"], left["amount"]) == ("unknown", 5, 300_000)
    refused = send(client, order, path, layout="Bank Contoh")
    assert refused.status_code == 409
    assert "“Pos”" in refused.json()["advice"]


def test_the_terminal_takes_it_in_and_says_what_is_left(order, tmp_path, capsys, yohanes):
    path = file(order, tmp_path)
    options = terminal.build_parser().parse_args(
        ["delivery", "result", str(path), "--order", f"P{order.pk:06d}", "--layout", "Pos", "--json"]
    )
    options.actor = yohanes
    with acting_as(yohanes):
        assert options.run(options) == 0
        told = json.loads(capsys.readouterr().out)
        options.json = False
        assert options.run(options) == 0
    assert (told["fresh"], told["paid"], told["left_over"]) == (True, 2, {"unknown": 1})
    said = capsys.readouterr().out
    assert "taken in before" in said
    assert "1 rows wait for a person: unknown" in said
    options.layout = "Bank Contoh"
    with acting_as(yohanes), pytest.raises(Refusal, match="Bank Contoh"):
        options.run(options)
