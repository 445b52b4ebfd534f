"""The verbs of the revolving fund."""

from lontar.city.loans.actions.applying import apply_for, withdraw
from lontar.city.loans.actions.changing import recover, reschedule, write_off
from lontar.city.loans.actions.checking import count_failed_check
from lontar.city.loans.actions.counting import count_cash
from lontar.city.loans.actions.deciding import decide, keep_minutes, see_minutes
from lontar.city.loans.actions.funding import add_capital, open_fund, open_lending_round
from lontar.city.loans.actions.lending import PaidOut, pay_out
from lontar.city.loans.actions.naming import name_borrowers
from lontar.city.loans.actions.repaying import Repaid, repay, reverse_repayment

__all__ = [
    "PaidOut",
    "Repaid",
    "add_capital",
    "apply_for",
    "count_cash",
    "count_failed_check",
    "decide",
    "keep_minutes",
    "name_borrowers",
    "open_fund",
    "open_lending_round",
    "pay_out",
    "recover",
    "repay",
    "reschedule",
    "reverse_repayment",
    "see_minutes",
    "withdraw",
    "write_off",
]
