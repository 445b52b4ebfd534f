"""The revolving funds of the made-up city: two wards that lend, with loans that are paid, late, whole and lost."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

from lontar.city.loans import actions as loans
from lontar.city.loans import queries as funds
from lontar.city.registry import queries as families
from lontar.house.demo_community import signed_paper

As = Callable[[str], AbstractContextManager[Any]]
CAPITAL, OTHER_CAPITAL = 150_000_000, 100_000_000
OPENED, ASKED, MET, LENT = date(2026, 1, 16), date(2026, 1, 19), date(2026, 1, 23), date(2026, 1, 26)
WAITS_SINCE, LAST_PAID = date(2026, 11, 12), date(2026, 11, 20)
VISITED, PROMISED_FOR = date(2026, 11, 5), date(2026, 11, 16)
BUSINESSES = (
    ("Kios sembako, sejak 2022", "Menambah barang dagangan"), ("Tenun ikat di rumah", "Benang dan pewarna"),
    ("Warung makan", "Kompor dan peralatan"), ("Ternak ayam", "Bibit dan pakan"), ("Jual ikan", "Kotak pendingin"),
    ("Menjahit", "Mesin jahit kedua"), ("Bengkel sepeda motor", "Kunci dan suku cadang"),
)  # fmt: skip
AMOUNTS = (3_000_000, 5_000_000, 2_000_000, 4_000_000, 2_500_000, 3_600_000, 1_800_000)
# How many of the instalments that fell due by November each of them paid: six is all of them.
PAID = (6, 6, 5, 3, 0, 6, 18)
WAITING, GROUPS = 2, 1
# A group of three: what each asked for, and how many of the six instalments that fell due the last one paid herself.
SHARES, LAST_PAYS = (2_000_000, 1_600_000, 1_200_000), 3
LOOKED_AT = 60


def lend(ward_id: int, other_id: int, officers: tuple[str, str, str], as_: As) -> None:
    """A fund with seven loans and two applications in the demo's ward, and one that has just begun in another."""
    planner, committee, ward_officer = officers
    with as_(planner) as by:
        begun = funds.applications(by, place_id=ward_id).count()
        if begun >= len(AMOUNTS) + WAITING + GROUPS:
            return
        for place, capital in ((ward_id, CAPITAL), (other_id, OTHER_CAPITAL)):
            if funds.fund_in(place) is None:
                loans.open_fund(place, product="pem", capital=capital, document="SK contoh 3/2026", by=by, on=OPENED)
                loans.open_lending_round(place, by=by, on=OPENED)
    with as_(committee) as by:
        people = _people(ward_id)
        kept = funds.minutes_of(funds.fund_or_refuse(ward_id).pk).first() or loans.keep_minutes(
            ward_id, number="BA contoh 1/2026", signed_on=MET, scan=signed_paper("Komite dana, contoh"), by=by, on=MET
        )
    for at in range(begun, len(AMOUNTS)):
        _one(ward_id, people, at, kept.pk, committee, ward_officer, as_)
    with as_(ward_officer) as by:
        _follow(ward_id, by)
        for at in range(max(begun, len(AMOUNTS)), len(AMOUNTS) + WAITING):
            _ask(ward_id, people, at, by=by, on=WAITS_SINCE)
    _group(ward_id, people, kept.pk, committee, ward_officer, as_)


def _follow(ward_id: int, by: Any) -> None:
    """A visit to a borrower whose promise came to nothing, and one who says that the book is wrong."""
    live = list(funds.loans(by, place_id=ward_id, state="live").order_by("pk"))
    if len(live) < 2 or funds.disputes(by).exists():
        return
    told = sorted(funds.standings(live, on=WAITS_SINCE), key=lambda row: (-row.standing.days, row.loan.pk))
    says_other, promised = told[0].loan, told[1].loan
    loans.note_visit(
        promised.pk, visited_on=VISITED, met=True, promised=200_000, promised_for=PROMISED_FOR,
        note="Warungnya buka lagi (contoh)", by=by, on=VISITED,
    )  # fmt: skip
    left = funds.left_of(says_other, on=WAITS_SINCE)
    loans.open_dispute(
        says_other.pk, said_left=left - 400_000, by=by, on=WAITS_SINCE,
        statement="Katanya dua kali membayar Rp200.000 kepada komite lama dan punya kuitansi (contoh).",
    )  # fmt: skip


def _people(ward_id: int) -> Iterator[int]:
    """Heads of families of a ward who live here now, one for each family."""
    rows = families.families_matching(families.FamilyFilter(place_id=ward_id, present=True)).order_by("pk")[:LOOKED_AT]
    members = families.names_in([one.pk for one in rows])
    return iter([people[0][0] for _family, people in sorted(members.items())])


def _ask(ward_id: int, people: Iterator[int], at: int, *, by: Any, on: date) -> Any:
    """The next of these people who may borrow asks for a loan; None where the ward is so small that there is none."""
    business, plan = BUSINESSES[at % len(BUSINESSES)]
    values: dict[str, Any] = {"business": f"{business} (contoh)", "plan": plan}
    person = _who_may(ward_id, people, AMOUNTS[at % len(AMOUNTS)], values, on)
    if person is None:
        return None
    wish = funds.Wish(person, AMOUNTS[at % len(AMOUNTS)], **values)
    return loans.apply_for(ward_id, wish, key=uuid.uuid4(), by=by, on=on)


def _who_may(ward_id: int, people: Iterator[int], amount: int, values: dict[str, Any], on: date) -> int | None:
    offer = funds.offer("pem", on)
    for person in people:
        wish = funds.Wish(person, amount, **values)
        if all(one.kind == "unknown" for one in funds.objections(wish, offer, ward_id, on=on)):
            return person
    return None


def _group(ward_id: int, people: Iterator[int], minutes: int, committee: str, ward_officer: str, as_: As) -> None:
    """Three weavers who answer together: the last one stops paying, the first pays once for her, and then it is late."""
    values: dict[str, Any] = {"business": "Tenun ikat bersama (contoh)", "plan": "Benang untuk tiga alat tenun"}
    with as_(committee) as by:
        together = [_who_may(ward_id, people, SHARES[0], values, ASKED) for _one in SHARES]
        members = [person for person in together if person is not None]
        if len(members) < len(SHARES):  # a ward so small that no three may borrow
            return
        first, *others = members
        wish = funds.Wish(
            first, sum(SHARES), group_name="Kelompok Tenun Contoh", members=tuple(others), shares=SHARES[1:], **values
        )
        asked = loans.apply_for(ward_id, wish, key=uuid.uuid4(), by=by, on=ASKED)
        loans.decide(asked.pk, minutes_id=minutes, approved=True, amount=asked.amount, by=by, on=MET)
    with as_(ward_officer) as by:
        loan = loans.pay_out(asked.pk, by=by, on=LENT).loan
        fell_due = [due.due_date for due in funds.dues_of(loan, on=LENT) if due.due_date <= LAST_PAID]
        for nr, day in enumerate(fell_due):
            for at, member in enumerate((first, *others)):
                if at == len(SHARES) - 1 and nr > LAST_PAYS:
                    continue
                payer = first if at == len(SHARES) - 1 and nr == LAST_PAYS else None
                (part,) = [
                    one.part for one in funds.members_of(loan, on=day + timedelta(days=1)) if one.person_id == member
                ]
                loans.repay(
                    loan.pk, amount=part.fell_due - part.paid, paid_on=day, by=by, on=day, key=f"contoh-{nr}-{at}",
                    hand=loans.Handed(member=member, payer=payer),
                )  # fmt: skip


def _one(
    ward_id: int, people: Iterator[int], at: int, minutes: int, committee: str, ward_officer: str, as_: As
) -> None:  # fmt: skip
    with as_(committee) as by:
        asked = _ask(ward_id, people, at, by=by, on=ASKED)
        if asked is None:
            return
        loans.decide(asked.pk, minutes_id=minutes, approved=True, amount=asked.amount, by=by, on=MET)
    with as_(ward_officer) as by:
        loan = loans.pay_out(asked.pk, by=by, on=LENT).loan
        dues = funds.dues_of(loan, on=LENT)
        for due in dues[: PAID[at]]:
            # Who paid all of it did so early; the others on the day.
            on = min(due.due_date, LAST_PAID)
            loans.repay(loan.pk, amount=due.whole, paid_on=on, by=by, on=on, key=f"contoh-{due.nr}")
