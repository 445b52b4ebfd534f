"""Delivery's pages, as each officer and each citizen meets them."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cast import CAST, OESAPA, TODAY, officer
from lontar.city.delivery import actions, queries
from lontar.city.delivery.models import Entitlement, FailedCheck, Handover
from lontar.kit.masks import SESSION_KEY
from pictures import photo, signature
from town import AMOUNT

FORM = {
    "receiver": "head", "representative": "", "handed_over_on": "22/11/2026", "proof": "signed_list",
    "note": "BA-12/2026", "signature": "", "key": "formulir-1",
}  # fmt: skip


@pytest.fixture
def one(owed, acting, ester):
    with acting(ester):
        return Entitlement.objects.select_related("family").filter(place_id=OESAPA).order_by("id").first()


def uncover(client):
    session = client.session
    session[SESSION_KEY] = 2e10
    session.save()
    return client


@pytest.mark.parametrize("username", CAST)
def test_each_role_sees_its_part_of_the_list_and_no_name_uncovered(username, owed, sign_in):
    answer = sign_in(officer(username)).get(reverse("delivery:entitlements"))
    if username in ("agus", "marten", "anna", "tobias"):
        assert answer.status_code == 403
        return
    seen = answer.content.decode()
    assert answer.status_code == 200
    assert "Yuliana Ndun" not in seen
    rows = {"rita": 0, "maria": 3, "petrus": 3}.get(username, 4)
    assert seen.count('<td data-label="Nomor lokal"') == rows
    assert ("Y•••••• N•••" in seen) == (username != "rita")
    assert ("Serahkan<span" in seen) == (username in ("maria", "petrus", "yohanes"))


def test_the_list_is_searched_filtered_sorted_and_exported_without_names(owed, sign_in, yohanes):
    client, address = sign_in(yohanes), reverse("delivery:entitlements")
    found = lambda **asked: client.get(address, asked).content.decode()  # noqa: E731
    assert found(words="salomi").count('data-label="Nomor lokal"') == 1
    assert found(place="5371031011").count('data-label="Nomor lokal"') == 1
    assert "Tidak ada yang cocok" in found(words="tidak-ada-orang-ini")
    assert "Belum ada" in found(status="delivered")
    assert found(sort="-amount", page="99", line="abc").count('data-label="Nomor lokal"') == 4
    csv = b"".join(client.get(address, {"ekspor": "csv"}).streaming_content).decode()
    assert csv.count("\r\n") == 5
    assert "Yuliana" not in csv
    assert "Bantuan sembako kota,2026-T4,300000,menunggu" in csv


def test_a_ward_officer_hands_over_and_the_receipt_can_be_checked_by_anyone(one, sign_in, maria, ani):
    client = sign_in(maria)
    form = client.get(reverse("delivery:hand_over", args=[one.pk])).content.decode()
    assert "Serahkan Rp\xa0300.000" in form
    assert re.search(r'name="key" value="[0-9a-f]{32}"', form)
    done = client.post(reverse("delivery:hand_over", args=[one.pk]), FORM, follow=True)
    seen = done.content.decode()
    assert "Rp\xa0300.000 sudah diserahkan dan dicatat." in seen
    assert Handover.objects.count() == 0, "behind the wall nobody acts any more"
    receipt = client.get(reverse("delivery:receipt", args=[one.pk])).content.decode()
    code = queries.code_of(one.subject)
    assert code in receipt
    assert "<svg viewBox" in receipt
    assert "Yuliana" not in receipt
    checked = ani.get(reverse("delivery:check", args=[code])).content.decode()
    assert "Tercatat di buku besar" in checked
    assert "Bantuan sembako kota" in checked
    assert "\u2212Rp\xa0300.000" in checked
    for secret in ("Yuliana", "Oesapa", str(one.subject), one.family.local_number, "owed:", "deliver:"):
        assert secret not in checked, secret


def test_the_form_sent_twice_hands_over_once_and_another_form_is_told_who_was_first(one, sign_in, maria, petrus):
    address = reverse("delivery:hand_over", args=[one.pk])
    client = sign_in(maria)
    assert client.post(address, FORM).status_code == 302
    assert client.post(address, FORM).status_code == 302
    other = sign_in(petrus).post(address, FORM | {"key": "formulir-2"})
    assert other.status_code == 409
    assert "sudah diserahkan pada 22 November 2026 oleh Maria Kelurahan" in other.content.decode()
    assert client.get(address).status_code == 302, "nothing is left to hand over"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"handed_over_on": "23/11/2026"}, "belum tiba"),
        ({"handed_over_on": "kemarin"}, "Tulis tanggal seperti"),
        ({"handed_over_on": "21-11-2026"}, "lebih awal daripada penetapannya"),
        ({"receiver": "representative"}, "Tuliskan nama wakil"),
        ({"proof": ""}, "Pilih bukti"),
        ({"note": ""}, "nomor daftar yang ditandatangani"),
        ({"proof": "signature"}, "Belum ada tanda tangan"),
        ({"proof": "signature", "signature": "data:text/html,xx"}, "tidak terbaca"),
        ({"proof": "photo"}, "Belum ada foto"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_handed_over(change, says, one, sign_in, maria, acting):
    answer = sign_in(maria).post(reverse("delivery:hand_over", args=[one.pk]), FORM | change)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    with acting(maria):
        one.refresh_from_db()
        assert one.status == "owed"


def test_a_photo_and_a_signature_are_seen_only_while_names_are_uncovered(owed, sign_in, maria, daud, acting):
    import base64

    with acting(maria):
        first, second = Entitlement.objects.filter(place_id=OESAPA).order_by("id")[:2]
    client = sign_in(maria)
    drawn = "data:image/png;base64," + base64.b64encode(signature()).decode()
    taken = SimpleUploadedFile("foto.jpg", photo(size=(800, 600)), content_type="image/jpeg")
    for one, given in (
        (first, {"proof": "signature", "signature": drawn}),
        (second, {"proof": "photo", "photo": taken}),
    ):
        assert client.post(reverse("delivery:hand_over", args=[one.pk]), FORM | given | {"note": ""}).status_code == 302
        picture = reverse("delivery:proof", args=[one.pk])
        assert client.get(picture)["Location"].startswith(reverse("registry:unmask"))
    uncover(client)
    assert client.get(reverse("delivery:proof", args=[first.pk]))["Content-Type"] == "image/png"
    assert client.get(reverse("delivery:proof", args=[second.pk]))["Content-Type"] == "image/jpeg"
    inspector = uncover(sign_in(daud))
    assert inspector.get(reverse("delivery:proof", args=[first.pk])).status_code == 403
    assert "Yuliana" not in inspector.get(reverse("delivery:entitlement", args=[first.pk])).content.decode()


def test_the_paper_to_sign_asks_for_the_purpose_and_then_names_everyone(owed, sign_in, maria):
    client, address = sign_in(maria), reverse("delivery:distribution_list")
    refused = client.get(address)
    assert refused.status_code == 302
    assert refused["Location"].startswith(reverse("registry:unmask"))
    paper = uncover(client).get(address).content.decode()
    assert all(name in paper for name in ("Yuliana Ndun", "Markus Benu", "Salomi"))
    assert "Ferdy Radja" not in paper, "he lives in another ward"
    assert "Rp\xa0900.000" in paper


def test_another_ward_and_a_wild_number_are_not_found(owed, sign_in, maria, acting, ester):
    with acting(ester):
        elsewhere = Entitlement.objects.exclude(place_id=OESAPA).get()
    client = sign_in(maria)
    for name in ("entitlement", "hand_over", "receipt", "proof"):
        for key in (elsewhere.pk, 10**25):
            assert client.get(reverse(f"delivery:{name}", args=[key])).status_code == 404


def test_a_planner_cancels_with_a_reason_and_no_one_else_may(one, sign_in, ester, maria, acting):
    address = reverse("delivery:cancel", args=[one.pk])
    assert sign_in(maria).post(address, {"reason": "iseng"}).status_code == 403
    client = sign_in(ester)
    assert "kembali ke pagu" in client.get(address).content.decode()
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "Pindah ke Kupang Tengah"}, follow=True).status_code == 200
    with acting(ester):
        one.refresh_from_db()
        assert (one.status, one.reason) == ("cancelled", "Pindah ke Kupang Tengah")


def test_a_code_is_asked_for_kindly_however_it_is_typed(one, acting, maria, ani):
    with acting(maria):
        code = actions.hand_over(
            one.pk, proof=actions.Proof("witness", note="Ketua RT"), received_by="Yuliana Ndun", by=maria, on=TODAY
        ).code
    find = reverse("delivery:find")
    assert "Ketikkan kode" in ani.get(find).content.decode()
    typed = ani.get(find, {"code": code.lower().replace("-", " ")})
    assert typed["Location"] == reverse("delivery:check", args=[code])
    mistyped = code[:-1] + ("A" if code[-1] != "A" else "B")
    assert ani.get(find, {"code": mistyped}).status_code == 422
    assert ani.get(reverse("delivery:check", args=[mistyped])).status_code == 404
    assert FailedCheck.objects.count() == 0, "a mistyped letter is no guess"
    assert ani.get(reverse("delivery:check", args=[code.lower()])).status_code == 302


def test_guessing_ends_soon_and_learns_nothing(one, ani, db):
    from uuid import UUID

    for i in range(queries.FAILED_CHECKS_MAX):
        answer = ani.get(reverse("delivery:check", args=[queries.code_of(UUID(int=i))]))
        assert answer.status_code == 404
        assert "tidak ditemukan" in answer.content.decode()
    late = ani.get(reverse("delivery:check", args=[queries.code_of(one.subject)]))
    assert late.status_code == 429, "also for a code that exists"
    kept = FailedCheck.objects.get()
    assert b"127.0.0.1" not in bytes(kept.asker)
    assert kept.times == queries.FAILED_CHECKS_MAX


def test_what_waits_is_told_on_the_first_page(owed, acting, maria, rita, ester):
    with acting(maria):
        (work,) = queries.waiting_for(maria)
        assert (work.count, work.since, work.url) == (3, TODAY, "/penyaluran/")
    for who in (rita, ester):
        with acting(who):
            assert queries.waiting_for(who) == []


def test_the_amount_on_the_page_is_the_amount_in_the_book(one, sign_in, yohanes):
    seen = sign_in(yohanes).get(reverse("delivery:entitlements")).content.decode()
    assert f"Rp\xa0{4 * AMOUNT:,}".replace(",", ".") in seen
