"""In a group's loan each member has a share, and each payment says for whose part it was and who brought it."""

from dataclasses import dataclass

from lontar.city.loans import queries
from lontar.city.loans.models import Application, Loan, MemberPayment, Repayment, Share
from lontar.kit.formats import number
from lontar.science.instalments.together import in_proportion, spread
from lontar.science.trouble import Refusal, words


@dataclass(frozen=True, slots=True)
class Handed:
    """For whose part a payment is, nobody's for all of them; and who brought it, nobody where each paid their own."""

    member: int | None = None
    payer: int | None = None


TOGETHER = Handed()


def keep_shares(loan: Loan, asked: Application) -> None:
    """What each member answers for of a loan as it is paid out; less than was asked for is shared in proportion."""
    members = list(asked.members.order_by("pk").values_list("person_id", "share"))
    if not members:
        return
    shares = [share for _person, share in members]
    first = asked.amount - sum(shares)
    weights = [first, *shares] if all(shares) else [1] * (len(members) + 1)
    people = (asked.person_id, *(person for person, _share in members))
    _write(loan, loan.plan, dict(zip(people, in_proportion(loan.principal, weights), strict=True)))


def keep_rest(loan: Loan, rows: list[queries.MemberRow], plan: int) -> None:
    """What each member answers for of a new plan: as much as of the old one was left."""
    _write(loan, plan, {row.person_id: row.part.left for row in rows})


def _write(loan: Loan, plan: int, shares: dict[int, int]) -> None:
    Share.objects.bulk_create(
        [
            Share(loan=loan, place_id=loan.place_id, plan=plan, person_id=person, amount=amount)
            for person, amount in shares.items()
        ]
    )


def checked_hand(rows: list[queries.MemberRow], hand: Handed, amount: int) -> dict[int, int]:
    """How much of a payment is for whose part, without penalty; nothing for a loan to one person."""
    people = {row.person_id for row in rows}
    for person, field in ((hand.member, "member"), (hand.payer, "payer")):
        if person is not None and person not in people:
            raise Refusal(words("Orang itu bukan anggota kelompok pinjaman ini."), field=field)
    if not rows:
        return {}
    if hand.member is None:
        parts = spread(amount, [row.part for row in rows])
        return {row.person_id: part for row, part in zip(rows, parts, strict=True)}
    left = next(row.part.left for row in rows if row.person_id == hand.member)
    if amount > left:
        raise Refusal(
            words("Bagian anggota itu tinggal %(left)s rupiah."),
            advice=words("Catat selebihnya untuk bagian anggota lain, atau pilih semua anggota."), field="member",
            values={"left": number(left)},
        )  # fmt: skip
    return {hand.member: amount}


def keep_hand(made: Repayment, parts: dict[int, int], hand: Handed) -> None:
    """Whose part was paid and by whom; a penalty is the group's, and goes along by what each part is."""
    people = list(parts)
    fines = in_proportion(made.penalty, [parts[person] for person in people])
    MemberPayment.objects.bulk_create(
        [
            MemberPayment(
                repayment=made, place_id=made.place_id, member_id=person, payer_id=hand.payer or person,
                amount=parts[person], penalty=fine,
            )
            for person, fine in zip(people, fines, strict=True)
            if parts[person] or fine
        ]
    )  # fmt: skip
