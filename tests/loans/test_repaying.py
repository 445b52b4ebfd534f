"""What comes back is booked once, with a numbered receipt that its borrower can check; what was wrong is reversed."""

from datetime import date

import pytest

from cast import OESAPA
from loans.fund import CAPITAL, TODAY, scan
from lontar.city.ledger import actions as ledger
from lontar.city.ledger import queries as book
from lontar.city.loans import actions, queries
from lontar.city.loans.models import Loan, Receipt, Repayment
from lontar.science.trouble import NotAllowed, Refusal

pytestmark = pytest.mark.django_db
PAID = date(2026, 6, 20)


@pytest.fixture
def loan(ward):
    return ward.lend(ward.someone(), 1_800_000)


@pytest.fixture
def pay(acting, maria, loan):
    def paid(amount, **more):
        with acting(maria):
            return actions.repay(loan.pk, amount=amount, by=maria, **({"on": TODAY} | more))

    return paid


def test_a_repayment_goes_from_the_borrower_back_into_the_fund_with_the_next_number(ward, pay, loan, acting, maria):
    assert [pay(100_000, paid_on=PAID).repayment.number, pay(50_000).repayment.number] == [1, 2]
    with acting(maria):
        money = queries.money_by_ward("pem", OESAPA)[OESAPA]
        assert (money.fund, money.lent) == (CAPITAL - 1_650_000, 1_650_000)
        (row,) = queries.standings([loan], on=PAID)
        assert (row.standing.left, row.standing.overdue) == (1_700_000, 0)
        assert queries.disagreements(OESAPA) == []


def test_the_same_repayment_sent_twice_is_booked_once_and_answered_alike(pay, acting, maria):
    first, again = pay(100_000, key="telephone-1"), pay(100_000, key="telephone-1")
    assert (first.fresh, again.fresh, first.code) == (True, False, again.code)
    assert Repayment.objects.count() == 0, "nobody acts"
    with acting(maria):
        assert Repayment.objects.count() == 1
    with pytest.raises(Refusal, match="pembayaran lain"):
        pay(200_000, key="telephone-1")


@pytest.mark.parametrize("amount", [-1, 0, 0.5, True, 10**20, 1_800_001])
def test_a_repayment_that_cannot_be_is_refused_and_nothing_is_booked(pay, acting, maria, amount):
    with pytest.raises(Refusal) as refused:
        pay(amount)
    assert refused.value.field == "amount"
    with acting(maria):
        assert (Repayment.objects.count(), Receipt.objects.count()) == (0, 0)


def test_a_repayment_into_a_closed_month_is_refused_and_nothing_of_it_stays(pay, acting, ester, maria):
    with acting(ester):
        ledger.close_period("2026-06", by=ester, on=TODAY)
    with pytest.raises(Refusal, match="ditutup"):
        pay(100_000, paid_on=PAID)
    with acting(maria):
        assert Repayment.objects.count() == 0


@pytest.mark.parametrize("day", [date(2026, 11, 23), date(2026, 1, 14)])
def test_a_repayment_of_a_day_that_cannot_be_is_refused(pay, day):
    with pytest.raises(Refusal) as refused:
        pay(1, paid_on=day)
    assert refused.value.field == "paid_on"


def test_the_last_rupiah_ends_the_loan_and_frees_the_borrower(ward, pay, loan, acting, maria):
    assert pay(1_800_000).repayment.left == 0
    with acting(maria):
        assert Loan.objects.get(pk=loan.pk).state == "repaid"
    with pytest.raises(Refusal, match="tidak lagi berjalan"):
        pay(1)
    assert ward.ask(loan.person_id, on=TODAY).pk


def test_the_receipt_is_checked_by_its_code_and_says_nothing_of_anybody(pay, ani, acting, maria):
    code = pay(100_000).code
    page = ani.get(f"/angsuran/{code}/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "100.000" in text
    assert "1.700.000" in text
    assert "sama dengan jumlah di buku besar" in text
    said = text.replace(code, "")  # a code is drawn, so it may hold any two letters
    for secret in ("Yuliana", "Oesapa", "PJ-", "K-"):
        assert secret not in said
    assert page["Cache-Control"] == "no-store"
    assert ani.get("/angsuran/", {"code": code.lower().replace("-", " ")}).url == f"/angsuran/{code}/"


def test_a_guessed_code_tells_nothing_and_guessing_ends_soon(pay, ani):
    from lontar.science.receipt_codes import receipt_code

    good = pay(100_000).code
    answers = [ani.get(f"/angsuran/{receipt_code(b'guess', bytes([n]))}/") for n in range(21)]
    assert {answer.status_code for answer in answers[:20]} == {404}
    assert answers[20].status_code == 429
    assert ani.get(f"/angsuran/{good}/").status_code == 429, "nor is it told then that one is right"


def test_a_mistyped_code_is_not_counted_as_a_guess(pay, ani):
    from lontar.city.loans.models import FailedCheck

    code = pay(100_000).code
    wrong = code[:-1] + ("A" if code[-1] != "A" else "B")
    assert ani.get(f"/angsuran/{wrong}/").status_code == 404
    assert FailedCheck.objects.count() == 0


def test_a_planner_takes_a_wrong_payment_back_and_its_receipt_says_so(pay, loan, acting, ester, maria, ani):
    done = pay(1_800_000)
    with acting(maria), pytest.raises(NotAllowed):
        actions.reverse_repayment(done.repayment.pk, reason="Salah tulis", by=maria, on=TODAY)
    with acting(ester):
        with pytest.raises(Refusal, match="alasannya"):
            actions.reverse_repayment(done.repayment.pk, reason=" ", by=ester, on=TODAY)
        actions.reverse_repayment(done.repayment.pk, reason="Salah tulis", by=ester, on=TODAY)
        with pytest.raises(Refusal, match="sudah dibatalkan"):
            actions.reverse_repayment(done.repayment.pk, reason="Lagi", by=ester, on=TODAY)
        assert Loan.objects.get(pk=loan.pk).state == "live"
        assert queries.disagreements(OESAPA) == []
    assert "kemudian dibatalkan" in ani.get(f"/angsuran/{done.code}/").content.decode()


def test_a_loan_is_not_opened_again_under_somebody_who_has_borrowed_anew(ward, pay, loan, acting, ester):
    done = pay(1_800_000)
    ward.lend(loan.person_id, on=TODAY)
    with acting(ester), pytest.raises(Refusal, match="pinjaman baru"):
        actions.reverse_repayment(done.repayment.pk, reason="Salah", by=ester, on=TODAY)


def test_a_failure_while_booking_leaves_neither_payment_nor_receipt(pay, acting, maria, monkeypatch):
    def dies(*_arguments, **_more):
        raise OSError("the machine died here")

    monkeypatch.setattr("lontar.city.loans.actions.repaying._make_receipt", dies)
    with pytest.raises(OSError, match="died"):
        pay(100_000)
    with acting(maria):
        assert Repayment.objects.count() == 0
        assert queries.money_by_ward("pem", OESAPA)[OESAPA].lent == 1_800_000


def test_what_was_written_off_is_lost_capital_until_it_comes_back(ward, pay, loan, acting, ester, maria):
    pay(300_000)
    with acting(ester):
        with pytest.raises(Refusal, match="surat keputusannya"):
            actions.write_off(loan.pk, paper="", reason="Usaha tutup", by=ester, on=TODAY)
        assert (
            actions.write_off(loan.pk, paper="SK 9/2026", reason="Usaha tutup", by=ester, on=TODAY).amount == 1_500_000
        )
        assert queries.disagreements(OESAPA) == []
    with pytest.raises(Refusal, match="masih mempunyai pinjaman"):
        ward.ask(loan.person_id, on=TODAY)
    with acting(maria):
        assert queries.money_by_ward("pem", OESAPA)[OESAPA].lost == 1_500_000
        with pytest.raises(Refusal, match="tidak lagi berjalan"):
            actions.repay(loan.pk, amount=1, by=maria, on=TODAY)
        with pytest.raises(Refusal, match="lebih besar"):
            actions.recover(loan.pk, amount=1_500_001, key="a", reason="Kembali", by=maria, on=TODAY)
        actions.recover(loan.pk, amount=1_000_000, key="a", reason="Kembali", by=maria, on=TODAY)
        with pytest.raises(Refusal, match="sudah dicatat"):
            actions.recover(loan.pk, amount=1_000_000, key="a", reason="Kembali", by=maria, on=TODAY)
        assert queries.disagreements(OESAPA) == []
        actions.recover(loan.pk, amount=500_000, key="b", reason="Lunas", by=maria, on=TODAY)
        assert queries.money_by_ward("pem", OESAPA)[OESAPA].lost == 0
        assert not queries.has_live_loan([loan.person_id])


def test_a_new_plan_spreads_what_is_left_and_the_old_one_can_be_read(ward, pay, loan, acting, marten):
    pay(300_000)
    with acting(marten):
        with pytest.raises(Refusal, match="berita acara"):
            actions.reschedule(loan.pk, instalments=10, minutes_id=10**9, reason="Sakit", by=marten, on=TODAY)
        late = actions.keep_minutes(OESAPA, number="BA-2", signed_on=TODAY, scan=scan(), by=marten, on=TODAY)
        actions.reschedule(loan.pk, instalments=10, minutes_id=late.pk, reason="Sakit", by=marten, on=TODAY)
        loan.refresh_from_db()
        (row,) = queries.standings([loan], on=TODAY)
        assert (row.standing.overdue, row.standing.left, row.standing.next_amount) == (0, 1_500_000, 150_000)
        assert sum(one.principal for one in loan.instalments.filter(plan=1)) == 1_800_000
        assert queries.disagreements(OESAPA) == []


def test_the_book_and_the_loans_are_held_to_each_other(ward, pay, loan, acting, ester):
    from lontar.science.postings import transfer

    with acting(ester):
        fund, lent = (queries.account(kind, "pem", OESAPA) for kind in (queries.FUND, queries.LENT))
        ledger.post(transfer(fund, lent, 5, memo="x", subject=str(loan.subject)), key="behind", by=ester, on=TODAY)
        assert queries.disagreements(OESAPA)[0].startswith(loan.number)


def test_interest_and_fee_are_earned_and_only_principal_is_lent(ward, acting, maria, tmp_path, settings):
    folder = tmp_path / "loans"
    folder.mkdir()
    text = (settings.RULES_FOLDER / "loans" / "pem.yaml").read_text()
    text = text.replace("{value: 0, from: 2013-01-01, source: \"antaranews.com 4379, 12 September 2017: tanpa bunga\", confidence: read}", "{value: 12, from: 2013-01-01, source: uji, confidence: believed}")  # fmt: skip
    text = text.replace("{value: 0, from: 2013-01-01, source: \"antaranews.com 4379, 12 September 2017: tanpa bunga\", confidence: believed}", "{value: 1, from: 2013-01-01, source: uji, confidence: believed}")  # fmt: skip
    (folder / "pem.yaml").write_text(text)
    settings.RULES_FOLDER = tmp_path
    loan = ward.lend(ward.someone("Salomi"), 1_000_000)
    with acting(maria):
        done = actions.repay(loan.pk, amount=100_000, by=maria, on=TODAY).repayment
        assert (done.fee, done.interest > 50_000, done.amount) == (10_000, True, 100_000)
        money = queries.money_by_ward("pem", OESAPA)[OESAPA]
        assert (money.earned, money.lent) == (done.fee + done.interest, 1_000_000 - done.principal)
        assert len(book.postings_of(book.entry_of(f"repay:{done.subject}").pk)) == 3
