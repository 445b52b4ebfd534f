"""A fund's figures by ward and city: late by how long, turned how often, counted or not; nothing of them touches aid."""

from datetime import date

import pytest
from django.urls import reverse

from cast import CITY, LASIANA, OESAPA
from loans.fund import CAPITAL, TODAY, appoint_lasiana, open_ward, scan
from lontar.city.loans import actions, queries
from lontar.city.portal.pages.readings import _turnover
from lontar.science.trouble import NotAllowed, Refusal

pytestmark = pytest.mark.django_db


def test_the_figures_of_a_ward_are_those_of_its_loans_and_its_book(ward, acting, maria, ester):
    late, good = ward.lend(ward.someone(), 1_800_000), ward.lend(ward.someone("Salomi"), 1_800_000)
    with acting(maria):
        for month in range(6, 12):
            actions.repay(good.pk, amount=100_000, paid_on=date(2026, month, 15), by=maria, on=TODAY)
    appoint_lasiana()
    open_ward(LASIANA, 50_000_000)
    with acting(ester):
        rows = queries.rows(CITY, on=TODAY)
        assert [row.fund.place_id for row in rows] == [OESAPA, LASIANA]
        f = rows[0].figures
        assert (f.lent_ever, f.returned_ever, f.borrowers_ever) == (3_600_000, 600_000, 2)
        assert f.live.buckets == ((0, 0, 0), (0, 0, 0), (0, 0, 0), (1, 600_000, 1_800_000))
        assert f.live.par30 == 1_800_000 / 3_000_000
        assert f.live.repayment_rate == 0.5
        assert f.turnover == 3_600_000 / CAPITAL
        late_in_2027 = queries.rows(OESAPA, on=date(2027, 3, 1))[0].figures
        assert (late_in_2027.turnover, late_in_2027.lent_ever) == (0, 3_600_000), (
            "what was lent over a year ago turns nothing"
        )
        whole = queries.summed(rows)
        assert (whole.money.capital, whole.lent_ever, whole.funds) == (CAPITAL + 50_000_000, 3_600_000, 2)
        assert whole.live.overdue == 600_000
        assert queries.rows(CITY, on=date(2026, 1, 31))[0].figures.returned_ever == 0
    assert late.pk


def test_a_fund_shows_as_unreconciled_until_a_months_money_is_counted_and_agrees(ward, acting, marten, maria):
    ward.lend(ward.someone(), 3_000_000)
    rest = CAPITAL - 3_000_000
    with acting(marten):
        (row,) = queries.rows(OESAPA, on=TODAY)
        assert row.figures.unreconciled == 1
        said = {"by": marten, "on": TODAY}
        with pytest.raises(Refusal, match=r"menurut buku 97\.000\.000 rupiah"):
            actions.count_cash(OESAPA, "2026-10", bank=rest - 1, cash=0, **said)
        actions.count_cash(OESAPA, "2026-10", bank=rest - 1, cash=0, note="Biaya bank", **said)
        assert queries.rows(OESAPA, on=TODAY)[0].figures.unreconciled == 1
        actions.count_cash(OESAPA, "2026-10", bank=rest - 1, cash=1, **said)
        (row,) = queries.rows(OESAPA, on=TODAY)
        assert (row.figures.unreconciled, row.reconciled) == (0, "2026-10")
        for period, bank, field in (("2026-11", 0, "period"), ("x", 0, "period"), ("2026-10", -1, "bank")):
            with pytest.raises(Refusal) as refused:
                actions.count_cash(OESAPA, period, bank=bank, cash=0, **said)
            assert refused.value.field == field


def test_what_is_booked_into_a_month_after_it_was_counted_makes_the_fund_wait_for_a_new_count(
    ward, acting, marten, maria, sign_in
):
    loan = ward.lend(ward.someone(), 3_000_000)
    rest, page = CAPITAL - 3_000_000, reverse("loans:fund", args=[OESAPA])
    with acting(marten):
        actions.count_cash(OESAPA, "2026-10", bank=rest, cash=0, by=marten, on=TODAY)
        assert queries.rows(OESAPA, on=TODAY)[0].reconciled == "2026-10"
    with acting(maria):
        actions.repay(loan.pk, amount=100_000, paid_on=date(2026, 10, 20), by=maria, on=TODAY)
        (row,) = queries.rows(OESAPA, on=TODAY)
        assert (row.figures.unreconciled, row.reconciled) == (1, "")
        assert "Dana kelurahan yang belum dicocokkan bulan lalu" in [one.title for one in queries.waiting_for(maria)]
    assert "sekarang Rp\xa097.100.000: hitung lagi" in sign_in(maria).get(page).content.decode()
    with acting(marten):
        actions.count_cash(OESAPA, "2026-10", bank=rest, cash=100_000, by=marten, on=TODAY)
        assert queries.rows(OESAPA, on=TODAY)[0].figures.unreconciled == 0
    assert "hitung lagi" not in sign_in(maria).get(page).content.decode()


def test_the_desk_says_what_waits_to_be_decided_paid_out_and_counted(ward, acting, marten, maria, daud):
    application = ward.ask(ward.someone())
    with acting(marten):
        assert [one.count for one in queries.waiting_for(marten)] == [1, 1]
    ward.approve(application)
    with acting(maria):
        assert "dicairkan" in queries.waiting_for(maria)[0].title
    with acting(daud):
        assert queries.waiting_for(daud) == []


def test_arrears_of_2018_are_history_with_a_source_and_stand_in_no_book(ward, acting, ester):
    with acting(ester):
        past = queries.past_arrears(CITY)
        assert (len(past), past[0].arrears, past[0].source[:12]) == (20, 310_308_000, "nttonlinenow")
        assert queries.rows(CITY, on=TODAY)[0].figures.live.overdue == 0
    assert queries.past_arrears(1000000000) == []


def test_what_is_published_covers_a_ward_in_which_few_borrow(ward, acting, ester, maria):
    from lontar.city.portal import frames as portal

    ward.lend(ward.someone())
    with acting(ester):
        totals = queries.fund_totals(CITY, until=TODAY)
    assert [(one.ward_id, one.borrowers, one.lent) for one in totals] == [(OESAPA, 1, 3_000_000)]
    few = portal._funds(totals, [])["fund"]
    assert few["amounts"] == {}
    assert all(cell[2] is None for cell in few["table"]["cells"])
    many = portal._funds([queries.FundTotals(OESAPA, 12, 10, 9, 8, 7, 6, 5)], [])["fund"]
    told = {"capital": 10, "returned": 8, "late": 7, "lost": 6, "lent_in_year": 5}
    assert many["amounts"][str(OESAPA)] == told
    assert (_turnover(told), _turnover({"capital": 10}), _turnover({})) == (0.5, None, None), "an older one says less"
    one_more = [queries.FundTotals(OESAPA, 13, 10, 9, 8, 7, 6, 5)]
    steps = portal._funds(one_more, [{"fund": many}])["fund"]["amounts"].get(str(OESAPA), {})
    assert "lent_in_year" not in steps, "one more borrower's loan is not told by what turned"
    assert portal._funds((), []) == {}


def test_no_room_that_decides_about_aid_can_ask_whether_somebody_is_late():
    from pathlib import Path

    from lontar.house.environment import ROOT

    below = ("registry", "programmes", "targeting", "delivery", "community", "fieldwork", "ledger")
    files = [file for room in below for file in Path(ROOT / "src/lontar/city" / room).rglob("*.py")]
    assert len(files) > 100
    assert [file for file in files if "city.loans" in file.read_text(encoding="utf-8")] == []


def test_names_are_opened_by_the_committee_for_a_purpose_that_is_kept(ward, acting, marten, maria, daud):
    from lontar.city.journal.models import JournalLine

    with acting(marten):
        with pytest.raises(Refusal, match="untuk apa"):
            actions.name_borrowers(OESAPA, purpose="", by=marten, on=TODAY)
        actions.name_borrowers(OESAPA, purpose="Rapat penagihan", by=marten, on=TODAY)
    with acting(maria), pytest.raises(NotAllowed):
        actions.name_borrowers(OESAPA, purpose="x", by=maria, on=TODAY)
    with acting(daud):
        assert JournalLine.objects.get(verb="name_borrowers").reason == "Rapat penagihan"


def test_erasing_a_borrower_leaves_no_word_of_them_and_the_book_as_it_was(ward, acting, ester, maria):
    from lontar.city.ledger import queries as book
    from lontar.city.loans.models import Application, Loan, Repayment
    from lontar.city.privacy.queries import why_kept
    from lontar.city.registry.models import Person

    one = ward.someone("Quillfeather Ndun")
    loan = ward.lend(one, 1_800_000, guarantor="Markus Quillfeather")
    with acting(ester):
        assert any("pinjaman" in kept.words for kept in why_kept(one, on=TODAY))
    with acting(maria):
        actions.repay(loan.pk, amount=1_800_000, by=maria, on=TODAY)
    with acting(ester):
        before = book.balances()
        with __import__("django.db").db.connection.cursor() as cursor:
            cursor.execute("SELECT loans_unlink(%s)", [one.pk])
            assert len(cursor.fetchone()[0]) == 2
        Person.objects.filter(pk=one.pk).update(name="")
        kept = Application.objects.get(pk=loan.application_id)
        assert (kept.business, kept.plan, kept.guarantor) == ("–", "–", "")
        assert Loan.objects.get(pk=loan.pk).subject is None
        assert Repayment.objects.get(loan=loan).subject is None
        assert book.balances() == before
        assert queries.disagreements(OESAPA) == []


def test_the_one_question_about_all_loans_says_what_the_formulae_say_of_each(acting, ester, maria, marten, db):
    import random

    from lontar.city.loans.models import Loan
    from lontar.science.instalments.paying import portfolio

    dice = random.Random(5)  # the same loans each time
    ward = open_ward()
    for at in range(6):
        loan = ward.lend(ward.someone(f"Peminjam {at}"), 1_000_000 + 37_777 * at)
        with acting(maria):
            days = sorted(date(2026, dice.randint(2, 11), dice.randint(1, 22)) for _ in range(dice.randint(0, 5)))
            made = [
                actions.repay(loan.pk, amount=dice.randint(1, 150_000), paid_on=day, by=maria, on=TODAY) for day in days
            ]
        if made and at % 2:
            with acting(ester):
                actions.reverse_repayment(made[0].repayment.pk, reason="Keliru", by=ester, on=TODAY)
        if at == 3:
            with acting(marten):
                late = actions.keep_minutes(OESAPA, number="BA-2", signed_on=TODAY, scan=scan(), by=marten, on=TODAY)
                actions.reschedule(loan.pk, instalments=7, minutes_id=late.pk, reason="Sakit", by=marten, on=TODAY)
    with acting(ester):
        for day in (date(2026, 2, 1), date(2026, 6, 15), date(2026, 6, 16), date(2026, 9, 3), TODAY, date(2028, 1, 1)):
            each = [row.standing for row in queries.standings(Loan.objects.filter(on__lte=day), on=day)]
            assert list(queries.portfolios(CITY, on=day).values()) == [portfolio(each)]


def test_what_a_new_plan_made_punctual_is_told_beside_the_share_at_risk(acting, ester, maria, marten, db):
    ward = open_ward()
    late, _other = (ward.lend(ward.someone(name), 1_800_000, on=date(2026, 2, 1)) for name in ("Terlambat", "Lain"))
    with acting(ester):
        (before,) = queries.rows(OESAPA, on=TODAY)
    assert (before.figures.rescheduled, before.figures.live.par30) == (0, 1.0)
    with acting(marten):
        paper = actions.keep_minutes(OESAPA, number="BA-9", signed_on=TODAY, scan=scan(), by=marten, on=TODAY)
        actions.reschedule(late.pk, instalments=6, minutes_id=paper.pk, reason="Sakit", by=marten, on=TODAY)
    with acting(ester):
        (row,) = queries.rows(OESAPA, on=TODAY)
        assert (row.figures.rescheduled, row.figures.rescheduled_left) == (1, 1_800_000)
        assert row.figures.live.par30 == 0.5, "one of two is late still"
        assert queries.summed([row, row]).rescheduled_left == 3_600_000
