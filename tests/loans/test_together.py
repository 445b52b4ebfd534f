"""A group answers for its loan together: each has a share, what one does not pay falls to the others, and it is kept who paid for whom."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cast import OESAPA
from loans.fund import TODAY, scan
from lontar.city.loans import actions, queries
from lontar.science.instalments.paying import Due, Paid, standing
from lontar.science.instalments.together import own_dues, spread, together
from lontar.science.trouble import Refusal

WEIGHTS = st.lists(st.integers(0, 10**7), min_size=2, max_size=6).filter(any)


@given(
    WEIGHTS,
    st.lists(st.integers(1, 10**6), min_size=1, max_size=6),
    st.sampled_from(["equal", "share", "none"]),
    st.data(),
)
def test_what_a_group_is_late_with_is_asked_of_its_members_to_the_rupiah_and_of_nobody_twice(
    weights, amounts, joint, data
):
    dues = [Due(nr, date(2026, nr, 1), amount) for nr, amount in enumerate(amounts, start=1)]
    rows = own_dues(dues, weights)
    assert [sum(column) for column in zip(*rows, strict=True)] == amounts
    assert all(part >= 0 for row in rows for part in row)
    assert all(weight or not sum(row) for weight, row in zip(weights, rows, strict=True)), "no share, nothing owed"
    on = date(2026, data.draw(st.integers(1, 8)), 2)
    paid = [data.draw(st.integers(0, sum(row))) for row in rows]
    whole = sum(paid)
    overdue = standing(dues, [Paid(date(2026, 1, 1), whole)], on=on).overdue
    parts = together(dues, weights, paid, overdue=overdue, joint=joint, on=on)
    assert sum(part.late for part in parts) == overdue
    assert sum(part.bears for part in parts) == (0 if joint == "none" else overdue)
    assert all(part.late <= max(part.fell_due - part.paid, 0) for part in parts)
    only = [part for part in parts if part.late]
    assert len(only) != 1 or only[0].bears == 0, "nobody bears their own part"
    amount = data.draw(st.integers(0, sum(part.left for part in parts)))
    for_all = spread(amount, parts)
    assert sum(for_all) == amount
    assert all(0 <= got <= part.left for got, part in zip(for_all, parts, strict=True))


@pytest.fixture
def group(ward):
    """Three women who share 3.6 million as 1.8, 1.2 and 0.6: 200,000 a month from June on."""
    people = [ward.someone(name).pk for name in ("Yuliana Ndun", "Salomi Benu", "Ester Lay")]
    loan = ward.lend(
        people[0], 3_600_000, group_name="Tenun Bersama", members=tuple(people[1:]), shares=(1_200_000, 600_000)
    )
    return loan, people


def _parts(loan, on=TODAY):
    return [row.part for row in queries.members_of(loan, on=on)]


@pytest.mark.django_db
def test_what_one_does_not_pay_falls_to_the_others_and_it_is_kept_who_paid_for_whom(group, acting, maria):
    loan, (first, second, third) = group
    june = date(2026, 6, 20)
    with acting(maria):
        assert [part.share for part in _parts(loan)] == [1_800_000, 1_200_000, 600_000]
        assert [(part.late, part.bears) for part in _parts(loan, june)] == [
            (100_000, 50_001),
            (66_667, 66_666),
            (33_333, 83_333),
        ]
        actions.repay(loan.pk, amount=100_000, hand=actions.Handed(first), by=maria, on=june)
        actions.repay(loan.pk, amount=66_667, hand=actions.Handed(second), by=maria, on=june)
        assert [(part.late, part.bears) for part in _parts(loan, june)] == [(0, 16_667), (0, 16_666), (33_333, 0)]
        actions.repay(loan.pk, amount=33_333, hand=actions.Handed(third, payer=first), by=maria, on=june)
        assert [part.called for part in _parts(loan, june)] == [0, 0, 0]
        (one,) = queries.paid_for_others(loan)
        assert (one.payer_id, one.member_id, one.amount) == (first, third, 33_333)
        done = actions.repay(loan.pk, amount=200_000, by=maria, on=TODAY).repayment
        assert sum(done.parts.values_list("amount", flat=True)) == 200_000
        assert queries.disagreements(OESAPA) == []


@pytest.mark.django_db
def test_nobody_pays_more_than_a_members_part_nor_for_a_stranger(group, ward, acting, maria):
    loan, (_first, _second, third) = group
    stranger = ward.someone("Orang Lain").pk
    with acting(maria):
        with pytest.raises(Refusal, match=r"tinggal 600\.000"):
            actions.repay(loan.pk, amount=600_001, hand=actions.Handed(third), by=maria, on=TODAY)
        for hand in (actions.Handed(stranger), actions.Handed(third, payer=stranger)):
            with pytest.raises(Refusal, match="bukan anggota"):
                actions.repay(loan.pk, amount=1, hand=hand, by=maria, on=TODAY)
        actions.repay(loan.pk, amount=600_000, hand=actions.Handed(third), by=maria, on=TODAY)
        assert queries.has_live_loan([third]), "who paid the own part still answers for the others"
    with pytest.raises(Refusal, match="masih mempunyai pinjaman"):
        ward.ask(third)
    with acting(maria):
        actions.repay(loan.pk, amount=3_000_000, by=maria, on=TODAY)
        assert not queries.has_live_loan([third])


@pytest.mark.django_db
def test_a_new_plan_asks_each_member_for_what_of_the_own_part_was_left(group, acting, maria, marten):
    loan, (first, *_others) = group
    with acting(maria):
        actions.repay(loan.pk, amount=1_800_000, hand=actions.Handed(first), by=maria, on=TODAY)
    with acting(marten):
        minutes = actions.keep_minutes(OESAPA, number="BA-2", signed_on=TODAY, scan=scan(), by=marten, on=TODAY)
        actions.reschedule(loan.pk, instalments=6, minutes_id=minutes.pk, reason="Banjir", by=marten, on=TODAY)
        loan.refresh_from_db()
        assert [part.share for part in _parts(loan)] == [0, 1_200_000, 600_000]


@pytest.mark.django_db
@pytest.mark.parametrize("shares", [(1_200_000,), (0, 600_000), (3_000_000, 600_000)])
def test_shares_that_leave_somebody_without_one_are_refused(ward, shares):
    people = [ward.someone(name).pk for name in ("Yuliana Ndun", "Salomi Benu", "Ester Lay")]
    with pytest.raises(Refusal, match="Bagian setiap anggota"):
        ward.ask(people[0], 3_600_000, group_name="Tenun", members=tuple(people[1:]), shares=shares)


@pytest.mark.django_db
def test_a_group_is_written_down_paid_for_and_reminded_on_its_pages_and_by_program(
    ward, group, sign_in, maria, acting, monkeypatch
):
    monkeypatch.setattr("lontar.city.places.queries.today", lambda: TODAY)
    loan, (first, second, third) = group
    new = [ward.someone(name).pk for name in ("Ani Baru", "Budi Baru")]
    page = sign_in(maria)
    told = {
        "person": f"{new[0]:07d}",
        "amount": "2.000.000",
        "business": "Kios",
        "plan": "Barang",
        "group_name": "Baru",
    }
    half = page.post(f"/dana/{OESAPA}/permohonan/", told | {"members": f"{new[1]:07d} = banyak"})
    assert "“banyak” bukan jumlah rupiah" in half.content.decode()
    sent = page.post(f"/dana/{OESAPA}/permohonan/", told | {"members": f"{new[1]:07d} = 500.000"})
    assert sent.status_code == 302
    with acting(maria):
        asked = queries.applications(maria).first()
    shown = page.get(f"/dana/permohonan/{asked.pk}/").content.decode()
    assert "500.000" in shown
    assert "ditanggung anggota lain sama rata" in shown
    address = f"/dana/pinjaman/{loan.pk}/"
    paid = page.post(
        f"{address}angsuran/",
        {"amount": "100.000", "paid_on": "22/11/2026", "member": third, "payer": second, "key": "g1"},
    )
    assert paid.status_code == 302
    shown = page.get(address).content.decode()
    assert "Siapa membayar untuk siapa" in shown
    assert "1.800.000" in shown
    letter = page.post(f"{address}pengingat/")
    assert letter.content[:5] == b"%PDF-"
    assert b"/Type/Pages/Count 6" in letter.content, "a sheet of two sides for each of the three"
    rows = page.get(f"/api/loans/loans/{loan.pk}/members").json()
    assert [(row["person"], row["share"]) for row in rows] == [
        (first, 1_800_000),
        (second, 1_200_000),
        (third, 600_000),
    ]
    body = json.dumps({"amount": 50_000, "member": third})
    key = {"headers": {"Idempotency-Key": "telephone-78"}, "content_type": "application/json"}
    assert page.post(f"/api/loans/loans/{loan.pk}/repayments", body, **key).status_code == 200
    assert page.get(f"/api/loans/loans/{loan.pk}/members").json()[2]["paid"] == 150_000
