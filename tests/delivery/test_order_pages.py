"""Orders and holds on the screen and for programs: each step one press, what is refused beside its field."""

import json

import pytest
from django.urls import reverse

from cast import CITY, OESAPA, TODAY, officer
from lontar.city.delivery import actions, queries
from lontar.city.delivery.models import Entitlement, Hold, PaymentOrder
from town import AMOUNT


@pytest.fixture(autouse=True)
def on_the_day(monkeypatch):
    monkeypatch.setattr("lontar.city.places.queries.today", lambda: TODAY)


@pytest.fixture
def order(owed, acting, yohanes):
    with acting(yohanes):
        choice = queries.Choice(owed.line.pk, "2026-T4", CITY, "cash")
        return actions.make_order(choice, key="halaman", by=yohanes, on=TODAY)


def page(name, *args):
    return reverse(f"delivery:{name}", args=args)


def test_one_counts_who_is_on_it_and_makes_the_order_in_two_presses(owed, sign_in, yohanes, acting, ester, maria):
    with acting(maria):
        actions.hold(owed.first().pk, reason="died", note="Meninggal menurut RT", by=maria, on=TODAY)
    client = sign_in(yohanes)
    chosen = {"what": f"{owed.line.pk}|2026-T4", "channel": "cash", "place": CITY}
    counted = client.get(page("make_order"), chosen)
    assert "Buat perintah untuk 3 keluarga" in counted.content.decode()
    assert counted.context["payable"] == queries.Payable(3, 3 * AMOUNT, 1, 0)
    key = counted.context["form"]["key"].value()
    made = client.post(page("make_order"), {**chosen, "key": key}, follow=True)
    assert "Perintah bayar" in made.content.decode()
    again = client.post(page("make_order"), {**chosen, "key": key})
    with acting(ester):
        order = PaymentOrder.objects.get()
    assert again.headers["Location"] == page("order", order.pk)
    assert client.get(page("make_order"), {**chosen, "channel": "bank"}).context["payable"].families == 0


def test_checking_and_releasing_by_page_show_what_is_refused_beside_its_field(order, sign_in, ester, tobias, acting):
    desk = sign_in(ester).get(reverse("desk")).content.decode()
    assert page("order", order.pk) in desk
    form = sign_in(ester).get(page("check_order", order.pk))
    assert form.context["form"]["seen"].value() == order.sha256
    wrong = sign_in(ester).post(page("check_order", order.pk), {"spm_number": " ", "seen": order.sha256})
    assert (wrong.status_code, "spm_number" in wrong.context["form"].errors) == (422, True)
    sent = {"spm_number": "SPM/1", "seen": order.sha256}
    assert sign_in(ester).post(page("check_order", order.pk), sent).status_code == 302
    treasurer = sign_in(tobias)
    assert page("order", order.pk) in treasurer.get(reverse("desk")).content.decode()
    paper = {"sp2d_number": "SP2D/1", "sp2d_on": "22/11/2026", "amount": "1.200.001"}
    refused = treasurer.post(page("release_order", order.pk), paper)
    assert "selisih" in str(refused.context["form"].errors["amount"])
    done = treasurer.post(page("release_order", order.pk), {**paper, "amount": "Rp 1.200.000,00"}, follow=True)
    seen = done.content.decode()
    assert "Belum ada kabarnya" in seen
    assert "1.200.000" in seen
    with acting(ester):
        one = Entitlement.objects.order_by("pk").first()
    assert "sedang dikirim" in sign_in(ester).get(page("entitlement", one.pk)).content.decode()


def test_the_second_person_reads_whom_the_order_is_for_and_the_treasurer_only_sums(order, sign_in, ester, tobias):
    listed = f"{page('entitlements')}?status=all&amp;order={order.pk}"
    planner = sign_in(ester)
    assert listed in planner.get(page("check_order", order.pk)).content.decode()
    assert listed in planner.get(page("order", order.pk)).content.decode()
    assert planner.get(page("entitlements"), {"status": "all", "order": order.pk}).context["page"].paginator.count == 4
    assert planner.get(page("entitlements"), {"status": "all", "order": "9" * 30}).status_code == 200
    assert listed not in sign_in(tobias).get(page("order", order.pk)).content.decode()


def test_who_is_on_another_order_already_is_counted_beside_who_would_be_on_this(order, acting, yohanes):
    with acting(yohanes):
        assert queries.payable(queries.Choice(order.line_id, "2026-T4", CITY, "cash"), TODAY) == queries.Payable(
            0, 0, 0, 0, 4
        )


def test_whoever_may_not_take_a_step_reads_why_before_filling_in_its_form(order, sign_in, yohanes, ester, tobias):
    told = [
        (yohanes, "check_order", "Anda sendiri yang membuat"), (yohanes, "take_result", "tidak lagi menunggu langkah"),
        (yohanes, "take_list", "belum diperiksa orang kedua"), (tobias, "release_order", "tidak lagi menunggu langkah"),
        (tobias, "return_rest", "tidak lagi menunggu langkah"),
    ]  # fmt: skip
    for who, step, why in told:
        answer = sign_in(who).get(page(step, order.pk), follow=True)
        assert answer.redirect_chain == [(page("order", order.pk), 302)], step
        assert why in answer.content.decode(), step
    assert sign_in(ester).get(page("check_order", order.pk)).status_code == 200


def test_a_list_that_changed_meanwhile_is_told_before_anybody_signs_it(order, sign_in, ester, acting):
    with acting(ester):
        actions.cancel(Entitlement.objects.first().pk, reason="Pindah ke kota lain", by=ester, on=TODAY)
    answer = sign_in(ester).get(page("check_order", order.pk), follow=True)
    assert answer.redirect_chain == [(page("order", order.pk), 302)]
    assert "4 keluarga, Rp\xa01.200.000 menjadi 3 keluarga" in answer.content.decode()


def test_an_order_is_tidied_and_withdrawn_by_its_agency(order, sign_in, yohanes, ester, acting):
    with acting(ester):
        actions.cancel(Entitlement.objects.first().pk, reason="Pindah ke kota lain", by=ester, on=TODAY)
    client = sign_in(yohanes)
    assert "1 keluarga keluar" in client.post(page("tidy_order", order.pk), follow=True).content.decode()
    assert "Tidak ada yang berubah" in client.post(page("tidy_order", order.pk), follow=True).content.decode()
    done = client.post(page("withdraw_order", order.pk), {"reason": "Salah periode"}, follow=True)
    assert "Salah periode" in done.content.decode()
    assert client.get(page("orders"), {"state": "withdrawn"}).context["page"].paginator.count == 1


def test_withdrawing_says_how_many_still_wait_when_one_was_paid_by_hand_meanwhile(
    order, owed, sign_in, acting, maria, yohanes
):
    with acting(maria):
        one = Entitlement.objects.filter(place_id=OESAPA).first()
        proof = actions.Proof("witness", note="Ketua RT")
        actions.hand_over(one.pk, proof=proof, received_by="Ibu", by=maria, on=TODAY)
    done = sign_in(yohanes).post(page("withdraw_order", order.pk), {"reason": "Salah periode"}, follow=True)
    assert "3 keluarga kembali menunggu; 1 sudah menerima" in done.content.decode()


def test_one_payment_is_held_confirmed_and_lifted_by_page(owed, sign_in, maria, yohanes, acting, ester):
    with acting(ester):
        one = owed.first()
    refused = sign_in(maria).post(page("hold", one.pk), {"reason": "complaint", "note": "Tetangga mengadu"})
    assert "Pengaduan saja" in str(refused.context["form"].errors["reason"])
    sign_in(maria).post(page("hold", one.pk), {"reason": "died", "note": "Meninggal menurut RT"})
    with acting(ester):
        held = Hold.objects.get()
    assert "ditahan" in sign_in(maria).get(page("entitlement", one.pk)).content.decode()
    assert page("holds") in sign_in(yohanes).get(reverse("desk")).content.decode()
    assert "disahkan" in sign_in(yohanes).post(page("confirm_hold", held.pk), follow=True).content.decode()
    listed = sign_in(maria).get(page("holds")).content.decode()
    assert "Meninggal menurut RT" in listed
    sign_in(maria).post(page("lift_hold", held.pk), {"note": "Ternyata hidup, sudah ditemui"})
    assert "Tidak ada pembayaran yang ditahan" in sign_in(maria).get(page("holds")).content.decode()


def test_the_next_period_is_opened_by_page(town, sign_in, ester, acting):
    with acting(ester):
        round_ = town.make_round(period="2026-T2")
        actions.entitle(round_.pk, by=ester, on=TODAY)
    told = sign_in(ester).post(page("periods"), {"round": round_.pk, "period": "2026-T3"}, follow=True)
    assert "4 keluarga" in told.content.decode()
    with acting(ester):
        assert Entitlement.objects.filter(period="2026-T3").count() == 4


def test_programs_make_check_and_release_with_the_same_refusals(owed, sign_in, yohanes, ester, tobias):
    def send(who, address, body, **headers):
        return sign_in(who).post(
            f"/api/delivery/{address}", json.dumps(body), content_type="application/json", headers=headers
        )

    wanted = {"line": owed.line.pk, "period": "2026-T4", "place": "53.71", "channel": "cash"}
    made = send(yohanes, "orders", wanted, **{"Idempotency-Key": "mesin-0001"}).json()
    assert (made["families"], made["amount"], made["state"]) == (4, 4 * AMOUNT, "made")
    assert send(yohanes, "orders", wanted, **{"Idempotency-Key": "mesin-0001"}).json()["id"] == made["id"]
    step = f"orders/{made['id']}"
    stale = send(ester, f"{step}/check", {"seen": "0" * 64, "spm_number": "SPM/1"})
    assert (stale.status_code, "berubah" in stale.json()["detail"]) == (409, True)
    assert send(ester, f"{step}/check", {"seen": made["sha256"], "spm_number": "SPM/1"}).json()["state"] == "checked"
    paper = {"sp2d_number": "SP2D/1", "sp2d_on": TODAY.isoformat()}
    assert send(tobias, f"{step}/release", {**paper, "amount": "-5"}).status_code == 409
    assert send(tobias, f"{step}/release", {**paper, "amount": "1200000"}).json()["sent"] == 4 * AMOUNT
    listed = sign_in(officer("daud")).get("/api/delivery/orders", {"state": "released"}).json()
    assert [one["number"] for one in listed["items"]] == [made["number"]]


def test_what_is_cancelled_opens_no_form_to_cancel_or_hold_it_again(owed, sign_in, ester, yohanes, acting):
    with acting(ester):
        one = owed.first()
        actions.cancel(one.pk, reason="Pindah ke kota lain", by=ester, on=TODAY)
    for who, step in ((ester, "cancel"), (yohanes, "hold")):
        assert sign_in(who).get(page(step, one.pk)).headers["Location"] == page("entitlement", one.pk)
