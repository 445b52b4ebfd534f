"""A payment is held for a reason and until a day; whatever no second person confirms expires into payment."""

from datetime import timedelta

import pytest

from cast import CAST, CITY, TODAY, officer
from lontar.city.delivery import actions, queries
from lontar.city.delivery.models import Hold
from lontar.city.ledger import queries as book
from lontar.science.trouble import NotAllowed, Refusal
from town import AMOUNT

LATER = TODAY + timedelta(days=queries.UNCONFIRMED_DAYS)


def hold(one, by="maria", on=TODAY, **values):
    given = {"reason": "died", "note": "Meninggal menurut RT", "by": officer(by), "on": on} | values
    return actions.hold(one.pk, **given)


def give(one, on=TODAY):
    proof = actions.Proof("signed_list", note="BA-1")
    return actions.hand_over(one.pk, proof=proof, received_by="Yuliana", by=officer("maria"), on=on)


def payable(town, on=TODAY):
    return queries.payable(queries.Choice(town.line.pk, "2026-T4", CITY, "cash"), on)


@pytest.fixture
def one(owed, acting, ester):
    with acting(ester):
        yield owed.first()


def test_what_is_held_is_neither_handed_over_nor_ordered(one, owed):
    hold(one)
    with pytest.raises(Refusal, match="ditahan sampai"):
        give(one)
    told = payable(owed)
    assert (told.families, told.amount, told.held) == (3, 3 * AMOUNT, 1)


def test_an_unconfirmed_hold_expires_into_payment(one, owed):
    made = hold(one)
    assert made.until == LATER
    assert payable(owed, LATER).held == 1
    assert payable(owed, LATER + timedelta(days=1)).families == 4
    assert give(one, LATER + timedelta(days=1)).fresh


def test_a_complaint_alone_holds_nothing(one):
    with pytest.raises(Refusal, match="Pengaduan saja"):
        hold(one, reason=actions.COMPLAINT)
    assert Hold.objects.count() == 0


def test_a_second_person_confirms_and_the_first_cannot(one, yohanes, maria):
    made = hold(one)
    with pytest.raises(NotAllowed, match="Anda sendiri"):
        actions.confirm_hold(made.pk, by=maria, on=TODAY)
    told = actions.confirm_hold(made.pk, by=yohanes, on=TODAY)
    assert told.until == TODAY + timedelta(days=queries.CONFIRMED_DAYS)
    with pytest.raises(Refusal, match="sudah disahkan"):
        actions.confirm_hold(made.pk, by=officer("ester"), on=TODAY)


def test_a_death_that_a_visit_found_and_a_second_person_confirmed_needs_no_third(one, monkeypatch):
    from lontar.city.fieldwork import queries as fieldwork

    asked = []
    monkeypatch.setattr(fieldwork, "confirmed_change_of", lambda family, kinds: asked.append((family, kinds)) or 7)
    made = hold(one)
    assert (made.confirmed_on, made.confirmed_change) == (TODAY, 7)
    assert made.until == TODAY + timedelta(days=queries.CONFIRMED_DAYS)
    assert asked == [(one.family_id, ("died",))]


def test_the_same_reason_does_not_hold_again_and_again(one):
    made = hold(one)
    with pytest.raises(Refusal, match="sudah ditahan"):
        hold(one, by="yohanes", reason="moved")
    after = made.until + timedelta(days=1)
    with pytest.raises(Refusal, match="tidak disahkan siapa pun"):
        hold(one, on=after)
    assert hold(one, on=after, reason="moved").until > after
    made.refresh_from_db()
    assert made.end == "expired"


def test_a_lifted_hold_pays_again_and_says_why(one, owed, yohanes):
    made = hold(one)
    with pytest.raises(Refusal, match="Tuliskan"):
        actions.lift_hold(made.pk, note="ya", by=yohanes, on=TODAY)
    actions.lift_hold(made.pk, note="Ternyata hidup, sudah ditemui", by=yohanes, on=TODAY)
    assert payable(owed).families == 4
    with pytest.raises(Refusal, match="sudah berakhir"):
        actions.lift_hold(made.pk, note="Sekali lagi saja", by=yohanes, on=TODAY)


def test_cancelling_ends_the_hold(one, ester):
    made = hold(one)
    actions.cancel(one.pk, reason="Meninggal, surat 12", by=ester, on=TODAY)
    made.refresh_from_db()
    assert made.end == "cancelled"
    assert queries.disagreements(CITY) == []


@pytest.mark.parametrize("username", CAST)
def test_whoever_serves_the_family_may_hold_and_nobody_else(username, owed, acting, ester):
    with acting(ester):
        one = owed.first()
    with acting(officer(username)):
        if username in ("ester", "yohanes", "maria", "petrus"):
            assert hold(one, username).until == LATER
        else:
            with pytest.raises(Refusal):
                hold(one, username)


def test_a_later_period_of_a_decreed_list_is_owed_once_with_the_same_amounts(town, acting, ester):
    with acting(ester):
        round_ = town.make_round(period="2026-T2", state="decreed")
        actions.entitle(round_.pk, by=ester, on=TODAY)
        actions.cancel(town.first().pk, reason="Pindah ke kota lain", by=ester, on=TODAY)
        assert actions.open_period(round_.pk, "2026-T3", by=ester, on=TODAY) == actions.Entitled(3, 3 * AMOUNT, 1)
        assert actions.open_period(round_.pk, "2026-T3", by=ester, on=TODAY).families == 0
        assert [one.next for one in queries.listed_rounds(ester)] == [["2026-T4"]]
        for wrong in ("2026-T2", "2026-T1", "2027-T1", "2026-11", "besok"):
            with pytest.raises(Refusal, match="bukan periode berikutnya"):
                actions.open_period(round_.pk, wrong, by=ester, on=TODAY)
        assert book.balance_of("budget:2026:sembako-kota:53.71") == 4 * AMOUNT
        assert queries.disagreements(CITY) == []
