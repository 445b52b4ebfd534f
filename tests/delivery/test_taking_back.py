"""A hand-over that was written down wrongly is taken back by two people; book, receipt and list say so."""

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.urls import reverse

from cast import CITY, OESAPA, TODAY
from lontar.city.delivery import actions, frames, queries
from lontar.city.delivery.models import Entitlement, TakeBack
from lontar.city.ledger import queries as book
from lontar.science.trouble import NotAllowed, Refusal

pytestmark = pytest.mark.django_db
WHY = "Salah keluarga, uangnya masih di brankas"


@pytest.fixture
def given(owed, acting, maria):
    with acting(maria):
        one = owed.first()
        done = actions.hand_over(
            one.pk, proof=actions.Proof("signed_list", "BA-12/2026"), received_by="Kepala", by=maria, on=TODAY
        )
    return one, done.code


def asked(one, by, acting, *, owed_again=True):
    with acting(by):
        return actions.ask_back(one.pk, reason=WHY, owed_again=owed_again, by=by, on=TODAY)


def test_two_people_take_it_back_and_the_family_is_owed_anew(given, acting, maria, ester, sign_in, client):
    one, code = given
    page = sign_in(maria).get(reverse("delivery:entitlement", args=[one.pk])).content.decode()
    assert "Tarik kembali penyerahan" in page
    sent = sign_in(maria).post(reverse("delivery:ask_back", args=[one.pk]), {"reason": WHY, "owed_again": "yes"})
    assert sent.status_code == 302
    with acting(ester):
        back = TakeBack.objects.get()
    assert "sudah diserahkan pada" in client.get(reverse("delivery:check", args=[code])).content.decode()
    with acting(ester):
        (waits,) = [w for w in queries.waiting_for(ester) if w.url == reverse("delivery:take_backs")]
        assert waits.count == 1
    assert WHY in sign_in(ester).get(reverse("delivery:take_backs")).content.decode()
    where = reverse("delivery:settle_back", args=[back.pk])
    assert sign_in(ester).post(where, {"verdict": "agree"}).status_code == 302
    with acting(ester):
        old, new = Entitlement.objects.filter(family=one.family).order_by("pk")
        assert (old.status, old.reason, new.status, new.amount) == ("cancelled", WHY, "owed", old.amount)
        assert new.subject != old.subject
        assert queries.disagreements(CITY) == []
        assert frames.received(CITY, since=TODAY, until=TODAY) == []
        assert book.balance_of(queries.account_code("delivered", old.line, old.place)) == 0
        assert queries.entry_of(old).reversed_by
    told = client.get(reverse("delivery:check", args=[code])).content.decode()
    assert "ditarik kembali" in told
    assert "sudah diserahkan pada" not in told
    assert "ditarik kembali" in sign_in(ester).get(reverse("delivery:entitlement", args=[one.pk])).content.decode()
    assert "Jangan berikan lagi" in sign_in(ester).get(reverse("delivery:receipt", args=[one.pk])).content.decode()
    with acting(maria):
        with pytest.raises(Refusal, match="dibatalkan"):
            actions.hand_over(
                one.pk, proof=actions.Proof("signed_list", "BA-13/2026"), received_by="Kepala", by=maria, on=TODAY
            )
        again = actions.hand_over(
            new.pk, proof=actions.Proof("signed_list", "BA-13/2026"), received_by="Kepala", by=maria, on=TODAY
        )
        assert again.code != code
        assert queries.disagreements(OESAPA) == []


def test_who_handed_over_or_asked_does_not_decide_and_nothing_is_decided_twice(given, acting, maria, ester, yohanes):
    one, _code = given
    back = asked(one, yohanes, acting)
    with acting(yohanes), pytest.raises(NotAllowed, match="Anda sendiri"):
        actions.take_back(back.pk, by=yohanes, on=TODAY)
    with acting(maria), pytest.raises(NotAllowed):
        actions.take_back(back.pk, by=maria, on=TODAY)
    with acting(maria), pytest.raises(Refusal, match="sudah diminta"):
        actions.ask_back(one.pk, reason=WHY, owed_again=True, by=maria, on=TODAY)
    with acting(ester):
        actions.leave_as_it_is(back.pk, note="Tanda tangannya benar", by=ester, on=TODAY)
        with pytest.raises(Refusal, match="sudah diputuskan"):
            actions.take_back(back.pk, by=ester, on=TODAY)
        one.refresh_from_db()
        assert one.status == "delivered"
        for change in ("UPDATE delivery_entitlement SET status = 'cancelled', reason = 'x' WHERE id = %s",
                       "UPDATE delivery_takeback SET reason = 'x' WHERE handover_id IN (SELECT id FROM delivery_handover WHERE entitlement_id = %s)"):  # fmt: skip
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(change, [one.pk])


def test_what_is_not_owed_again_goes_back_to_the_budget_and_what_was_not_given_is_not_taken_back(
    given, acting, maria, ester
):
    one, _code = given
    back = asked(one, maria, acting, owed_again=False)
    with acting(ester):
        free = book.balance_of(queries.account_code("budget", one.line, one.line.place))
        actions.take_back(back.pk, by=ester, on=TODAY)
        assert book.balance_of(queries.account_code("budget", one.line, one.line.place)) == free + one.amount
        assert Entitlement.objects.filter(family=one.family).count() == 1
    with acting(maria):
        other = Entitlement.objects.filter(place_id=OESAPA, status="owed").first()
        with pytest.raises(Refusal, match="belum diserahkan"):
            actions.ask_back(other.pk, reason=WHY, owed_again=True, by=maria, on=TODAY)
        with pytest.raises(Refusal, match="belum diserahkan"):
            actions.ask_back(one.pk, reason=WHY, owed_again=True, by=maria, on=TODAY)
