"""Promises are kept or broken by what came; who asks for a visit is told early; a letter names nobody on its outside."""

from datetime import date, timedelta

import pytest

from cast import OESAPA
from loans.fund import TODAY, scan
from lontar.city.loans import actions, queries
from lontar.city.loans.models import Carried, Dispute, Loan, Visit
from lontar.science.trouble import NotAllowed, Refusal

pytestmark = pytest.mark.django_db
SEEN = date(2026, 10, 1)


@pytest.fixture
def loan(ward):
    return ward.lend(ward.someone(), 1_800_000)


def visit(loan, by, **values):
    given = {
        "visited_on": SEEN,
        "met": True,
        "promised": 100_000,
        "promised_for": date(2026, 10, 20),
        "on": SEEN,
    } | values
    return actions.note_visit(loan.pk, by=by, **given)


def test_a_promise_is_kept_or_broken_by_what_came_until_its_day(loan, acting, maria, marten):
    with acting(maria):
        visit(loan, maria)
        assert [one.promise for one in queries.visits_of(loan, on=date(2026, 10, 20))] == ["waiting"]
        assert [one.promise for one in queries.visits_of(loan, on=TODAY)] == ["broken"]
        assert queries.broken_promises(on=TODAY).count() == 1
    with acting(marten):
        assert "Janji bayar yang tidak ditepati" in [one.title for one in queries.waiting_for(marten)]
    with acting(maria):
        actions.repay(loan.pk, amount=60_000, paid_on=date(2026, 9, 30), by=maria, on=TODAY)
        paid = actions.repay(loan.pk, amount=60_000, paid_on=SEEN, by=maria, on=TODAY)
        actions.repay(loan.pk, amount=40_000, paid_on=date(2026, 10, 20), by=maria, on=TODAY)
        (seen,) = queries.visits_of(loan, on=TODAY)
        assert (seen.came, seen.promise) == (100_000, "kept")
        assert queries.broken_promises(on=TODAY).count() == 0
    assert paid.fresh


@pytest.mark.parametrize(
    ("values", "field"),
    [({"met": False}, "promised"), ({"promised_for": None}, "promised"), ({"promised": 0}, "promised"),
     ({"promised": 1_800_001}, "promised"), ({"promised_for": SEEN - timedelta(days=1)}, "promised_for"),
     ({"promised_for": SEEN + timedelta(days=91)}, "promised_for"), ({"visited_on": SEEN + timedelta(days=1)}, "visited_on")],
)  # fmt: skip
def test_a_promise_that_cannot_be_is_refused(loan, acting, maria, values, field):
    with acting(maria):
        with pytest.raises(Refusal) as refused:
            visit(loan, maria, **values)
        assert (refused.value.field, Visit.objects.count()) == (field, 0)


def test_loans_that_ask_for_a_visit_are_told_with_their_signs(ward, loan, acting, maria):
    good, slow = ward.lend(ward.someone("Salomi"), 1_800_000), ward.lend(ward.someone("Markus"), 1_800_000)
    with acting(maria):
        for month in range(6, 12):
            actions.repay(good.pk, amount=100_000, paid_on=date(2026, month, 15), by=maria, on=TODAY)
        actions.repay(slow.pk, amount=150_000, paid_on=date(2026, 7, 15), by=maria, on=TODAY)
        visit(loan, maria)
        told = {one.row.loan.pk: one.signs for one in queries.warnings(OESAPA, on=TODAY)}
        assert told == {loan.pk: ("first_missed", "promise_broken", "growing"), slow.pk: ("growing",)}
        assert queries.warnings(OESAPA, on=date(2026, 6, 15)) == [], "on its day nothing is late"


def test_a_letter_goes_to_who_is_late_and_to_nobody_with_an_open_case(
    ward, loan, sign_in, acting, maria, daud, monkeypatch
):
    monkeypatch.setattr("lontar.city.places.queries.today", lambda: TODAY)
    browser, address = sign_in(maria), f"/dana/pinjaman/{loan.pk}/pengingat/"
    answer = browser.post(address)
    assert (answer.content[:5], answer["Cache-Control"]) == (b"%PDF-", "no-store")
    assert b"Yuliana" not in answer.content
    assert loan.number in answer["Content-Disposition"]
    with acting(daud), pytest.raises(NotAllowed):
        actions.print_reminder(loan.pk, by=daud, on=TODAY)
    good = ward.lend(ward.someone("Salomi"), 1_800_000, on=date(2026, 11, 20))
    with acting(maria):
        with pytest.raises(Refusal, match="Tidak ada yang tertunggak"):
            actions.print_reminder(good.pk, by=maria, on=TODAY)
        actions.open_dispute(loan.pk, said_left=0, statement="Sudah lunas", by=maria, on=TODAY)
    assert "belum diputus" in browser.post(address, follow=True).content.decode()


def test_a_book_is_carried_over_a_case_settled_and_a_visit_noted_on_the_pages(
    ward, sign_in, acting, maria, ester, ani, monkeypatch
):
    from django.core.files.uploadedfile import SimpleUploadedFile

    monkeypatch.setattr("lontar.city.places.queries.today", lambda: TODAY)
    ward.someone("Yuliana Ndun")
    officer, planner = sign_in(maria), sign_in(ester)
    content = (
        "Siapa,Uang,Hari,Setor,Katanya\nYuliana Ndun,1800000,15/01/2026,300000,500000\nEntah Siapa,5,15/01/2026,0,\n"
    )

    def upload():
        return officer.post(f"/dana/{OESAPA}/berkas/", {"file": SimpleUploadedFile("buku.csv", content.encode())})

    assert "Sebutkan sekali judul kolom" in upload().content.decode()
    titles = {"name": "Siapa", "amount": "Uang", "date": "Hari", "paid": "Setor", "said": "Katanya"}
    assert officer.post(f"/dana/{OESAPA}/berkas/kolom/", titles).status_code == 302
    told = upload().content.decode()
    for words in ("1 pinjaman dibawa", "1.500.000", "1 menjadi perkara", "tidak dikenal di kelurahan ini"):
        assert words in told
    with acting(ester):
        loan, case = Carried.objects.get().loan, Dispute.objects.get()
    assert "1.300.000" in officer.get(f"/dana/pinjaman/{loan.pk}/").content.decode()
    scanned = SimpleUploadedFile("k.jpg", scan(), "image/jpeg")
    assert officer.post(f"/dana/perkara/{case.pk}/surat/", {"title": "Kuitansi", "scan": scanned}).status_code == 302
    paper = case.papers.values_list("pk", flat=True)
    with acting(ester):
        (key,) = paper
    assert planner.get(f"/dana/perkara/{case.pk}/surat/{key}/")["Content-Type"] == "image/jpeg"
    said = {"verdict": "borrower", "credited": "200.000", "reason": "Kuitansi asli"}
    assert officer.post(f"/dana/perkara/{case.pk}/usul/", said | {"credited": ""}).status_code == 422
    assert officer.post(f"/dana/perkara/{case.pk}/usul/", said).status_code == 302
    assert "Perkara pinjaman menunggu orang kedua" in planner.get("/meja/").content.decode()
    assert planner.post(f"/dana/perkara/{case.pk}/putus/", {"agree": "1"}).status_code == 302
    seen = {"visited_on": "22/11/2026", "met": "yes", "promised": "100.000", "promised_for": "30/11/2026", "note": ""}
    assert officer.post(f"/dana/pinjaman/{loan.pk}/kunjungan/", seen).status_code == 302
    less = {"amount": "50.000", "paper": "SK 9/2026", "reason": "Banjir"}
    assert planner.post(f"/dana/pinjaman/{loan.pk}/bebaskan/", less).status_code == 302
    page = officer.get(f"/dana/pinjaman/{loan.pk}/").content.decode()
    for words in ("1.250.000", "Dibebaskan", "Dibetulkan dengan putusan perkara", "belum tiba", "baris 2"):
        assert words in page
    listed = planner.get("/dana/perkara/", {"keadaan": "decided"}).content.decode()
    assert f"P-{case.pk:05d}" in listed
    assert "Perlu didatangi" in officer.get(f"/dana/{OESAPA}/").content.decode()


def test_who_paid_all_of_it_in_time_is_shown_the_way_to_the_bank(ward, loan, sign_in, acting, maria):
    address = f"/dana/pinjaman/{loan.pk}/"
    assert "aturan=kur" not in sign_in(maria).get(address).content.decode()
    with acting(maria):
        actions.repay(loan.pk, amount=1_800_000, by=maria, on=TODAY)
    assert f"/loket/keluarga/{loan.family_id}/rujuk/?aturan=kur" in sign_in(maria).get(address).content.decode()


def test_the_terminal_carries_a_book_over_and_tells_its_findings(ward, acting, maria, tmp_path, capsys):
    import argparse
    import json

    from lontar.city.loans import commands

    ward.someone("Yuliana Ndun")
    path = tmp_path / "buku.csv"
    path.write_text("nama,pinjaman,tanggal,dibayar\nYuliana Ndun,1000000,15/01/2026,0\nEntah,1,15/01/2026,0\n")
    options = argparse.Namespace(file=path, ward="53.71.03.1010", json=True, actor=maria)
    with acting(maria):
        assert commands.carry(options) == 2
        told = json.loads(capsys.readouterr().out)
        assert (told["carried"], told["findings"][0]["row"]) == (1, 3)
        assert commands.carry(argparse.Namespace(**{**vars(options), "json": False})) == 2
        assert "0 carried over" in capsys.readouterr().out
        with pytest.raises(Refusal, match="berkode"):
            commands.carry(argparse.Namespace(**{**vars(options), "ward": "99.99"}))
        assert Loan.objects.count() == 1


def test_erasing_a_borrower_takes_the_words_and_papers_of_their_case(ward, loan, acting, maria, ester):
    from lontar.city.registry.models import Person

    with acting(maria):
        case = actions.open_dispute(loan.pk, said_left=0, statement="Yuliana sudah bayar", by=maria, on=TODAY)
        actions.add_dispute_paper(case.pk, title="Kuitansi", scan=scan(), by=maria, on=TODAY)
        visit(loan, maria, note="Yuliana sakit")
    with acting(ester):
        Person.objects.filter(pk=loan.person_id).update(name="")
        case.refresh_from_db()
        assert (case.statement, case.papers.count(), Visit.objects.get().note) == ("–", 0, "")
