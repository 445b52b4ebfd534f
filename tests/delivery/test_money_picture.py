"""Where is the money: each step opens the list behind it, and the list comes to the same sum, whoever opens it."""

import re

import pytest
from django.urls import reverse

from cast import CITY, TODAY, officer
from lontar.city.delivery import actions, queries
from lontar.city.delivery.models import FileLayout
from lontar.science.result_file import reference_of
from town import AMOUNT, build_town


@pytest.fixture
def moved(owed, acting, maria, yohanes, ester, tobias, tmp_path, monkeypatch):
    """One was given by hand; of three on an order one was paid, one came back, one is on its way. Beside them stand a line
    whose key begins alike and the same line of the year before, each with money of its own."""
    monkeypatch.setattr("lontar.city.places.queries.today", lambda: TODAY)
    with acting(maria):
        proof = actions.Proof("signed_list", "1")
        actions.hand_over(owed.first().pk, proof=proof, received_by="-", by=maria, on=TODAY)
    with acting(yohanes):
        order = actions.make_order(queries.Choice(owed.line.pk, "2026-T4", CITY, "post"), key="k", by=yohanes, on=TODAY)
        actions.save_result_layout(
            "Pos", {"reference": "R", "amount": "J", "status": "S"}, paid=["ya"], returned=["tidak"], by=yohanes, on=TODAY
        )  # fmt: skip
    with acting(ester):
        actions.check_order(order.pk, seen=order.sha256, spm_number="SPM/1", by=ester, on=TODAY)
    with acting(tobias):
        said = {"sp2d_number": "SP2D/1", "sp2d_on": TODAY, "amount": str(order.amount)}
        actions.release_order(order.pk, **said, by=tobias, on=TODAY)
    (tmp_path / "h.csv").write_text(
        f"R,J,S\n{reference_of(order.pk, 1)},{AMOUNT},ya\n{reference_of(order.pk, 2)},{AMOUNT},tidak\n"
    )
    with acting(yohanes):
        layout = FileLayout.objects.get(use="result")
        actions.take_result(
            order.pk, tmp_path / "h.csv", name="h.csv", layout=layout, paid_on=TODAY, by=yohanes, on=TODAY
        )
    for values in ({"key": "sembako-kota-2"}, {"year": 2025}):
        town = build_town(acting, **values)
        with acting(ester):
            actions.entitle(town.make_round(period=f"{town.line.year}-T4").pk, by=ester, on=TODAY)
    return owed.line


def rupiah(text):
    return int(re.sub(r"\D", "", text) or 0)


def steps_of(page):
    """Each link of the picture with what stands beside it in the table below the bars."""
    sums = dict(re.findall(r"<tr><th scope=\"row\">([^<]+)</th><td[^>]*>([^<]+)</td>", page))
    return {
        label: (link.replace("&amp;", "&"), rupiah(sums[label]))
        for link, label in re.findall(r'<a[^>]*href="([^"]+)"[^>]*>([^<]+)</a>', page)
        if label in sums
    }


def sum_of(page):
    found = re.search(r"<b>[\d.]+</b> hak, <b>([^<]+)</b>|<tfoot>.*<td[^>]*>([^<]+)</td></tr></tfoot>", page)
    return rupiah(found[1] or found[2]) if found else 0


@pytest.mark.parametrize("username", ["ester", "yohanes", "tobias", "daud"])
def test_each_step_opens_a_list_that_comes_to_the_same_sum(username, moved, sign_in):
    client = sign_in(officer(username))
    compared = []
    for address in (reverse("delivery:money"), reverse("delivery:money_of_line", args=[moved.pk])):
        steps = steps_of(client.get(address).content.decode())
        assert len(steps) >= 6, steps
        for label, (link, amount) in steps.items():
            if link.startswith(("/penyaluran/?", "/buku-besar/?")):
                assert sum_of(client.get(link).content.decode()) == amount, (label, link)
                compared.append(amount)
    assert len(compared) >= 7
    assert {2 * AMOUNT, AMOUNT} <= set(compared)


def test_a_line_without_any_entitlement_opens_an_empty_list_and_not_everybody_elses(moved, sign_in, ester):
    page = sign_in(ester).get(reverse("delivery:entitlements"), {"line": 10**6, "status": "owed"}).content.decode()
    assert "<b>0</b> hak" in page


def test_of_a_sensitive_line_a_sum_opens_the_book_for_whoever_may_not_know_its_families(moved, acting, sign_in, ester):
    town = build_town(acting, key="hiv", name="Pelayanan HIV", sensitive=True)
    with acting(ester):
        actions.entitle(town.make_round().pk, by=ester, on=TODAY)
    client = sign_in(ester)
    link, amount = steps_of(client.get(reverse("delivery:money")).content.decode())["Menunggu dibayar"]
    assert link.startswith("/buku-besar/")
    assert sum_of(client.get(link).content.decode()) == amount
