"""The pages of the revolving fund."""

from lontar.city.loans.pages.applications import application, apply, decide, minutes, pay_out, scan, withdraw
from lontar.city.loans.pages.carrying import (
    add_dispute_paper,
    book_titles,
    carry,
    decide_dispute,
    dispute,
    dispute_paper,
    disputes,
    open_dispute,
    propose_verdict,
)
from lontar.city.loans.pages.changes import pardon, recover, reschedule, take_back, waive, write_off
from lontar.city.loans.pages.funds import count, fund, funds, names, open_fund, open_round
from lontar.city.loans.pages.loans import loan, receipt, recovered, repay
from lontar.city.loans.pages.public import check, find
from lontar.city.loans.pages.visiting import note_visit, reminder

__all__ = [
    "add_dispute_paper",
    "application",
    "apply",
    "book_titles",
    "carry",
    "check",
    "count",
    "decide",
    "decide_dispute",
    "dispute",
    "dispute_paper",
    "disputes",
    "find",
    "fund",
    "funds",
    "loan",
    "minutes",
    "names",
    "note_visit",
    "open_dispute",
    "open_fund",
    "open_round",
    "pardon",
    "pay_out",
    "propose_verdict",
    "receipt",
    "recover",
    "recovered",
    "reminder",
    "repay",
    "reschedule",
    "scan",
    "take_back",
    "waive",
    "withdraw",
    "write_off",
]
