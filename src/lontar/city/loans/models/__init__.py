"""The tables of the revolving fund."""

from lontar.city.loans.models.applications import Application, Choice, GroupMember, Minutes
from lontar.city.loans.models.funds import CashCount, Fund, LendingRound
from lontar.city.loans.models.lending import Borrower, Change, Instalment, Loan
from lontar.city.loans.models.repaying import FailedCheck, Receipt, Repayment, Reversal

__all__ = [
    "Application",
    "Borrower",
    "CashCount",
    "Change",
    "Choice",
    "FailedCheck",
    "Fund",
    "GroupMember",
    "Instalment",
    "LendingRound",
    "Loan",
    "Minutes",
    "Receipt",
    "Repayment",
    "Reversal",
]
