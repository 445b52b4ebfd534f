"""A ward's own spreadsheet is carried over once; where it and the borrower differ, two people decide, and no number."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from cast import LASIANA, OESAPA, officer
from loans.fund import CAPITAL, TODAY, scan
from lontar.city.ledger import queries as book
from lontar.city.loans import actions, queries
from lontar.city.loans.models import BookFile, Carried, Dispute, Loan
from lontar.city.registry import actions as registry
from lontar.science.trouble import NotAllowed, Refusal

pytestmark = pytest.mark.django_db
HEAD = "No,Nama Peminjam,NIK,Jumlah Pinjaman,Tanggal Cair,Sudah Dibayar,Menurut Peminjam\n"
NIK = "5371034107800001"


@pytest.fixture
def people(ward):
    return [ward.someone("Yuliana Ndun", nik=NIK), ward.someone("Markus Benu"), ward.someone("Salomi Lay")]


@pytest.fixture
def bring(ward, acting, tmp_path):
    def brought(rows, *, head=HEAD, by="maria", on=TODAY):
        path = tmp_path / "buku.csv"
        path.write_text(head + rows, encoding="utf-8")
        who = officer(by)
        with acting(who):
            return actions.carry_over(OESAPA, path, name="buku.csv", by=who, on=on)

    return brought


ROWS = (
    f"1,Yuliana,{NIK},1.800.000,15/01/2026,300.000,\n"
    "2,MARKUS BENU,,Rp 2.000.000,10/03/2026,-,\n"
    "3,Salomi Lay,,1.000.000,2026-02-01,400.000,500.000\n"
)


def test_what_the_ward_wrote_becomes_loans_with_what_is_still_owed_as_opening_balance(bring, people, acting, ester):
    told = bring(ROWS)
    assert (told.carried, told.rupiah, told.disputed, told.findings) == (3, 1_500_000 + 2_000_000 + 600_000, 1, [])
    with acting(ester):
        first = Loan.objects.get(person=people[0])
        entry = book.entry_of(f"open:{first.subject}")
        assert [(p.account.kind, p.amount) for p in book.postings_of(entry.pk)] == [
            ("opening", -1_500_000),
            ("lent", 1_500_000),
        ]
        (row,) = queries.standings([first], on=TODAY)
        dues = queries.dues_of(first, on=TODAY)
        # 1.8 million in 18 instalments from month five on: three were paid, three more fell due until today.
        assert (dues[0].nr, row.standing.left, row.standing.overdue) == (4, 1_500_000, 300_000)
        money = queries.money_by_ward("pem", OESAPA)[OESAPA]
        assert (money.capital, money.lent, money.fund) == (CAPITAL + 4_100_000, 4_100_000, CAPITAL)
        (figures,) = [one.figures for one in queries.rows(OESAPA, on=TODAY)]
        assert (figures.loans_ever, figures.lent_in_year) == (3, 0), "nothing was lent here"
        assert queries.disagreements(OESAPA) == []
        assert queries.newest_round(first.fund).number == 1


def test_the_same_file_twice_and_a_longer_one_carry_nobody_twice(bring, people, acting, ester, ward):
    bring(ROWS)
    with acting(ester):
        before = (Loan.objects.count(), book.entries().count())
    again = bring(ROWS)
    assert (again.carried, again.known) == (0, 3)
    fourth = ward.someone("Dorkas Tabun")
    longer = bring(ROWS + "4,Dorkas Tabun,,1.000.000,01/05/2026,0,\n")
    assert (longer.carried, longer.known) == (1, 3)
    with acting(ester):
        assert (Loan.objects.count(), book.entries().count()) == (before[0] + 1, before[1] + 1)
        assert BookFile.objects.count() == 2
        assert Carried.objects.get(loan__person=fourth).paid == 0


def test_rows_that_cannot_be_are_told_by_their_place_and_the_others_are_carried(bring, people, ward, acting):
    ward.someone("Markus Benu")
    ward.lend(people[2])
    told = bring(
        "1,Yuliana Ndun,,1.800.000,15/01/2026,300.000,\n2,Markus Benu,,1.000.000,15/01/2026,0,\n3,Siapa Dia,,5,15/01/2026,0,\n"
        "4,Salomi Lay,,1.000.000,15/01/2026,0,\n5,Yuliana Ndun,,1.000.000,16/01/2026,0,\n6,,,5,15/01/2026,0,\n"
        "7,Ani,,-5,15/01/2026,0,\n8,Ani,,5,15/01/2031,0,\n9,Ani,,99999999999999999999,15/01/2026,0,\n"
    )  # fmt: skip
    said = {one.source.row: one.message for one in told.findings}
    assert told.carried == 1
    expected = {3: "2 orang", 4: "tidak dikenal", 5: "masih mempunyai", 6: "sudah disebut", 7: "Tidak ada nama", 8: "kurang dari nol",
                9: "bukan tanggal", 10: "terlalu besar"}  # fmt: skip
    assert {row: words in said[row] for row, words in expected.items()} == dict.fromkeys(expected, True), said


def test_a_loan_that_is_whole_is_left_out_and_one_paid_beyond_it_is_told(bring, people):
    told = bring(f"1,Y,{NIK},1.800.000,15/01/2024,1.800.000,\n2,Markus Benu,,1.000.000,15/01/2026,1.000.001,\n")
    assert (told.carried, told.whole) == (0, 1)
    assert "seluruhnya hanya 1.000.000 rupiah" in told.findings[1].message


def test_a_nought_too_many_is_asked_about_and_carried_as_it_is_written(bring, people):
    told = bring(f"1,Y,{NIK},180.000.000,15/01/2026,300.000,\n2,Markus Benu,,2.000.000,10/03/2026,-,\n")
    assert (told.carried, [(one.severity, one.source.row) for one in told.findings]) == (2, [("warning", 2)])
    assert "180.000.000 di atas batas dana" in told.findings[0].message


def test_a_spreadsheet_as_wards_keep_it_is_read_and_a_number_that_excel_broke_names_nobody(bring, people):
    told = bring(
        '1,,5.37E+15,1.000.000,15/01/2026,0,\n2,Markus Benu,,"Rp. 1.000.000,-",15/01/2026,-,\n,JUMLAH :,,2.000.000,,0,\n'
    )
    assert (told.carried, told.rupiah) == (1, 1_000_000)
    assert [(one.source.row, "dirusak" in one.message) for one in told.findings] == [(2, True)], "sums are no row"


def test_titles_in_two_rows_are_read_and_a_forgotten_amount_is_told_but_a_signature_is_not(bring, people):
    told = bring(
        "1,Markus Benu,1.000.000,15/01/2026,0\n2,Salomi Lay,,10/02/2026,100.000\n,Oesapa 20 November,,,\n",
        head="No,Nama Peminjam,PINJAMAN,,\n,,Jumlah Pinjaman,Tanggal Cair,Sudah Dibayar\n",
    )
    assert (told.carried, told.rupiah) == (1, 1_000_000)
    assert [(one.source.row, "Tuliskan jumlahnya" in one.message) for one in told.findings] == [(4, True)]


def test_the_wards_own_titles_are_said_once(bring, people, acting, maria):
    head = "Penerima,Uang,Hari,Setor\n"
    with pytest.raises(Refusal, match="Tidak ada lembar"):
        bring("Markus Benu,1000000,10/03/2026,0\n", head=head)
    with acting(maria):
        with pytest.raises(Refusal, match="dua hal"):
            actions.save_book_layout(OESAPA, {"name": "Uang", "amount": "uang"}, by=maria, on=TODAY)
        titles = {"name": "Penerima", "amount": "Uang", "date": "Hari", "paid": "Setor"}
        actions.save_book_layout(OESAPA, titles, by=maria, on=TODAY)
    assert bring("Markus Benu,1000000,10/03/2026,0\n", head=head).carried == 1


def test_book_and_borrower_are_both_kept_until_a_second_person_has_decided(bring, people, acting, maria, ester, daud):
    bring(ROWS)
    with acting(ester):
        case = Dispute.objects.get()
        assert (case.book_left, case.said_left, case.loan.person) == (600_000, 500_000, people[2])
        assert queries.left_of(case.loan, on=TODAY) == 600_000, "no number follows from it"
        actions.propose_verdict(
            case.pk, verdict="borrower", credited=100_000, reason="Kuitansi asli", by=ester, on=TODAY
        )
        with pytest.raises(NotAllowed, match="orang lain"):
            actions.decide_dispute(case.pk, agreed=True, by=ester, on=TODAY)
    agreed = second_planner(acting)
    with acting(agreed):
        actions.decide_dispute(case.pk, agreed=False, by=agreed, on=TODAY)
    with acting(maria):
        actions.add_dispute_paper(case.pk, title="Kuitansi", scan=scan(), by=maria, on=TODAY)
        with pytest.raises(Refusal, match="paling banyak sisa"):
            actions.propose_verdict(case.pk, verdict="borrower", credited=600_001, reason="x", by=maria, on=TODAY)
        actions.propose_verdict(
            case.pk, verdict="borrower", credited=100_000, reason="Kuitansi asli", by=maria, on=TODAY
        )
    with acting(ester):
        actions.decide_dispute(case.pk, agreed=True, by=ester, on=TODAY)
        assert queries.left_of(Loan.objects.get(pk=case.loan_id), on=TODAY) == 500_000
        assert queries.money_by_ward("pem", OESAPA)[OESAPA].lost == 0, "the ward's book was wrong, nobody lost it"
        assert queries.disagreements(OESAPA) == []
        with pytest.raises(Refusal, match="sudah diputus"):
            actions.decide_dispute(case.pk, agreed=True, by=ester, on=TODAY)
    with acting(daud):
        paper = case.papers.get()
        assert actions.see_dispute_paper(case.pk, paper.pk, by=daud, on=TODAY)[1].startswith(b"\xff\xd8")
    yohanes = officer("yohanes")
    with acting(yohanes):
        keepers = [officer("petrus").pk]
        registry.shield(case.loan.person_id, keepers=keepers, paper="Surat 1/2026", by=yohanes, on=TODAY)
    with acting(daud), pytest.raises(queries.NotFound):
        actions.see_dispute_paper(case.pk, paper.pk, by=daud, on=TODAY)


def second_planner(acting):
    from cast import CITY
    from lontar.city.access import actions as access
    from lontar.kit.gate import Role

    terminal = access.ensure_terminal(CITY, on=TODAY)
    with acting(terminal):
        return access.appoint(
            "rosa",
            name="Rosa Perencana",
            role=Role.PLANNER,
            places=[CITY],
            agency=None,
            password=None,
            by=terminal,
            on=TODAY,
        )


def test_a_claim_about_a_payment_made_here_is_capital_that_was_lost(ward, acting, maria, ester):
    loan = ward.lend(ward.someone(), 1_800_000)
    with acting(maria):
        with pytest.raises(Refusal, match="tidak ada yang berbeda"):
            actions.open_dispute(loan.pk, said_left=1_800_000, statement="x", by=maria, on=TODAY)
        case = actions.open_dispute(loan.pk, said_left=0, statement="Sudah bayar kepada kolektor", by=maria, on=TODAY)
        with pytest.raises(Refusal, match="perkara yang terbuka"):
            actions.open_dispute(loan.pk, said_left=5, statement="Lagi", by=maria, on=TODAY)
        actions.propose_verdict(
            case.pk, verdict="borrower", credited=1_800_000, reason="Tiga saksi", by=maria, on=TODAY
        )
    with acting(ester):
        actions.decide_dispute(case.pk, agreed=True, by=ester, on=TODAY)
        loan.refresh_from_db()
        assert (loan.state, queries.money_by_ward("pem", OESAPA)[OESAPA].lost) == ("repaid", 1_800_000)
        assert not queries.has_live_loan([loan.person_id])
        assert queries.disagreements(OESAPA) == []


def test_a_waiver_needs_a_decree_takes_the_oldest_first_and_loses_the_capital(ward, acting, ester, maria):
    loan = ward.lend(ward.someone(), 1_800_000)
    with acting(maria), pytest.raises(NotAllowed):
        actions.waive(loan.pk, amount=5, paper="SK", reason="x", by=maria, on=TODAY)
    with acting(ester):
        for amount, paper, words in (
            (0, "SK", "nol"),
            (1_800_001, "SK", "lebih besar"),
            (5, " ", "surat keputusannya"),
        ):
            with pytest.raises(Refusal, match=words):
                actions.waive(loan.pk, amount=amount, paper=paper, reason="Bencana", by=ester, on=TODAY)
        actions.waive(loan.pk, amount=250_000, paper="SK 5/2026", reason="Banjir", by=ester, on=TODAY)
        loan.refresh_from_db()
        dues = queries.dues_of(loan, on=TODAY)
        assert (dues[0].nr, dues[0].principal, sum(due.whole for due in dues)) == (3, 50_000, 1_550_000)
        assert queries.disagreements(OESAPA) == []
        actions.waive(loan.pk, amount=1_550_000, paper="SK 6/2026", reason="Meninggal", by=ester, on=TODAY)
        loan.refresh_from_db()
        assert (loan.state, queries.money_by_ward("pem", OESAPA)[OESAPA].lost) == ("waived", 1_800_000)
        assert queries.disagreements(OESAPA) == []


def test_a_borrower_who_was_written_off_may_say_that_the_book_is_wrong_and_is_free_when_two_agree(
    ward, acting, maria, ester, sign_in
):
    loan = ward.lend(ward.someone(), 1_800_000)
    with acting(ester):
        actions.write_off(loan.pk, paper="SK 1", reason="Pindah", by=ester, on=TODAY)
        back = actions.recover(loan.pk, amount=300_000, key="satu", reason="Diantar", by=maria, on=TODAY)
    told = sign_in(maria).get(reverse("loans:recovered", args=[back.pk])).context
    checked = Client().get(reverse("loans:check", args=[told["code"]])).content.decode()
    assert "Tercatat di buku besar" in checked
    assert (told["receipt"].number, told["receipt"].amount, told["receipt"].left) == (1, 300_000, 1_500_000)
    address = reverse("loans:open_dispute", args=[loan.pk])
    office = sign_in(maria)
    assert address in office.get(reverse("loans:loan", args=[loan.pk])).content.decode()
    office.post(address, {"said_left": "500.000", "statement": "Sejuta sudah disetor kepada ketua lama"})
    with acting(maria):
        case = Dispute.objects.get()
        assert (case.book_left, case.said_left) == (1_500_000, 500_000)
        with pytest.raises(Refusal, match="paling banyak sisa"):
            actions.propose_verdict(case.pk, verdict="borrower", credited=1_500_001, reason="x", by=maria, on=TODAY)
        actions.propose_verdict(case.pk, verdict="borrower", credited=1_000_000, reason="Buku", by=maria, on=TODAY)
    with acting(ester):
        actions.decide_dispute(case.pk, agreed=True, by=ester, on=TODAY)
        loan.refresh_from_db()
        assert (loan.state, queries.left_of(loan, on=TODAY)) == ("written_off", 500_000)
        assert queries.money_by_ward("pem", OESAPA)[OESAPA].lost == 1_500_000, "somebody lost it after it was paid"
        assert queries.has_live_loan([loan.person_id])
        with pytest.raises(Refusal, match="lebih besar daripada sisa"):
            actions.recover(loan.pk, amount=500_001, key="dua", reason="x", by=officer("maria"), on=TODAY)
        assert queries.disagreements(OESAPA) == []
    with acting(maria):
        rest = actions.open_dispute(loan.pk, said_left=0, statement="Sisanya juga", by=maria, on=TODAY)
        actions.propose_verdict(rest.pk, verdict="borrower", credited=500_000, reason="Saksi", by=maria, on=TODAY)
    with acting(ester):
        actions.decide_dispute(rest.pk, agreed=True, by=ester, on=TODAY)
        assert not queries.has_live_loan([loan.person_id])
        with pytest.raises(Refusal, match="tidak ada yang masih ditagih"):
            actions.open_dispute(loan.pk, said_left=5, statement="x", by=officer("maria"), on=TODAY)
        assert queries.disagreements(OESAPA) == []
    assert address not in office.get(reverse("loans:loan", args=[loan.pk])).content.decode()


def test_what_a_wards_own_book_had_too_much_was_never_lost_also_where_it_had_been_written_off(
    bring, people, acting, maria, ester
):
    bring(ROWS)
    with acting(ester):
        case = Dispute.objects.get()
        actions.propose_verdict(case.pk, verdict="book", reason="Belum ada bukti", by=ester, on=TODAY)
    second = second_planner(acting)
    with acting(second):
        actions.decide_dispute(case.pk, agreed=True, by=second, on=TODAY)
        actions.write_off(case.loan_id, paper="SK 1", reason="Pindah", by=second, on=TODAY)
    with acting(maria):
        again = actions.open_dispute(case.loan_id, said_left=500_000, statement="Ini kuitansinya", by=maria, on=TODAY)
        actions.propose_verdict(again.pk, verdict="borrower", credited=100_000, reason="Asli", by=maria, on=TODAY)
    with acting(ester):
        actions.decide_dispute(again.pk, agreed=True, by=ester, on=TODAY)
        assert queries.money_by_ward("pem", OESAPA)[OESAPA].lost == 500_000
        assert queries.disagreements(OESAPA) == []


@pytest.mark.parametrize("username", ["marten", "yohanes", "daud", "anna", "petrus"])
def test_whoever_does_not_run_a_ward_carries_nothing_over_and_decides_no_case(username, ward, acting, tmp_path):
    who, path = officer(username), tmp_path / "buku.csv"
    with acting(who):
        with pytest.raises(NotAllowed):
            actions.carry_over(OESAPA, path, name="x.csv", by=who, on=TODAY)
        with pytest.raises(NotAllowed):
            actions.decide_dispute(1, agreed=True, by=who, on=TODAY)


def test_another_wards_fund_is_not_there_for_its_neighbour(ward, acting, maria, tmp_path):
    with acting(maria), pytest.raises(queries.NotFound):
        actions.carry_over(LASIANA, tmp_path / "x.csv", name="x.csv", by=maria, on=date(2026, 1, 1))


def test_a_loan_with_an_open_case_is_not_written_off_and_no_case_takes_anything_off_a_loan_that_has_ended(
    ward, acting, maria, ester
):
    loan = ward.lend(ward.someone(), 1_800_000)
    with acting(maria):
        case = actions.open_dispute(loan.pk, said_left=1_500_000, statement="Sudah bayar", by=maria, on=TODAY)
    with acting(ester), pytest.raises(Refusal, match="perkara yang belum diputus"):
        actions.write_off(loan.pk, paper="SK 1", reason="Meninggal", by=ester, on=TODAY)
    with acting(maria):
        actions.propose_verdict(case.pk, verdict="borrower", credited=300_000, reason="Kuitansi", by=maria, on=TODAY)
    with acting(ester):
        Loan.objects.filter(pk=loan.pk).update(state="written_off")  # as it could be done before
        with pytest.raises(Refusal, match="lebih besar daripada sisa"):
            actions.decide_dispute(case.pk, agreed=True, by=ester, on=TODAY)
        Loan.objects.filter(pk=loan.pk).update(state="waived")
        with pytest.raises(Refusal, match="tidak lagi berjalan"):
            actions.decide_dispute(case.pk, agreed=True, by=ester, on=TODAY)
        Loan.objects.filter(pk=loan.pk).update(state="live")
        assert queries.money_by_ward("pem", OESAPA)[OESAPA].lent == 1_800_000
        actions.decide_dispute(case.pk, agreed=True, by=officer("ester"), on=TODAY)
        assert actions.write_off(loan.pk, paper="SK 1", reason="Meninggal", by=ester, on=TODAY).amount == 1_500_000
        assert queries.disagreements(OESAPA) == []
