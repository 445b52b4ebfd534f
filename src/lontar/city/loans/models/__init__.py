"""The tables of the revolving fund."""

from lontar.city.loans.models.applications import Application, Choice, GroupMember, Minutes
from lontar.city.loans.models.carrying import BookFile, BookLayout, Carried, Dispute, DisputePaper
from lontar.city.loans.models.funds import CashCount, Fund, LendingRound
from lontar.city.loans.models.lending import Borrower, Change, Instalment, Loan
from lontar.city.loans.models.repaying import FailedCheck, Receipt, Repayment, Reversal
from lontar.city.loans.models.together import MemberPayment, Share
from lontar.city.loans.models.visiting import Visit

__all__ = [
    "Application",
    "BookFile",
    "BookLayout",
    "Borrower",
    "Carried",
    "CashCount",
    "Change",
    "Choice",
    "Dispute",
    "DisputePaper",
    "FailedCheck",
    "Fund",
    "GroupMember",
    "Instalment",
    "LendingRound",
    "Loan",
    "MemberPayment",
    "Minutes",
    "Receipt",
    "Repayment",
    "Reversal",
    "Share",
    "Visit",
]
