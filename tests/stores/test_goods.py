"""Goods stand in the book in their own unit: received, moved, lost, counted, handed over; never more than lies there."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction

from cast import CAST, CITY, OESAPA, TODAY, officer
from lontar.city.delivery import actions as delivery
from lontar.city.delivery import queries as owed_queries
from lontar.city.delivery.models import Receipt
from lontar.city.journal.models import JournalLine
from lontar.city.ledger import queries as book
from lontar.city.stores import actions, queries
from lontar.city.stores.models import Difference, Movement
from lontar.science.trouble import NotAllowed, Refusal
from town import AMOUNT, build_town

RICE, WARD_RICE = "stored:goods:beras-medium:G{}", "given:goods:beras-medium:53.71.03.1010"


def move(shelves, quantity, key="pindah-1", by="yohanes"):
    load = actions.Load(shelves.rice.pk, quantity, "SJ-2")
    return actions.transfer_goods(
        shelves.city.pk, load, to_store_id=shelves.ward.pk, key=key, by=officer(by), on=TODAY
    )  # fmt: skip


def lies(store):
    return {one.item.name: one.quantity for one in queries.stock(store)}


def test_what_comes_and_goes_to_another_store_is_posted_once_in_its_own_unit(shelves, acting, yohanes):
    with acting(yohanes):
        move(shelves, 40)
        move(shelves, 40)
        assert (lies(shelves.city), lies(shelves.ward)) == ({"Beras medium": 60}, {"Beras medium": 40})
        (total,) = queries.totals()
        assert (total.received, total.stored, total.given, total.missing) == (100, 100, 0, 0)
        assert queries.movements(shelves.ward).count() == 1
        with pytest.raises(Refusal, match="Kunci ini sudah dipakai"):
            move(shelves, 41)
        assert book.verify([]).sound
        assert JournalLine.objects.filter(verb="transfer_goods").count() == 1
    assert {one.unit for one in book.balances() if "beras" in one.code} == {"kg"}


@pytest.mark.parametrize(
    ("quantity", "says"), [(101, "hanya ada 100 kg"), (0, "paling sedikit 1"), (-5, "paling sedikit 1")]
)
def test_more_than_lies_there_or_nothing_is_refused_and_nothing_posted(quantity, says, shelves, acting, yohanes):
    with acting(yohanes), pytest.raises(Refusal, match=says):
        move(shelves, quantity)
    assert Movement.objects.count() == 1


def test_goods_that_came_last_week_stand_in_the_book_on_that_day_and_the_page_says_when_it_was_noted(
    shelves, acting, yohanes, sign_in
):
    came = TODAY - timedelta(days=7)
    load = actions.Load(shelves.books.pk, 12, "SJ-7")

    def take(arrived):
        return actions.receive_goods(
            shelves.city.pk, load, supplier="CV Contoh", key="buku", arrived_on=arrived, by=yohanes, on=TODAY
        )

    with acting(yohanes):
        for wrong, says in ((TODAY + timedelta(days=1), "belum tiba"), (came - timedelta(days=400), "setahun")):
            with pytest.raises(Refusal, match=says) as refused:
                take(wrong)
            assert refused.value.field == "arrived_on"
        made = take(came)
        entry = book.entry_of(made.entry_key)
        assert (made.on, entry.on) == (came, came)
    told = sign_in(yohanes).get(f"/gudang/{shelves.city.pk}/").content.decode()
    assert "dicatat" in told


@pytest.mark.parametrize("username", CAST)
def test_each_role_keeps_its_own_stores(username, shelves, acting):
    who = officer(username)
    with acting(who):
        if username == "yohanes":
            assert move(shelves, 1, by=username).quantity == 1
        elif username == "maria":  # keeps her ward's store, not the city's
            with pytest.raises(queries.NotFound):
                move(shelves, 1, by=username)
            load = actions.Load(shelves.rice.pk, 5, "SJ-3")
            actions.receive_goods(shelves.ward.pk, load, supplier="CV Contoh", key="m-1", by=who, on=TODAY)
        else:
            with pytest.raises(NotAllowed):
                move(shelves, 1, by=username)
        if username != "yohanes":
            with pytest.raises(NotAllowed):
                actions.add_item("Bibit cabai", unit="bibit", by=who, on=TODAY)


def test_a_loss_leaves_the_book_when_a_second_person_has_confirmed_it(shelves, acting, yohanes, ester):
    with acting(yohanes):
        say = {"quantity": 7, "reason": "Basah karena atap bocor", "key": "hilang-1", "by": yohanes, "on": TODAY}
        lost = actions.report_loss(shelves.city.pk, shelves.rice.pk, **say)
        assert actions.report_loss(shelves.city.pk, shelves.rice.pk, **say).pk == lost.pk
        assert lies(shelves.city) == {"Beras medium": 100}
        with pytest.raises(NotAllowed, match="Anda sendiri"):
            actions.confirm_difference(lost.pk, by=yohanes, on=TODAY)
        with pytest.raises(Refusal, match="sudah ada selisih"):
            actions.report_loss(shelves.city.pk, shelves.rice.pk, **(say | {"key": "hilang-2"}))
    with acting(ester):
        assert [one.count for one in queries.waiting_for(ester)] == [1]
        actions.confirm_difference(lost.pk, by=ester, on=TODAY)
        with pytest.raises(Refusal, match="sudah diputuskan"):
            actions.confirm_difference(lost.pk, by=ester, on=TODAY)
        assert (lies(shelves.city), queries.totals()[0].missing) == ({"Beras medium": 93}, 7)
        assert queries.waiting_for(ester) == []


@pytest.mark.parametrize(("counted", "left"), [(100, 100), (98, 98), (103, 103)])
def test_a_count_that_agrees_is_done_and_a_difference_waits(counted, left, shelves, acting, yohanes, ester):
    with acting(yohanes):
        say = {"counted": counted, "reason": "Tumpah", "key": "hitung-1", "by": yohanes, "on": TODAY}
        made = actions.count_stock(shelves.city.pk, shelves.rice.pk, **say)
        assert (made.state, made.quantity) == ("posted" if counted == 100 else "waiting", counted - 100)
    with acting(ester):
        if counted != 100:
            actions.confirm_difference(made.pk, by=ester, on=TODAY)
        assert lies(shelves.city) == {"Beras medium": left}


def test_a_difference_that_is_not_so_changes_nothing_and_says_why(shelves, acting, yohanes, ester):
    with acting(yohanes):
        say = {"counted": 90, "reason": "Belum jelas", "key": "hitung-1", "by": yohanes, "on": TODAY}
        made = actions.count_stock(shelves.city.pk, shelves.rice.pk, **say)
    with acting(ester):
        actions.refuse_difference(made.pk, note="Sepuluh karung ada di teras", by=ester, on=TODAY)
        assert lies(shelves.city) == {"Beras medium": 100}
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        Difference.objects.filter(pk=made.pk).update(state="posted")


@pytest.fixture
def parcels(shelves, acting, ester, yohanes):
    """A line whose hand-over is 10 kg of rice; 15 kg lie in the ward."""
    town = build_town(acting, gives="goods", name="Beras daerah", key="beras")
    with acting(yohanes):
        actions.set_parcel(town.line.pk, shelves.rice.pk, quantity=10, by=yohanes, on=TODAY)
        move(shelves, 15)
    with acting(ester):
        delivery.entitle(town.make_round().pk, by=ester, on=TODAY)
    return town


def hand_over(one, store, by, key="serah-1"):
    proof = delivery.Proof("thumbprint", note="BA-3/2026")
    if store is None:
        return delivery.hand_over(one.pk, proof=proof, received_by="Yuliana", by=by, on=TODAY, key=key)
    out_of = delivery.OutOf(store.pk)
    return delivery.hand_over_goods(one.pk, out_of, proof=proof, received_by="Yuliana", by=by, on=TODAY, key=key)


def test_a_hand_over_of_goods_takes_them_out_of_the_store_in_the_same_entry(parcels, shelves, acting, maria, ester):
    with acting(maria):
        first, second, _third = owed_queries.for_hand_over(maria).order_by("pk")
        with pytest.raises(Refusal, match="10 kg Beras medium"):
            hand_over(first, None, maria)
        done = hand_over(first, shelves.ward, maria)
        assert hand_over(first, shelves.ward, maria).fresh is False
        assert lies(shelves.ward) == {"Beras medium": 5}
        with pytest.raises(Refusal, match="hanya ada 5 kg"):
            hand_over(second, shelves.ward, maria, key="serah-2")
        with pytest.raises(queries.NotFound):
            hand_over(second, shelves.city, maria, key="serah-3")
    entry = book.entry_of(owed_queries.delivered_key(first.subject))
    moved = {one.account.code: (one.amount, one.account.unit) for one in book.postings_of(entry.pk)}
    assert moved[WARD_RICE] == (10, "kg")
    assert moved["delivered:2026:beras:53.71.03.1010"] == (AMOUNT, "IDR")
    receipt = Receipt.objects.get()
    assert (receipt.what, done.fresh) == ("Beras daerah: 10 kg Beras medium", True)
    with acting(ester):
        assert owed_queries.disagreements(CITY) == []
        assert book.verify([]).sound
        assert queries.given_in(OESAPA) == [(shelves.rice, 10)]
    with acting(maria):
        back = delivery.ask_back(first.pk, reason="Salah keluarga", owed_again=True, by=maria, on=TODAY)
    with acting(ester):  # taken back: the goods lie in their store again, by the same reversal
        delivery.take_back(back.pk, by=ester, on=TODAY)
        assert lies(shelves.ward) == {"Beras medium": 15}
        assert owed_queries.disagreements(CITY) == []
        assert book.verify([]).sound
        assert queries.given_in(OESAPA) == []
        assert Movement.objects.get(kind="back").quantity == 10


def test_goods_are_not_put_into_a_payment_order_and_a_parcel_never_changes(parcels, shelves, acting, yohanes):
    with acting(yohanes):
        choice = owed_queries.Choice(parcels.line.pk, "2026-T4", CITY, "cash")
        with pytest.raises(Refusal, match="memberi barang"):
            delivery.make_order(choice, key="x", by=yohanes, on=TODAY)
        with pytest.raises(Refusal, match="sudah berisi 10 kg"):
            actions.set_parcel(parcels.line.pk, shelves.rice.pk, quantity=11, by=yohanes, on=TODAY)
        with pytest.raises(Refusal, match="dihitung dalam kg"):
            actions.add_item("Beras medium", unit="karung", by=yohanes, on=TODAY)


def test_everybody_sees_the_citys_goods_but_no_number_that_tells_of_few(parcels, shelves, acting, maria, ester, client):
    from lontar.city.portal import actions as portal

    with acting(maria):
        first = owed_queries.for_hand_over(maria).order_by("pk").first()
        hand_over(first, shelves.ward, maria)
    with acting(officer("yohanes")):
        chairs = actions.add_item("Kursi roda", unit="unit", by=officer("yohanes"), on=TODAY)
        load = actions.Load(chairs.pk, 9, "SJ-8")
        actions.receive_goods(
            shelves.city.pk, load, supplier="CV Contoh", key="k", by=officer("yohanes"), on=TODAY
        )  # fmt: skip
    with acting(ester):
        assert portal.draft(CITY, f"{TODAY:%Y-%m}", on=TODAY)["goods"] == [
            {"name": "Beras medium", "unit": "kg", "received": 100, "missing": 0, "stored": 90, "given": 10},
            {"name": "Kursi roda", "unit": "unit", "received": 9, "missing": 0, "stored": 9, "given": 0},
        ]
        portal.publish(CITY, f"{TODAY:%Y-%m}", by=ester, on=TODAY)
    told = client.get("/uang/").content.decode()
    assert "Beras medium" in told
