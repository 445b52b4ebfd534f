"""The pages of the revolving fund."""

from lontar.city.loans.pages.applications import application, apply, decide, minutes, pay_out, scan, withdraw
from lontar.city.loans.pages.changes import recover, reschedule, take_back, write_off
from lontar.city.loans.pages.funds import count, fund, funds, names, open_fund, open_round
from lontar.city.loans.pages.loans import loan, receipt, repay
from lontar.city.loans.pages.public import check, find

__all__ = [
    "application",
    "apply",
    "check",
    "count",
    "decide",
    "find",
    "fund",
    "funds",
    "loan",
    "minutes",
    "names",
    "open_fund",
    "open_round",
    "pay_out",
    "receipt",
    "recover",
    "repay",
    "reschedule",
    "scan",
    "take_back",
    "withdraw",
    "write_off",
]
