"""An approved round owes each chosen family its amount once, within the budget, and the book says the same."""

from datetime import date

import pytest
from django.db import connection

from cast import CAST, CITY, LASIANA, OESAPA, TODAY, officer
from lontar.city.delivery import actions, queries
from lontar.city.delivery.models import Entitlement
from lontar.city.ledger import queries as book
from lontar.city.targeting.events import round_decreed
from lontar.science.trouble import NotAllowed, Refusal
from town import AMOUNT, build_town


def test_each_chosen_family_is_owed_its_amount_and_the_book_says_where_it_stands(town, acting, ester):
    with acting(ester):
        entitled = actions.entitle(town.make_round().pk, by=ester, on=TODAY)
        assert entitled == actions.Entitled(families=4, rupiah=4 * AMOUNT, skipped=0)
        stands = {balance.code: balance.balance for balance in book.balances()}
        assert stands == {
            "payer:2026:sembako-kota:city": -10 * AMOUNT,
            "budget:2026:sembako-kota:53.71": 6 * AMOUNT,
            "owed:2026:sembako-kota:53.71.03.1010": 3 * AMOUNT,
            "owed:2026:sembako-kota:53.71.03.1011": AMOUNT,
            "delivered:2026:sembako-kota:53.71.03.1010": 0,
            "delivered:2026:sembako-kota:53.71.03.1011": 0,
        }
        assert queries.disagreements(CITY) == []


def test_no_account_and_no_entry_names_a_family(owed, acting, ester):
    with acting(ester):
        words = [b.code for b in book.balances()] + [f"{e.key} {e.memo}" for e in book.entries()]
        names = [word for family in owed.families for word in (family.local_number, "Yuliana", "Benu", "Radja")]
        assert [w for w in words if any(name in w for name in names)] == []
        subjects = {p.subject for e in book.entries() for p in book.postings_of(e.pk) if p.subject}
        assert subjects == set(Entitlement.objects.values_list("subject", flat=True))


def test_two_rounds_that_overlap_owe_a_family_once_for_a_period(town, acting, ester):
    with acting(ester):
        actions.entitle(town.make_round(of=town.families[:2]).pk, by=ester, on=TODAY)
        second = actions.entitle(town.make_round().pk, by=ester, on=TODAY)
        assert second == actions.Entitled(families=2, rupiah=2 * AMOUNT, skipped=2)
        assert Entitlement.objects.count() == 4
        assert actions.entitle(town.make_round(period="2027-T1").pk, by=ester, on=TODAY).families == 4
        assert queries.disagreements(CITY) == []


def test_approving_the_same_round_twice_owes_once(town, acting, ester):
    with acting(ester):
        round_ = town.make_round()
        actions.entitle(round_.pk, by=ester, on=TODAY)
        assert actions.entitle(round_.pk, by=ester, on=TODAY) == actions.Entitled(0, 0, 4)
        assert book.balance_of("owed:2026:sembako-kota:53.71.03.1010") == 3 * AMOUNT


def test_what_the_budget_does_not_cover_is_refused_with_the_missing_rupiah_and_nothing_is_owed(
    committed, acting, ester
):
    town = build_town(acting, budget=4 * AMOUNT - 1)
    with acting(ester):
        round_ = town.make_round()
        with pytest.raises(Refusal, match=r"kurang Rp\s1\."):
            actions.entitle(round_.pk, by=ester, on=TODAY)
        assert Entitlement.objects.count() == 0
        assert list(book.entries()) == []


def test_a_budget_that_nobody_noted_is_unknown_and_pays_nothing(db, acting, ester):
    town = build_town(acting, budget=0)
    with acting(ester), pytest.raises(Refusal, match="belum diketahui"):
        actions.entitle(town.make_round().pk, by=ester, on=TODAY)


def test_a_budget_that_changes_is_followed_in_the_book(town, acting, ester):
    from lontar.city.programmes.models import Budget

    with acting(ester):
        for period, budget, left in (("2026-01", 10, 6), ("2026-02", 12, 4), ("2026-03", 12, 0), ("2026-04", 20, 4)):
            Budget.objects.update(amount=budget * AMOUNT)
            actions.entitle(town.make_round(period=period).pk, by=ester, on=TODAY)
            assert book.balance_of("budget:2026:sembako-kota:53.71") == left * AMOUNT
            assert book.balance_of("payer:2026:sembako-kota:city") == -budget * AMOUNT


def test_a_list_of_proposals_owes_nothing(town, acting, ester):
    with acting(ester):
        assert actions.entitle(town.make_round(outcome="proposes").pk, by=ester, on=TODAY).families == 0
        assert Entitlement.objects.count() == 0


@pytest.mark.parametrize(
    ("values", "says"), [({"state": "scored"}, "belum diputuskan"), ({"amount": 0}, "tidak memberi besaran")]
)
def test_a_round_that_is_not_decreed_or_names_no_amount_is_refused(values, says, town, acting, ester):
    with acting(ester), pytest.raises(Refusal, match=says):
        actions.entitle(town.make_round(**values).pk, by=ester, on=TODAY)


def test_the_news_of_a_decree_is_enough(town, acting, ester):
    with acting(ester):
        round_decreed.send(sender="targeting", round_id=town.make_round().pk, by=ester, on=TODAY)
        assert Entitlement.objects.count() == 4


@pytest.mark.parametrize("username", CAST)
def test_only_a_planner_or_an_operator_of_the_whole_area_makes_families_owed(username, town, acting):
    who = officer(username)
    round_ = town.make_round()
    with acting(who):
        if who.role in ("planner", "operator"):
            assert actions.entitle(round_.pk, by=who, on=TODAY).families == 4
        else:
            with pytest.raises(NotAllowed):
                actions.entitle(round_.pk, by=who, on=TODAY)


def test_the_family_is_told_and_a_sensitive_line_is_not_named(town, acting, ester):
    from lontar.city.registry.models import Happening

    quiet = build_town(acting, key="layanan-peka", name="Layanan peka", sensitive=True)
    with acting(ester):
        for there in (town, quiet):
            actions.entitle(there.make_round().pk, by=ester, on=TODAY)
        loud, silent = (Happening.objects.filter(family=there.families[0]).get() for there in (town, quiet))
        assert (
            loud.message % loud.details
            == "Berhak menerima Bantuan sembako kota sebesar Rp\xa0300.000 untuk triwulan 4 tahun 2026"
        )
        assert (
            silent.message % silent.details
            == "Berhak menerima bantuan sebesar Rp\xa0300.000 untuk triwulan 4 tahun 2026"
        )
        assert "peka" not in str(silent.details)


def test_what_is_owed_is_cancelled_with_its_reason_and_its_rupiah_return(owed, acting, ester):
    with acting(ester):
        one = owed.first()
        actions.cancel(one.pk, reason="Pindah ke kota lain", by=ester, on=TODAY)
        one.refresh_from_db()
        assert (one.status, one.reason) == ("cancelled", "Pindah ke kota lain")
        assert book.balance_of("budget:2026:sembako-kota:53.71") == 7 * AMOUNT
        with pytest.raises(Refusal, match="tidak lagi menunggu"):
            actions.cancel(one.pk, reason="Sekali lagi", by=ester, on=TODAY)
        with pytest.raises(Refusal, match="alasan"):
            actions.cancel(one.pk, reason=" ", by=ester, on=TODAY)
        assert queries.disagreements(CITY) == []
        assert actions.entitle(owed.make_round(of=owed.families[:1]).pk, by=ester, on=TODAY).families == 1


@pytest.mark.parametrize("username", CAST)
def test_only_the_planner_and_the_lines_own_agency_cancel(username, owed, acting):
    who, one = officer(username), owed.families[0]
    with acting(officer("ester")):
        one = owed.first()
    with acting(who):
        if username in ("ester", "yohanes"):
            actions.cancel(one.pk, reason="Salah catat", by=who, on=TODAY)
        else:
            with pytest.raises(NotAllowed):
                actions.cancel(one.pk, reason="Salah catat", by=who, on=TODAY)


@pytest.mark.parametrize(
    "change", ["amount = amount + 1", "place_id = 5371031011", "status = 'owed', reason = 'x'", "period = '2030'"]
)
def test_what_was_approved_is_frozen_in_the_database_itself(change, owed, acting, ester):
    from django.db import IntegrityError, transaction

    with acting(ester), connection.cursor() as cursor:
        one = owed.first()
        if change.startswith("status"):
            cursor.execute("UPDATE delivery_entitlement SET status = 'delivered' WHERE id = %s", [one.pk])
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute(f"UPDATE delivery_entitlement SET {change} WHERE id = %s", [one.pk])
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute("DELETE FROM delivery_entitlement WHERE id = %s", [one.pk])


def test_columns_for_the_portal_count_entitlements_by_ward_and_line_without_a_name(owed, acting, ester):
    from lontar.city.delivery.queries import Aid

    with acting(ester):
        aid = queries.aid_by_ward_and_line(CITY, since=date(2026, 11, 1), until=date(2026, 11, 30))
        assert aid == [
            Aid(OESAPA, owed.line.pk, 3, 3 * AMOUNT, 0, 0),
            Aid(LASIANA, owed.line.pk, 1, AMOUNT, 0, 0),
        ]
        assert queries.aid_by_ward_and_line(CITY, since=date(2026, 12, 1), until=date(2026, 12, 31)) == []
