"""A fund is opened, lends and is paid back on its pages, and by program; names stay under their masks."""

import json
import uuid

import pytest

from cast import CITY, LASIANA, OESAPA
from loans.fund import TODAY, appoint_lasiana, open_ward, scan
from lontar.city.loans import queries
from lontar.city.loans.models import Application, Loan, Repayment

pytestmark = pytest.mark.django_db


def sent(browser, url, **fields):
    answer = browser.post(url, fields)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return answer


def picture():
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("ba.jpg", scan(), "image/jpeg")


def test_from_capital_to_receipt_on_the_pages(db, sign_in, acting, ester, marten, maria, ani, monkeypatch):
    monkeypatch.setattr("lontar.city.places.queries.today", lambda: TODAY)
    from loans.fund import Ward

    Ward().someone("Yuliana Ndun", nik="5371034107800001")
    planner, committee, ward = sign_in(ester), sign_in(marten), sign_in(maria)
    sent(planner, "/dana/buka/", place=OESAPA, product="pem", capital="Rp 50.000.000", document="SK 1/2026")
    sent(committee, f"/dana/{OESAPA}/putaran/")
    asked = {"person": "5371034107800001", "amount": "2.000.000", "business": "Kios", "plan": "Barang", "guarantor": "Markus Benu", "key": uuid.uuid4().hex}  # fmt: skip
    refused = ward.post(f"/dana/{OESAPA}/permohonan/", asked | {"amount": "2.000.000,50"})
    assert refused.status_code == 422
    assert "rupiah bulat" in refused.content.decode()
    nobody = ward.post(f"/dana/{OESAPA}/permohonan/", asked | {"person": "5371034107809999"})
    assert "Tidak ada orang dengan nomor ini" in nobody.content.decode()
    sent(ward, f"/dana/{OESAPA}/permohonan/", **asked)
    sent(committee, f"/dana/{OESAPA}/berita-acara/", number="BA 1", signed_on="22/11/2026", scan=picture())
    with acting(marten):
        application, minutes = Application.objects.get(), queries.minutes_of(Application.objects.get().fund_id)[0]
    page = committee.get(f"/dana/permohonan/{application.pk}/").content.decode()
    assert "Y•••••• N•••" in page
    assert "Yuliana" not in page
    assert "Belum diketahui apakah keluarganya menerima UEP, KUBE" in page
    half = committee.post(f"/dana/permohonan/{application.pk}/putuskan/", {"approved": "yes", "minutes": minutes.pk})
    assert half.status_code == 422
    sent(
        committee,
        f"/dana/permohonan/{application.pk}/putuskan/",
        approved="yes",
        minutes=minutes.pk,
        amount="2.000.000",
    )
    assert "Cairkan pinjaman" not in committee.get(f"/dana/permohonan/{application.pk}/").content.decode()
    sent(ward, f"/dana/permohonan/{application.pk}/cairkan/")
    with acting(maria):
        loan = Loan.objects.get()
    receipt = sent(ward, f"/dana/pinjaman/{loan.pk}/angsuran/", amount="500.000", paid_on="22/11/2026", key="k1").url
    paper = ward.get(receipt).content.decode()
    with acting(maria):
        code = queries.code_of(Repayment.objects.get().subject)
    assert code in paper
    assert "500.000" in ani.get(f"/angsuran/{code}/").content.decode()
    assert "1.500.000" in ward.get(f"/dana/pinjaman/{loan.pk}/").content.decode()
    assert ward.get("/dana/").url == f"/dana/{OESAPA}/"
    assert "berjalan" in ward.get(f"/dana/{OESAPA}/").content.decode()
    scanned = committee.get(f"/dana/{OESAPA}/berita-acara/{minutes.pk}/")
    assert scanned["Content-Type"] == "image/jpeg"


def test_the_committee_sees_a_name_only_for_a_purpose_and_covers_it_again(ward, sign_in, marten):
    ward.lend(ward.someone("Yuliana Ndun"))
    browser, address = sign_in(marten), f"/dana/{OESAPA}/"
    assert "Yuliana" not in browser.get(address).content.decode()
    sent(browser, f"{address}nama/", purpose="Rapat penagihan")
    assert "Yuliana Ndun" in browser.get(address).content.decode()
    sent(browser, f"{address}nama/", cover="1")
    assert "Yuliana" not in browser.get(address).content.decode()


def test_the_city_sees_every_fund_and_an_analyst_only_sums(ward, sign_in, ester, anna):
    appoint_lasiana()
    open_ward(LASIANA)
    page = sign_in(ester).get("/dana/").content.decode()
    assert "Oesapa" in page
    assert "Lasiana" in page
    assert "Penkase Oeleta" in page, "history, with its source"
    sums = sign_in(anna).get("/dana/").content.decode()
    assert f"/dana/{OESAPA}/" not in sums
    assert sign_in(anna).get(f"/dana/{OESAPA}/").status_code == 403
    assert sign_in(ester).get("/dana/", {"ekspor": "csv"}).status_code == 200
    assert CITY


def test_changes_are_made_on_their_pages(ward, sign_in, ester, marten, maria, acting, monkeypatch):
    monkeypatch.setattr("lontar.city.places.queries.today", lambda: TODAY)
    loan = ward.lend(ward.someone(), 1_800_000)
    with acting(maria):
        from lontar.city.loans import actions

        done = actions.repay(loan.pk, amount=300_000, by=maria, on=TODAY)
    planner, committee, officer = sign_in(ester), sign_in(marten), sign_in(maria)
    sent(planner, f"/dana/angsuran/{done.repayment.pk}/batalkan/", reason="Salah tulis")
    late = {"instalments": 12, "minutes": ward.minutes.pk, "reason": "Sakit"}
    assert committee.post(f"/dana/pinjaman/{loan.pk}/jadwal/", late).status_code == 422, "older than the loan"
    sent(committee, f"/dana/{OESAPA}/berita-acara/", number="BA 9", signed_on="20/11/2026", scan=picture())
    with acting(marten):
        minutes = queries.minutes_of(loan.fund_id)[0]
    sent(committee, f"/dana/pinjaman/{loan.pk}/jadwal/", **(late | {"minutes": minutes.pk}))
    sent(planner, f"/dana/pinjaman/{loan.pk}/hapus-buku/", paper="SK 4", reason="Usaha tutup")
    sent(officer, f"/dana/pinjaman/{loan.pk}/kembali/", amount="100.000", reason="Dicicil", key="r1")
    sent(committee, f"/dana/{OESAPA}/hitung/", period="2026-10", bank="98.200.000", cash="0")
    page = planner.get(f"/dana/pinjaman/{loan.pk}/").content.decode()
    for words in ("Dijadwalkan lagi", "Dihapus buku", "Kembali sesudah dihapus buku", "Salah tulis"):
        assert words in page


def test_a_program_takes_a_repayment_once_and_reads_loans_without_a_name(ward, sign_in, maria, anna, acting):
    loan = ward.lend(ward.someone("Yuliana Ndun"), 1_800_000)
    browser = sign_in(maria)
    address, body = f"/api/loans/loans/{loan.pk}/repayments", json.dumps({"amount": 100_000})
    key = {"headers": {"Idempotency-Key": "telephone-77"}, "content_type": "application/json"}
    first, again = (browser.post(address, body, **key).json() for _ in range(2))
    assert (first["fresh"], again["fresh"], first["receipt"]) == (True, False, again["receipt"])
    assert browser.post(address, json.dumps({"amount": 10**9}), **key).status_code == 409
    for amount in (-1, 0, 0.5, 10**20, "100000"):
        assert browser.post(address, json.dumps({"amount": amount}), **key).status_code == 422
    rows = browser.get("/api/loans/loans").json()["items"]
    assert [(row["left"], row["state"]) for row in rows] == [(1_700_000, "live")]
    assert "Yuliana" not in json.dumps(rows)
    (fund,) = browser.get("/api/loans/funds").json()
    assert (fund["returned_ever"], fund["place"]) == (100_000, "53.71.03.1010")
    assert sign_in(anna).get("/api/loans/loans").status_code == 403


def test_the_terminal_holds_the_loans_to_the_book(ward, capsys, acting, ester):
    import argparse

    from lontar.city.loans import commands

    ward.lend(ward.someone())
    with acting(ester):
        assert commands.verify(argparse.Namespace(json=False)) == 0
        assert "agree" in capsys.readouterr().out
        Loan.objects.update(state="written_off")
        assert commands.verify(argparse.Namespace(json=True)) == 2
        assert json.loads(capsys.readouterr().out)["agree"] is False


def test_the_fund_and_the_loan_say_which_of_their_terms_nobody_has_read_yet(sign_in, maria, ward, monkeypatch):
    monkeypatch.setattr("lontar.city.places.queries.today", lambda: TODAY)
    loan = ward.lend(ward.someone())
    for address in (f"/dana/{OESAPA}/", f"/dana/pinjaman/{loan.pk}/"):
        told = sign_in(maria).get(address).content.decode().replace("\xa0", " ")
        assert "nilai hanya dikira: peraturannya belum ditemukan" in told
        assert all(
            one in told for one in ("Paling banyak", "Rp 25.000.000", "Timor Express, 24 Juni 2023 (Manulai II)")
        )
        assert "80%" in told
        assert not any(one in told for one in ("believed", "returned_share"))
