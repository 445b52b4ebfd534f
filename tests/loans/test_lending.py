"""A loan goes out of a ward's fund once, by the committee's signed minutes and another hand, to who may borrow."""

import uuid
from datetime import timedelta

import pytest

from cast import LASIANA, OESAPA
from lives import family
from loans.fund import ASKED, CAPITAL, LENT, MET, TODAY, Ward, appoint_lasiana, open_ward, scan
from lontar.city.journal.models import JournalLine
from lontar.city.ledger import queries as book
from lontar.city.loans import actions, queries
from lontar.city.loans.models import Application, Borrower, Instalment, Loan
from lontar.city.registry.models import Person
from lontar.science.trouble import NotAllowed, Refusal

pytestmark = pytest.mark.django_db
NIK = "5371034107800001"


def money(place_id=OESAPA):
    return queries.money_by_ward("pem", place_id).get(place_id)


def test_a_loan_moves_from_the_fund_to_a_random_number_and_no_name_is_in_the_book(ward, acting, maria):
    loan = ward.lend(ward.someone(), 5_000_000)
    with acting(maria):
        entry = book.entry_of(f"lend:{loan.subject}")
        assert [(p.account.code, p.amount, p.subject) for p in book.postings_of(entry.pk)] == [
            ("fund:fund:pem:53.71.03.1010", -5_000_000, loan.subject),
            ("lent:fund:pem:53.71.03.1010", 5_000_000, loan.subject),
        ]
        assert (money().fund, money().lent, money().capital) == (CAPITAL - 5_000_000, 5_000_000, CAPITAL)
        plan = list(Instalment.objects.filter(loan=loan).order_by("nr"))
        assert (len(plan), plan[0].due_date.isoformat()) == (18, "2026-06-15")
        assert sum(one.principal for one in plan) == 5_000_000
        assert queries.disagreements(OESAPA) == []


def test_sent_twice_it_is_paid_once_and_asked_once(ward, acting, marten, maria):
    one, key = ward.someone(), uuid.uuid4()
    application = ward.ask(one, key=key)
    assert ward.ask(one, key=key) == application
    with pytest.raises(Refusal, match="permohonan lain"):
        ward.ask(one, 4_000_000, key=key)
    ward.approve(application)
    with acting(maria):
        first, second = (actions.pay_out(application.pk, by=maria, on=LENT) for _ in range(2))
    assert (first.fresh, second.fresh, first.loan) == (True, False, second.loan)
    with acting(maria):
        assert money().lent == 3_000_000


def test_who_wrote_the_decision_down_does_not_pay_it_out(ward, acting, marten):
    application = ward.ask(ward.someone())
    ward.approve(application)
    with acting(marten), pytest.raises(NotAllowed, match="orang lain"):
        actions.pay_out(application.pk, by=marten, on=LENT)


@pytest.mark.parametrize("amount", [-1, 0, 2.5, True, 10**20, 999_999, 25_000_001])
def test_what_the_product_does_not_lend_is_refused_and_nothing_is_written(ward, amount):
    with pytest.raises(Refusal) as refused:
        ward.ask(ward.someone(), amount)
    assert refused.value.field == "amount"
    assert Application.objects.count() == 0


def test_above_the_products_limit_a_loan_needs_collateral(ward):
    one = ward.someone()
    with pytest.raises(Refusal, match="agunan"):
        ward.ask(one, 5_000_001)
    assert ward.ask(one, 5_000_001, collateral="BPKB motor").amount == 5_000_001


def test_nobody_who_has_a_live_loan_in_another_ward_borrows_and_the_ward_is_not_told(ward, acting, ester):
    appoint_lasiana()
    other = open_ward(LASIANA)
    there = other.someone("Yuliana Ndun", nik=NIK)
    other.lend(there)
    with pytest.raises(Refusal, match="masih mempunyai pinjaman") as refused:
        ward.ask(ward.someone("Yuliana Nduun", nik=NIK))
    assert "Lasiana" not in str(refused.value)
    with acting(ward.officer):
        assert Loan.objects.count() == 0, "her officer sees nothing of it"


def test_a_loan_that_began_elsewhere_after_the_committee_met_stops_the_payment(ward, acting, maria):
    appoint_lasiana()
    other = open_ward(LASIANA)
    mine, same = ward.someone("Markus Benu", nik=NIK), other.someone("Markus Benu", nik=NIK)
    application = ward.ask(mine)
    ward.approve(application)
    other.lend(same)
    with acting(maria), pytest.raises(Refusal, match="masih mempunyai pinjaman"):
        actions.pay_out(application.pk, by=maria, on=LENT)


def test_where_nobody_asked_the_index_still_refuses_a_second_live_loan(ward, acting, maria, monkeypatch):
    appoint_lasiana()
    other = open_ward(LASIANA)
    one = ward.someone()
    application = ward.ask(one)
    ward.approve(application)
    theirs = other.lend(other.someone("Salomi"))
    with acting(other.officer):
        Borrower.objects.create(loan=theirs, place_id=LASIANA, person=one)
    monkeypatch.setattr("lontar.city.loans.queries.borrowing.has_live_loan", lambda persons: False)
    with acting(maria), pytest.raises(Refusal, match="masih mempunyai pinjaman"):
        actions.pay_out(application.pk, by=maria, on=LENT)
    with acting(maria):
        assert Loan.objects.count() == 0


def test_who_was_granted_capital_for_the_same_purpose_does_not_borrow_it_too(ward, acting, ester):
    from town import build_town

    one = ward.someone()
    town = build_town(acting, key="uep", name="Usaha ekonomi produktif")
    with acting(ester):
        town.make_round(state="approved", of=[queries.family_of(one.pk)])
    with pytest.raises(Refusal, match="hibah untuk tujuan yang sama"):
        ward.ask(one)


def test_what_is_not_known_of_grants_is_told_and_refuses_nobody(ward, acting, maria):
    one = ward.someone()
    with acting(maria):
        found = queries.objections(ward.wish(one), queries.offer("pem", ASKED), OESAPA, on=ASKED)
    assert [(o.kind, o.values) for o in found] == [("unknown", {"years": 18}), ("unknown", {"names": "UEP, KUBE"})]


def test_a_child_borrows_nothing_alone_or_in_a_group_until_grown_or_married(ward, acting, ester):
    grown, child = ward.someone("Yuliana Ndun"), ward.someone("Ana Ndun")

    def write(**values):
        with acting(ester):
            Person.objects.filter(pk=child.pk).update(**values)

    write(birth_date=ASKED.replace(year=ASKED.year - 18) + timedelta(days=1))
    with pytest.raises(Refusal, match="belum berumur 18 tahun"):
        ward.ask(child)
    with pytest.raises(Refusal, match="belum berumur 18 tahun"):
        ward.ask(grown, group_name="Tenun", members=(child.pk,))
    write(marital_status="married")
    assert ward.ask(child)
    write(marital_status="", birth_date=ASKED.replace(year=ASKED.year - 18))
    assert ward.ask(grown, group_name="Tenun", members=(child.pk,))


def test_who_lives_in_another_ward_does_not_borrow_here(ward, acting, ester):
    with acting(ester):
        _home, (stranger,) = family(("Ferdy Radja", "head", None, "L"), place=LASIANA)
    with pytest.raises(Refusal, match="tinggal di kelurahan ini"):
        ward.ask(stranger)


def test_a_group_answers_together_and_each_of_it_for_one_loan(ward, acting, maria):
    head, member = ward.someone("Yuliana Ndun"), ward.someone("Salomi Benu")
    with pytest.raises(Refusal, match="Kelompok perlu"):
        ward.ask(head, group_name="Tenun Oesapa", members=(head.pk,))
    loan = ward.lend(head, group_name="Tenun Oesapa", members=(member.pk,))
    with acting(maria):
        assert set(Borrower.objects.filter(loan=loan).values_list("person_id", flat=True)) == {head.pk, member.pk}
    with pytest.raises(Refusal, match="masih mempunyai pinjaman"):
        ward.ask(member)


def test_nothing_is_approved_without_minutes_that_were_signed_after_it_was_asked(ward, acting, marten):
    application = ward.ask(ward.someone(), on=TODAY)
    with acting(marten):
        for minutes, words in ((ward.minutes.pk, "lebih tua"), (10**9, "Pilih berita acara")):
            with pytest.raises(Refusal, match=words):
                actions.decide(application.pk, minutes_id=minutes, approved=True, amount=10**6, by=marten, on=TODAY)
        with pytest.raises(Refusal, match="Lampirkan"):
            actions.keep_minutes(OESAPA, number="2", signed_on=MET, scan=b"", by=marten, on=MET)
        with pytest.raises(Refusal, match="sudah ada"):
            actions.keep_minutes(OESAPA, number="BA-1/2026", signed_on=MET, scan=scan(), by=marten, on=MET)


def test_the_committee_approves_less_or_refuses_with_a_reason_and_only_once(ward, acting, marten):
    one, two = ward.ask(ward.someone()), ward.ask(ward.someone("Salomi"))
    with acting(marten):
        said = {"minutes_id": ward.minutes.pk, "by": marten, "on": MET}
        with pytest.raises(Refusal, match="paling banyak yang diminta"):
            actions.decide(one.pk, approved=True, amount=3_000_001, **said)
        assert actions.decide(one.pk, approved=True, amount=2_000_000, **said).amount == 2_000_000
        with pytest.raises(Refusal, match="mengapa ditolak"):
            actions.decide(two.pk, approved=False, **said)
        assert actions.decide(two.pk, approved=False, reason="Usahanya belum mulai", **said).amount == 0
        with pytest.raises(Refusal, match="sudah diputuskan"):
            actions.decide(two.pk, approved=True, amount=10**6, **said)
        assert actions.see_minutes(ward.minutes.pk, OESAPA, by=marten, on=MET)[1].startswith(b"\xff\xd8")


def test_a_fund_never_lends_more_than_lies_in_it(acting, maria, db):
    poor = open_ward(capital=4_000_000)
    poor.lend(poor.someone(), 3_000_000)
    with pytest.raises(Refusal, match=r"tersisa 1\.000\.000"):
        poor.lend(poor.someone("Salomi"), 2_000_000)


def test_a_new_round_opens_when_the_set_share_of_the_last_has_come_back(ward, acting, marten, maria):
    with acting(marten), pytest.raises(Refusal, match="belum meminjamkan"):
        actions.open_lending_round(OESAPA, by=marten, on=TODAY)
    loan = ward.lend(ward.someone(), 10_000_000, collateral="Sertifikat")
    with acting(maria):
        actions.repay(loan.pk, amount=7_999_999, by=maria, on=TODAY)
    with acting(marten), pytest.raises(Refusal, match="80%"):
        actions.open_lending_round(OESAPA, by=marten, on=TODAY)
    with acting(maria):
        actions.repay(loan.pk, amount=1, by=maria, on=TODAY)
    with acting(marten):
        assert actions.open_lending_round(OESAPA, by=marten, on=TODAY).number == 2


def test_an_application_is_withdrawn_and_another_may_follow(ward, acting, marten):
    one = ward.someone()
    first = ward.ask(one)
    with pytest.raises(Refusal, match="sudah mempunyai permohonan"):
        ward.ask(one)
    with acting(marten):
        actions.withdraw(first.pk, reason="Tidak jadi", by=marten, on=MET)
        with pytest.raises(Refusal, match="sudah selesai"):
            actions.withdraw(first.pk, reason="Lagi", by=marten, on=MET)
    assert ward.ask(one).pk != first.pk


@pytest.mark.parametrize("username", ["agus", "yohanes", "petrus", "rita", "daud", "anna"])
def test_other_roles_neither_open_nor_lend_nor_decide(ward, acting, username):
    from cast import officer

    who = officer(username)
    application = ward.ask(ward.someone())
    with acting(who):
        for deed in (
            lambda: actions.open_fund(LASIANA, product="pem", capital=1, document="x", by=who, on=TODAY),
            lambda: actions.open_lending_round(OESAPA, by=who, on=TODAY),
            lambda: actions.apply_for(OESAPA, ward.wish(application.person_id), key=uuid.uuid4(), by=who, on=TODAY),
            lambda: actions.decide(application.pk, minutes_id=1, approved=False, reason="x", by=who, on=TODAY),
            lambda: actions.pay_out(application.pk, by=who, on=TODAY),
            lambda: actions.withdraw(application.pk, reason="x", by=who, on=TODAY),
        ):
            with pytest.raises(NotAllowed):
                deed()


def test_every_step_is_one_line_of_the_journal_without_a_name(ward, acting, daud):
    ward.lend(ward.someone("Quillfeather Ndun"))
    with acting(daud):
        lines = list(JournalLine.objects.filter(subject_kind__startswith="loans."))
    assert {line.verb for line in lines} == {
        "open_fund", "open_lending_round", "keep_minutes", "apply_for", "decide_application", "pay_out",
    }  # fmt: skip
    assert not [line for line in lines if "Quillfeather" in str(line.details)]


def test_a_failure_after_the_loan_was_written_leaves_nothing_of_it(ward, acting, maria, monkeypatch):
    application = ward.ask(ward.someone())
    ward.approve(application)

    def dies(*_arguments, **_more):
        raise OSError("the machine died here")

    monkeypatch.setattr("lontar.city.loans.actions.lending.ledger.post", dies)
    with acting(maria):
        with pytest.raises(OSError, match="died"):
            actions.pay_out(application.pk, by=maria, on=LENT)
        assert (Loan.objects.count(), Instalment.objects.count(), Borrower.objects.count()) == (0, 0, 0)
        assert Application.objects.get(pk=application.pk).state == "approved"


def test_a_ward_has_one_fund_and_the_product_is_known(ward, acting, ester):
    said = {"document": "SK 2", "by": ester, "on": TODAY}
    with acting(ester):
        with pytest.raises(Refusal, match="sudah mempunyai"):
            actions.open_fund(OESAPA, product="pem", capital=1, **said)
        with pytest.raises(Refusal, match="tidak dikenal"):
            actions.open_fund(LASIANA, product="x", capital=1, **said)
        with pytest.raises(Refusal, match="satu kelurahan"):
            actions.open_fund(5371030000, product="pem", capital=1, **said)
        actions.add_capital(OESAPA, capital=5, key="k", **said)
        actions.add_capital(OESAPA, capital=5, key="k", **said)
        assert money().capital == CAPITAL + 5


def test_a_loan_and_its_plan_cannot_be_changed_behind_the_verbs(ward, acting, maria):
    from django.db import Error, transaction

    loan = ward.lend(ward.someone())
    with acting(maria):
        for change in (
            lambda: Loan.objects.filter(pk=loan.pk).update(principal=1),
            lambda: Instalment.objects.filter(loan=loan).update(principal=1),
            lambda: Application.objects.filter(pk=loan.application_id).update(amount=1),
            lambda: Loan.objects.filter(pk=loan.pk).delete(),
        ):
            with pytest.raises(Error), transaction.atomic():
                change()


def test_names_of_a_ward_stay_behind_its_wall(ward: Ward, acting):
    appoint_lasiana()
    ward.lend(ward.someone())
    from cast import officer

    lusia = officer("lusia")
    with acting(lusia):
        assert not queries.loans(lusia).exists()
        assert not queries.applications(lusia).exists()
        assert not queries.funds().exists()
