"""Whose money builds: the line's out of one fund, and what others bring beside it, which the book never pays."""

import csv
import io

import pytest
from django.db import Error, transaction
from django.urls import reverse

from cast import TODAY, officer
from lontar.city.ledger import queries as book
from lontar.city.programmes.models import Budget
from lontar.city.works import actions, queries
from lontar.city.works.models import Share, Work
from lontar.kit.gate import acting_as
from lontar.science.trouble import Refusal
from works.conftest import COST, confirmed, drain, handed, houses, paid, plan
from works.test_doors import PLANNED, STAGES, page

pytestmark = pytest.mark.django_db


def test_a_house_is_dearer_than_its_decree_only_by_money_of_others_which_is_never_paid_from_the_decree(
    houses_town, acting, yohanes
):
    (house,) = houses(houses_town, others={"self_help": 7_500_000, "partner": 2_500_000})
    for position in (1, 2, 3):
        confirmed(house, position)
    handed(house)
    for position in (1, 2, 3):
        paid(house, position)
    with acting(yohanes):
        kept = queries.works_for(yohanes).get()
        assert (kept.cost, kept.others, kept.whole, kept.paid) == (COST, 10_000_000, COST + 10_000_000, COST)
        assert [(one.source, one.line, one.beside) for one in queries.brought_to_one(kept)] == [
            ("city", COST, 0), ("partner", 0, 2_500_000), ("self_help", 0, 7_500_000),
        ]  # fmt: skip
        assert sum(one.amount for one in book.totals(["built"], purpose="2026:rumah")) == COST
        left = queries.families_to_build(house.round_id, yohanes)[0][0]
        dear = plan(kind="house", title="", spot="", homes=None, cost=COST + 1)
        with pytest.raises(Refusal, match="memberi") as refused:
            actions.plan_houses(house.round_id, [left], dear, key="mahal", by=yohanes, on=TODAY)
        assert "swadaya" in refused.value.advice


@pytest.mark.parametrize(
    "others", [{"swadaya": 1}, {"self_help": 0}, {"city": -5}, {"city": 1.5}, {"partner": 10**12 + 1}]
)
def test_money_of_others_that_cannot_be_is_refused_and_nothing_is_planned(others, works_town, acting, yohanes):
    with pytest.raises(Refusal):
        drain(works_town.line, yohanes, others=others)
    with acting(yohanes):
        assert (Work.objects.count(), Share.objects.count(), book.entries().count()) == (0, 0, 0)


def test_where_the_budget_has_several_funds_the_plan_says_which_one_pays(works_town, acting, yohanes, ester, sign_in):
    assert "Sumber dana pagu" not in page(sign_in(yohanes), "plan")
    with acting(ester):
        Budget.objects.create(line=works_town.line, fund="ministry", amount=COST, document="DAK 1", set_on=TODAY)
    with pytest.raises(Refusal, match="beberapa sumber") as refused:
        drain(works_town.line, yohanes)
    assert refused.value.field == "fund"
    with pytest.raises(Refusal, match="tidak punya uang dari sumber itu"):
        drain(works_town.line, yohanes, fund="province")
    form = PLANNED | STAGES | {"line": works_town.line.pk, "fund": "ministry", "other-province": "4.000.000"}
    said = page(sign_in(yohanes), "plan", data=form)
    assert "Sumber lain membawa Rp 4.000.000; itu tidak dibayar lewat buku." in said
    with acting(yohanes):
        work = Work.objects.get()
        assert (work.fund, work.shares.get().source) == ("ministry", "province")
    told = page(sign_in(ester), "work", work.pk)
    assert all(one in told for one in ("Pemerintah pusat", "Provinsi", "Rp 4.000.000", "Rp 104.000.001"))


def test_a_work_takes_no_more_than_its_own_fund_has_when_planned_and_when_paid(works_town, acting, yohanes, ester):
    say = {"document": "DAK 1", "set_on": TODAY}
    with acting(ester):
        Budget.objects.create(line=works_town.line, fund="ministry", amount=COST + 5, **say)
    first = drain(works_town.line, yohanes, fund="ministry")
    with pytest.raises(Refusal, match="Pagu dari sumber ini") as refused:  # the line has 2 * COST left, of the city
        drain(works_town.line, yohanes, "saluran-2", fund="ministry", cost=6)
    assert refused.value.field == "fund"
    drain(works_town.line, yohanes, "saluran-3", fund="ministry", cost=5)
    confirmed(first, 1)
    paid(first, 1)
    confirmed(first, 2)
    with acting(ester):
        Budget.objects.create(line=works_town.line, fund="ministry", stage="revised", amount=COST // 2, **say)
    with pytest.raises(Refusal, match="Pagu dari sumber yang membayar"):
        paid(first, 2)
    with acting(yohanes):
        actions.stop_work(first.pk, reason="Pagu dipotong", by=yohanes, on=TODAY)
        gone = queries.brought_to_one(first)[0].line * 30 // 100
        assert queries.of_fund(works_town.line.pk, "ministry") == (gone + 5, gone)


def test_sources_are_summed_over_the_list_without_what_was_stopped(works_town, acting, yohanes, ester, sign_in):
    drain(works_town.line, yohanes, others={"self_help": 3_000})
    drain(works_town.line, yohanes, key="k-2", cost=5_000, others={"self_help": 4_000, "ministry": 1_000})
    gone = drain(works_town.line, yohanes, key="k-3", cost=9_000, others={"self_help": 9_000})
    with acting(yohanes):
        actions.stop_work(gone.pk, reason="Lahan bermasalah", by=yohanes, on=TODAY)
    with acting(ester):
        found = {one.source: (one.line, one.beside) for one in queries.brought_to(queries.works_for(ester))}
    assert found == {"city": (COST + 5_000, 0), "self_help": (0, 7_000), "ministry": (0, 1_000)}
    told = page(sign_in(ester), "works")
    assert all(one in told for one in ("Uang siapa", "Rp 7.000", "Rp 100.013.001"))


def test_everybody_reads_whose_money_an_areas_work_is(works_town, yohanes, client):
    drain(works_town.line, yohanes, others={"self_help": 9_999_999})
    shown = client.get("/pembangunan/53.71.03.1010/").content.decode().replace("\xa0", " ")
    assert all(one in shown for one in ("Rp 110.000.000", "Kota Rp 100.000.001", "Swadaya warga Rp 9.999.999"))


def test_what_others_bring_is_written_once_and_hidden_with_its_house(houses_town, acting, maria, yohanes):
    inside, outside = houses(houses_town, [houses_town.families[0], houses_town.families[3]], others={"self_help": 5})
    with acting(maria):
        assert list(Share.objects.values_list("work_id", flat=True)) == [inside.pk]
    assert Share.objects.count() == 0  # nobody acts
    with acting(yohanes):
        for change in (
            lambda: Share.objects.filter(work=outside).update(amount=6), lambda: Share.objects.filter(work=outside).delete(),
        ):  # fmt: skip
            with pytest.raises(Error), transaction.atomic():
                change()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_list_goes_out_as_a_file_with_every_column_named_and_no_name_of_a_family(
    houses_town, sign_in, maria, acting, form
):
    (house,) = houses(houses_town, others={"self_help": 7_500_000})
    confirmed(house, 1)
    sent = sign_in(maria).get(reverse("works:works"), {"ekspor": form, "keadaan": "running"})
    raw = b"".join(sent.streaming_content)
    if form == "xlsx":
        assert raw[:2] == b"PK"
        return
    (row,) = csv.DictReader(io.StringIO(raw.decode("utf-8-sig")))
    assert row["nomor"] == house.number
    assert (row["biaya_dari_pagu"], row["sumber_lain_swadaya"], row["biaya_seluruhnya"]) == (
        str(COST), "7500000", str(COST + 7_500_000),
    )  # fmt: skip
    assert (row["sumber_pagu"], row["nomor_lokal_keluarga"]) == ("Kota", houses_town.families[0].local_number)
    assert "Yuliana" not in raw.decode()
    from lontar.city.journal.models import Sighting

    with acting(officer("daud")):
        assert Sighting.objects.filter(way="export", purpose="works").count() == 1


def test_a_list_of_many_families_is_read_page_by_page_and_the_marked_ones_of_a_page_are_planned(
    houses_town, sign_in, yohanes, acting, monkeypatch
):
    monkeypatch.setattr("lontar.city.works.pages.planning.FAMILIES", 2)
    round_ = houses_town.make_round(amount=COST)
    operator = sign_in(yohanes)
    pages = [page(operator, "houses", round_.pk, page=number) for number in (1, 2)]
    assert [one.count('name="families"') for one in pages] == [2, 2]
    with acting(yohanes):
        last = queries.families_to_build(round_.pk, yohanes)[-1][0]
    form = PLANNED | STAGES | {"families": [last], "kind": "house", "way": "self_help"}
    address = reverse("works:houses", args=[round_.pk]) + "?page=2"
    assert "1 rumah direncanakan" in operator.post(address, form, follow=True).content.decode()
    with acting_as(yohanes):
        assert Work.objects.get().family_id == last
