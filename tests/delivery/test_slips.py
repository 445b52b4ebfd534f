"""A slip that the family was given beforehand proves that the hand-over reached it: once, and not for its printer."""

import re

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from cast import OESAPA, TODAY
from lontar.city.delivery import actions, queries
from lontar.city.delivery.models import Entitlement, Receipt, Slip
from lontar.city.journal.models import JournalLine, Sighting
from lontar.kit.masks import SESSION_KEY
from lontar.science.trouble import NotAllowed, Refusal
from town import AMOUNT


def uncover(client):
    session = client.session
    session[SESSION_KEY] = 2e10
    session.save()
    return client


@pytest.fixture
def ones(owed, acting, yohanes):
    """What two families of Oesapa are owed; the operator has printed slips of all of Oesapa."""
    with acting(yohanes):
        ones = list(Entitlement.objects.filter(place_id=OESAPA).order_by("id"))
        actions.give_slips([one.pk for one in ones], by=yohanes, on=TODAY)
        return ones


def give(one, code, by, **values):
    proof = actions.Proof("slip", code=code)
    return actions.hand_over(one.pk, proof=proof, received_by="Yuliana Ndun", by=by, on=TODAY, **values)


def code_of(one):
    return queries.code_of(one.subject)


def test_the_code_that_the_family_shows_proves_it_and_then_opens_the_receipt(ones, acting, maria, ani):
    one, code = ones[0], code_of(ones[0])
    page = reverse("delivery:check", args=[code])
    before = ani.get(page)
    assert before.status_code == 404
    assert "sesudah bantuannya diserahkan" in before.content.decode()
    with acting(maria):
        done = give(one, code.lower().replace("-", " "), maria, key="formulir-1")
        assert done.code == code
        assert not give(one, code, maria, key="formulir-1").fresh
        kept = queries.handover_of(one.pk)
        assert (kept.proof, kept.proof_note) == ("slip", "slip yang dicetak 22 November 2026")
        assert code not in f"{list(Slip.objects.values())} {list(JournalLine.objects.values())}"
    assert ani.get(page).status_code == 200


def test_a_code_is_used_once_and_for_its_own_entitlement_alone(ones, acting, maria, petrus):
    first, second = ones[:2]
    with acting(maria):
        with pytest.raises(actions.WrongCode, match="bukan kode slip untuk hak ini") as refused:
            give(second, code_of(first), maria)
        assert refused.value.field == "code"
        give(first, code_of(first), maria)
    with acting(petrus), pytest.raises(actions.AlreadyDelivered):
        give(first, code_of(first), petrus)
    assert Receipt.objects.count() == 1


def test_whoever_printed_the_slip_cannot_hand_over_by_it(ones, acting, yohanes):
    with acting(yohanes), pytest.raises(NotAllowed, match="Anda sendiri yang mencetak"):
        give(ones[0], code_of(ones[0]), yohanes)
    assert not Receipt.objects.exists()


def test_after_five_wrong_codes_the_right_one_has_to_wait_too(ones, acting, maria, petrus):
    one, code = ones[0], code_of(ones[0])
    wrong = code_of(ones[1])
    with acting(maria):
        for _time in range(queries.WRONG_CODES_MAX):
            with pytest.raises(actions.WrongCode):
                give(one, wrong, maria)
        with pytest.raises(Refusal, match="Sudah 5 kode yang salah"):
            give(one, code, maria)
    with acting(petrus):  # another officer is not made to wait
        assert give(one, code, petrus).fresh


@pytest.mark.parametrize("code", ["", "abc", "0000-0000-0000-0000-1"])
def test_what_is_no_code_is_told_so_and_is_no_guess(code, ones, acting, maria):
    with acting(maria):
        with pytest.raises(Refusal, match="belum lengkap atau salah ketik"):
            give(ones[0], code, maria)
        assert not queries.guessed_too_often(maria)


def test_without_a_slip_there_is_no_code_to_show(owed, acting, maria):
    with acting(maria):
        one = owed.first()
        with pytest.raises(Refusal, match="belum pernah dicetak slip"):
            give(one, code_of(one), maria)


def test_slips_are_printed_for_what_waits_and_by_those_who_do_not_hand_over(ones, acting, maria, yohanes, rita):
    for officer in (maria, rita):
        with acting(officer), pytest.raises(NotAllowed):
            actions.give_slips([ones[0].pk], by=officer, on=TODAY)
    with acting(maria):
        give(ones[0], code_of(ones[0]), maria)
    with acting(yohanes):
        with pytest.raises(Refusal, match="Tidak ada hak yang masih menunggu"):
            actions.give_slips([ones[0].pk], by=yohanes, on=TODAY)
        assert [one.pk for one in actions.give_slips([one.pk for one in ones], by=yohanes, on=TODAY)] == [
            one.pk for one in ones[1:]
        ]
        assert Slip.objects.count() == len(ones), "a slip printed again is noted once"


def test_the_page_prints_them_only_with_names_uncovered_and_keeps_who_saw_them(
    owed, sign_in, yohanes, acting, ester, daud
):
    client, address = sign_in(yohanes), reverse("delivery:slips") + f"?place={OESAPA}"
    assert client.get(address)["Location"].startswith(reverse("registry:unmask"))
    uncover(client)
    assert "Buat 3 slip" in client.get(address).content.decode()
    with acting(ester):
        assert not Slip.objects.exists()
    answer = client.post(address)
    seen = answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    with acting(ester):
        ones = list(Entitlement.objects.filter(place_id=OESAPA))
        line = JournalLine.objects.get(verb="give_slips")
    with acting(daud):
        assert Sighting.objects.filter(purpose="slips", named=True).get().count == len(ones) == 3
    assert all(code_of(one) in seen for one in ones)
    assert seen.count('class="qr"') == 3
    assert "Yuliana Ndun" in seen
    assert (line.details, line.place_id) == ({"families": 3, "rupiah": 3 * AMOUNT}, OESAPA)


def test_an_officer_who_scans_a_slip_comes_to_its_hand_over_with_the_code_filled_in(ones, sign_in, maria, marten, ani):
    code = code_of(ones[0])
    scanned = reverse("delivery:check", args=[code])
    client = sign_in(maria)
    form = client.get(scanned)["Location"]
    assert form == f"{reverse('delivery:hand_over', args=[ones[0].pk])}?slip={code}"
    seen = client.get(form).content.decode()
    assert f'value="{code}"' in seen
    assert re.search(r'value="slip"[^>]* checked', seen)
    sent = {
        "receiver": "head", "handed_over_on": "22/11/2026", "proof": "slip", "code": code, "key": "formulir-1"
    }  # fmt: skip
    assert client.post(form, sent).status_code == 302
    assert client.get(scanned).status_code == 200
    other = reverse("delivery:check", args=[code_of(ones[1])])
    assert sign_in(marten).get(other).status_code == ani.get(other).status_code == 404


def test_the_table_of_slips_only_grows(ones, acting, maria):
    for change in (lambda: Slip.objects.update(by_id=1), lambda: Slip.objects.all().delete()):
        with acting(maria), pytest.raises(DatabaseError), transaction.atomic():
            change()
