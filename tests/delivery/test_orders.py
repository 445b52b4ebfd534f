"""A payment order is made by one person, checked by a second, released by a third, and paid once whatever they do."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from cast import CAST, CITY, LASIANA, OESAPA, TODAY, officer
from faults import fails_at_each_write
from lontar.city.delivery import actions, queries
from lontar.city.delivery.models import Entitlement, OrderLine, PaymentOrder
from lontar.city.journal.models import JournalLine
from lontar.city.ledger import queries as book
from lontar.science.trouble import NotAllowed, Refusal
from town import AMOUNT, build_town

SENT = "sent:2026:sembako-kota:53.71.03.1010"


def choice(town, **values):
    return queries.Choice(
        **{"line_id": town.line.pk, "period": "2026-T4", "place_id": CITY, "channel": "cash", **values}
    )


def make(town, key="formulir-1", **values):
    yohanes = officer("yohanes")
    return actions.make_order(choice(town, **values), key=key, by=yohanes, on=TODAY)


def check(order, by="ester"):
    return actions.check_order(order.pk, seen=order.sha256, spm_number="SPM/12/2026", by=officer(by), on=TODAY)


def release(order, by="tobias", **values):
    given = {"sp2d_number": "SP2D/7", "sp2d_on": TODAY, "amount": str(order.amount), "by": officer(by), "on": TODAY}
    return actions.release_order(order.pk, **(given | values))


def released(town, **values):
    order = make(town, **values)
    check(order)
    return release(order)


@pytest.fixture
def whole_city(owed, acting, ester):
    """The same town, seen by somebody who sees all of it."""
    with acting(ester):
        yield owed


def test_three_people_bring_the_rupiah_on_their_way_and_the_book_says_where_they_are(whole_city):
    order = make(whole_city)
    assert (order.families, order.amount, order.state) == (4, 4 * AMOUNT, "made")
    assert check(order).state == "checked"
    order = release(order)
    assert (order.state, order.spm_number, order.sp2d_number) == ("released", "SPM/12/2026", "SP2D/7")
    assert set(Entitlement.objects.values_list("status", flat=True)) == {"sent"}
    assert book.balance_of(SENT) == 3 * AMOUNT
    assert book.balance_of("owed:2026:sembako-kota:53.71.03.1010") == 0
    assert queries.standing(order.pk).sent_rupiah == order.amount
    assert queries.disagreements(CITY) == []
    verbs = JournalLine.objects.filter(subject_kind="delivery.paymentorder").order_by("pk")
    assert [(line.verb, line.actor_name) for line in verbs] == [
        ("make_order", "Yohanes Operator"), ("check_order", "Ester Perencana"), ("release_order", "Tobias Bendahara"),
    ]  # fmt: skip


def test_the_same_form_sent_twice_makes_one_order_and_another_use_of_it_is_refused(whole_city):
    first = make(whole_city)
    assert make(whole_city).pk == first.pk
    assert PaymentOrder.objects.count() == 1
    with pytest.raises(Refusal, match="perintah yang lain"):
        make(whole_city, place_id=OESAPA)


def test_who_stands_in_one_order_stands_in_no_other(whole_city):
    make(whole_city, place_id=OESAPA)
    rest = make(whole_city, key="formulir-2")
    assert [line.place_id for line in queries.lines_of(rest.pk)] == [LASIANA]
    with pytest.raises(Refusal, match="Tidak ada yang dapat dibayar"):
        make(whole_city, key="formulir-3")


def test_the_database_itself_refuses_a_second_order_for_one_entitlement(whole_city):
    order = make(whole_city)
    line = queries.lines_of(order.pk).first()
    with pytest.raises(IntegrityError, match="delivery_ordered_once"), transaction.atomic():
        OrderLine.objects.create(
            order=order, number=99, entitlement=line.entitlement, place_id=line.place_id, amount=line.amount
        )


@pytest.mark.parametrize("username", CAST)
def test_each_step_has_its_role_and_nobody_does_two(username, owed, acting, ester):
    who = officer(username)
    with acting(who):
        if username == "yohanes":
            order = make(owed)
        else:
            with pytest.raises(NotAllowed):
                actions.make_order(choice(owed), key="x", by=who, on=TODAY)
    with acting(ester):
        order = make(owed)
    with acting(who):
        if username == "ester":
            check(order, username)
        else:
            with pytest.raises(NotAllowed):
                check(order, username)
    with acting(ester):
        if username != "ester":
            check(order)
    with acting(who):
        if username == "tobias":
            release(order, username)
        else:
            with pytest.raises(NotAllowed):
                release(order, username)


def test_an_order_that_changed_under_the_checkers_hands_is_refused_until_it_is_tidied(whole_city, ester, yohanes):
    order = make(whole_city)
    actions.cancel(whole_city.first().pk, reason="Pindah ke kota lain", by=ester, on=TODAY)
    with pytest.raises(actions.Changed, match="3 keluarga"):
        check(order)
    tidy = actions.tidy_order(order.pk, by=yohanes, on=TODAY)
    assert (tidy.families, tidy.amount) == (3, 3 * AMOUNT)
    with pytest.raises(actions.Changed):
        check(order)  # with the fingerprint that was read before
    check(tidy)


def test_what_changes_between_checking_and_releasing_is_refused_and_checked_anew(whole_city, ester, maria, yohanes):
    order = make(whole_city)
    check(order)
    actions.hold(whole_city.first().pk, reason="died", note="Meninggal menurut RT", by=maria, on=TODAY)
    with pytest.raises(actions.Changed):
        release(order)
    assert Entitlement.objects.filter(status="sent").count() == 0
    tidy = actions.tidy_order(order.pk, by=yohanes, on=TODAY)
    assert (tidy.state, tidy.checked_by_id, tidy.families) == ("made", None, 3)
    check(tidy)
    assert release(tidy).amount == 3 * AMOUNT


@pytest.mark.parametrize(
    ("amount", "says"),
    [("-1200000", "kurang dari nol"), ("0", "nol"), ("1.200.000,50", "bukan rupiah bulat"), ("9" * 20, "terlalu besar"),
     ("sejuta", "bukan jumlah"), ("", "Tuliskan jumlahnya"), ("1.200.001", "selisih Rp\xa01")],
)  # fmt: skip
def test_the_sum_on_the_treasurys_paper_is_the_orders_to_the_rupiah_or_refused(amount, says, whole_city):
    order = make(whole_city)
    check(order)
    with pytest.raises(Refusal, match=says):
        release(order, amount=amount)
    assert book.balance_of(SENT) == 0


def test_a_closed_month_takes_no_release(whole_city, ester):
    from lontar.city.ledger.actions import close_period

    early = TODAY - timedelta(days=25)
    order = actions.make_order(choice(whole_city), key="lama", by=officer("yohanes"), on=early)
    actions.check_order(order.pk, seen=order.sha256, spm_number="SPM/1", by=ester, on=early)
    close_period("2026-10", by=ester, on=TODAY)
    with pytest.raises(Refusal, match="ditutup"):
        release(order, sp2d_on=early)
    assert queries.standing(order.pk).planned == 4
    with pytest.raises(Refusal, match="antara"):
        release(order, sp2d_on=TODAY + timedelta(days=1))
    assert release(order).state == "released"


def test_a_budget_that_was_cut_refuses_the_release_and_says_how_much_is_gone(whole_city):
    from lontar.city.programmes.models import Budget

    order = make(whole_city)
    check(order)
    Budget.objects.update(amount=4 * AMOUNT - 1)
    with pytest.raises(Refusal, match="Pagu terlampaui"):
        release(order)
    assert queries.standing(order.pk).planned == 4


def test_one_sp2d_releases_one_order(whole_city):
    released(whole_city, place_id=OESAPA)
    second = make(whole_city, key="formulir-2")
    check(second)
    with pytest.raises(Refusal, match="sudah dicatat untuk perintah lain"):
        release(second)


def test_a_withdrawn_order_sets_its_families_free(whole_city, yohanes):
    order = make(whole_city)
    with pytest.raises(Refusal, match="alasan"):
        actions.withdraw_order(order.pk, reason=" ", by=yohanes, on=TODAY)
    actions.withdraw_order(order.pk, reason="Salah periode", by=yohanes, on=TODAY)
    assert make(whole_city, key="formulir-2").families == 4
    released_order = PaymentOrder.objects.get(key="formulir-2")
    check(released_order)
    release(released_order)
    with pytest.raises(Refusal, match="tidak lagi menunggu"):
        actions.withdraw_order(released_order.pk, reason="Terlambat", by=yohanes, on=TODAY)


def test_what_is_on_the_way_is_neither_cancelled_nor_held_nor_handed_over_twice(whole_city, ester, maria):
    released(whole_city)
    one = whole_city.first()
    with pytest.raises(Refusal, match="tidak lagi menunggu"):
        actions.cancel(one.pk, reason="Terlambat", by=ester, on=TODAY)
    with pytest.raises(Refusal, match="tidak dapat ditahan"):
        actions.hold(one.pk, reason="died", note="Terlambat sekali", by=maria, on=TODAY)


def test_cash_at_the_ward_is_handed_over_from_the_order_and_its_line_is_paid(whole_city, acting, maria):
    order = released(whole_city)
    one = whole_city.first()
    with acting(maria):
        assert one.pk in queries.for_hand_over(maria).values_list("pk", flat=True)
        given = {"proof": actions.Proof("signed_list", note="BA-1"), "received_by": "Yuliana", "by": maria, "on": TODAY}
        assert actions.hand_over(one.pk, **given).fresh
        with pytest.raises(actions.AlreadyDelivered):
            actions.hand_over(one.pk, **given)
    stands = queries.standing(order.pk)
    assert (stands.paid_rupiah, stands.sent_rupiah, stands.rupiah) == (AMOUNT, 3 * AMOUNT, order.amount)
    assert book.balance_of(SENT) == 2 * AMOUNT
    assert queries.disagreements(CITY) == []


def test_cash_is_not_handed_over_on_a_day_before_it_was_paid_out(whole_city, acting, maria):
    order, later = make(whole_city), TODAY + timedelta(days=2)
    check(order)
    release(order, sp2d_on=later, on=later)
    given = {"proof": actions.Proof("signed_list", note="BA-1"), "received_by": "Yuliana", "by": maria, "on": later}
    with acting(maria):
        with pytest.raises(Refusal, match="baru dicairkan pada 24 November 2026") as refused:
            actions.hand_over(whole_city.first().pk, handed_over_on=TODAY, **given)
        assert refused.value.field == "handed_over_on"
        assert actions.hand_over(whole_city.first().pk, handed_over_on=later, **given).fresh


@pytest.mark.parametrize(
    "change",
    ["UPDATE delivery_paymentorder SET amount = amount + 1", "DELETE FROM delivery_paymentorder",
     "UPDATE delivery_orderline SET amount = amount + 1", "UPDATE delivery_orderline SET state = 'planned'",
     "DELETE FROM delivery_orderline", "UPDATE delivery_entitlement SET status = 'cancelled', reason = 'x'"],
)  # fmt: skip
def test_what_was_released_is_frozen_in_the_database_itself(change, whole_city):
    released(whole_city)
    with connection.cursor() as cursor, pytest.raises(IntegrityError), transaction.atomic():
        cursor.execute(change)


def test_eight_who_release_together_release_once(committed, acting, ester):
    town = build_town(acting)
    with acting(ester):
        actions.entitle(town.make_round().pk, by=ester, on=TODAY)
        order = make(town)
        check(order)
    tobias = officer("tobias")
    start, done, refused = threading.Barrier(8), [], []

    def press():
        try:
            with acting(tobias):
                start.wait()
                done.append(release(order))
        except Refusal as trouble:
            refused.append(trouble)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(done), len(refused)) == (1, 7)
    with acting(ester):
        assert book.balance_of(SENT) == 3 * AMOUNT
        assert queries.disagreements(CITY) == []


def everything():
    """All that the steps of an order write."""
    return (
        list(PaymentOrder.objects.values_list("state", "amount", "sha256")),
        sorted(OrderLine.objects.values_list("number", "state")),
        sorted(Entitlement.objects.values_list("pk", "status")),
        book.entries().count(), JournalLine.objects.count(),
    )  # fmt: skip


def make_it(town):
    make(town)


def release_it(town):
    release(PaymentOrder.objects.get())


def tidy_it(town):
    actions.tidy_order(PaymentOrder.objects.get().pk, by=officer("yohanes"), on=TODAY)


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(
    ("deed", "who", "writes_min"), [(make_it, "yohanes", 3), (release_it, "tobias", 5), (tidy_it, "yohanes", 3)]
)
def test_whichever_write_of_an_order_fails_nothing_is_half_done(deed, who, writes_min, when, owed, acting, ester):
    with acting(ester):
        if deed is not make_it:
            check(make(owed))
        if deed is tidy_it:
            actions.cancel(owed.first().pk, reason="Pindah ke kota lain", by=ester, on=TODAY)
    fails_at_each_write(lambda: deed(owed), who=officer(who), when=when, writes_min=writes_min, everything=everything)
