"""A line's budget comes into the book before anything is promised out of it; one promise of a line at a time."""

from datetime import date
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from lontar.city.ledger import actions as ledger
from lontar.city.ledger import queries as book
from lontar.city.programmes import queries
from lontar.kit.formats import rupiah
from lontar.kit.gate import Actor
from lontar.science.postings import transfer
from lontar.science.trouble import Refusal


def set_aside(line: Any, *, by: Actor, on: date) -> str:
    """Bring the line's budget into the book within a verb that promises out of it; gives back the account that holds it.

    Whoever promises out of the line next waits until this deed is done: two at once could find the same rupiah free.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('delivery.line'), %s)", [line.pk])
    purpose = queries.purpose_of(line)
    budget_account = queries.account_code("budget", line, line.place.code)
    funds = queries.budgets_of(line.pk)
    if not funds:
        raise Refusal(
            _("Pagu anggaran baris ini belum diketahui."), advice=_("Catat pagunya di Program, lalu setujui lagi.")
        )
    payers = {fund: f"payer:{purpose}:{fund}" for fund in funds}
    ledger.open_accounts(
        [
            ledger.NewAccount(budget_account, book.Kind.BUDGET, purpose, line.place_id),
            *(ledger.NewAccount(code, book.Kind.PAYER, purpose, line.place_id) for code in payers.values()),
        ],
        by=by, on=on,
    )  # fmt: skip
    for fund, amount in funds.items():
        moved = book.statement(payers[fund])
        change = amount + sum(posting.amount for posting in moved)
        if change:
            source, target = (payers[fund], budget_account) if change > 0 else (budget_account, payers[fund])
            entry = transfer(source, target, abs(change), memo="Pagu anggaran")
            name = line.cover if line.sensitive else line.pk
            ledger.post(entry, key=f"allot:{name}:{fund}:{len(moved)}", by=by, on=on)
    return budget_account


def require_free(budget_account: str, total: int) -> None:
    """Refuse to promise more than is promised to nobody yet."""
    free = book.balance_of(budget_account)
    if total > free:
        raise Refusal(
            _("Pagu tidak cukup: perlu %(needed)s, tersisa %(free)s, kurang %(missing)s.")
            % {"needed": rupiah(total), "free": rupiah(free), "missing": rupiah(total - free)},
            advice=_("Kurangi yang ditetapkan, atau catat perubahan pagu di Program."),
        )
