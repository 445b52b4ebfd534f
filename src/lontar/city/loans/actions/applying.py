"""Somebody asks for a loan; whoever asked may take it back."""

import uuid
from datetime import date

from django.db import IntegrityError, transaction

from lontar.city.journal.actions import record
from lontar.city.loans import queries
from lontar.city.loans.actions.guards import checked_words, locked_fund, require_ward
from lontar.city.loans.models import Application, Fund, GroupMember
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, require
from lontar.science.trouble import Refusal, words

State = Application.State


@deed
def apply_for(place_id: int, wish: queries.Wish, *, key: uuid.UUID, by: Actor, on: date) -> Application:
    """Write down what somebody asks for, if the product's rule of that day lets them borrow."""
    require(by, *queries.WHO_RUN)
    fund = locked_fund(place_id, by)
    before = Application.objects.filter(key=key).first()
    if before is not None:
        if (before.person_id, before.amount) != (wish.person_id, wish.amount):
            raise Refusal(words("Perintah itu sudah dipakai untuk permohonan lain."), field="key")
        return before
    round_ = queries.newest_round(fund)
    if round_ is None:
        raise Refusal(words("Belum ada putaran yang terbuka."), advice=words("Buka dahulu putaran dana ini."))
    business = checked_words(wish.business, "business", 200, words("Tuliskan usahanya, paling panjang %(most)s huruf."))
    plan = checked_words(wish.plan, "plan", 500, words("Tuliskan untuk apa uangnya, paling panjang %(most)s huruf."))
    _refuse_first(wish, fund, on=on)
    family = queries.family_of(wish.person_id)
    try:
        with transaction.atomic():
            made = Application.objects.create(
                key=key, fund=fund, round=round_, place_id=place_id, person_id=wish.person_id, family=family,
                group_name=" ".join(wish.group_name.split())[:80], business=business, plan=plan, amount=wish.amount,
                guarantor=" ".join(wish.guarantor.split())[:120], collateral=" ".join(wish.collateral.split())[:200],
                by_id=by.id, on=on,
            )  # fmt: skip
    except IntegrityError as taken:
        raise Refusal(
            words("Orang ini sudah mempunyai permohonan yang menunggu atau disetujui."),
            advice=words("Putuskan atau tarik dahulu yang itu."), field="person",
        ) from taken  # fmt: skip
    GroupMember.objects.bulk_create(
        [
            GroupMember(application=made, place_id=place_id, person_id=key, share=share)
            for key, share in zip(wish.members, wish.shares or [0] * len(wish.members), strict=True)
        ]
    )
    record(
        "apply_for", subject=made, by=by, on=on, place_id=place_id,
        details={"rupiah": made.amount, "members": len(wish.members), "round": round_.number},
    )  # fmt: skip
    return made


def _refuse_first(wish: queries.Wish, fund: Fund, *, on: date) -> None:
    """Refuse by the first condition that is not met; what is unknown is told on the page and refuses nobody."""
    for one in queries.objections(wish, queries.offer(fund.product, on), fund.place_id, on=on):
        if one.kind == "against":
            raise Refusal(one.message, field=one.field, values=one.values)


@deed
def withdraw(application_id: int, *, reason: str, by: Actor, on: date) -> Application:
    """Take an application back before its money is paid out."""
    require(by, *queries.WHO_RUN)
    found = queries.application_or_refuse(application_id, by)
    require_ward(by, found.place_id)
    reason = checked_words(reason, "reason", 200, words("Tuliskan alasannya, paling panjang %(most)s huruf."))
    taken = Application.objects.filter(pk=found.pk, state__in=(State.RECEIVED, State.APPROVED)).update(
        state=State.WITHDRAWN
    )
    if not taken:
        raise Refusal(words("Permohonan ini sudah selesai."), advice=words("Muat ulang halamannya."))
    record("withdraw_application", subject=found, by=by, on=on, place_id=found.place_id, reason=reason)
    found.state = State.WITHDRAWN
    return found
