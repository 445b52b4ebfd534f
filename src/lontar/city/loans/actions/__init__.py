"""The verbs of the revolving fund."""

from lontar.city.loans.actions.applying import apply_for, withdraw
from lontar.city.loans.actions.carrying import Brought, carry_over, save_book_layout
from lontar.city.loans.actions.changing import recover, reschedule, write_off
from lontar.city.loans.actions.checking import count_failed_check
from lontar.city.loans.actions.counting import count_cash
from lontar.city.loans.actions.deciding import decide, keep_minutes, see_minutes
from lontar.city.loans.actions.disputing import (
    add_dispute_paper,
    decide_dispute,
    open_dispute,
    propose_verdict,
    see_dispute_paper,
)
from lontar.city.loans.actions.easing import pardon, waive
from lontar.city.loans.actions.funding import add_capital, open_fund, open_lending_round
from lontar.city.loans.actions.lending import PaidOut, pay_out
from lontar.city.loans.actions.naming import name_borrowers
from lontar.city.loans.actions.repaying import Repaid, repay, reverse_repayment
from lontar.city.loans.actions.together import Handed
from lontar.city.loans.actions.visiting import note_visit, print_reminder

__all__ = [
    "Brought",
    "Handed",
    "PaidOut",
    "Repaid",
    "add_capital",
    "add_dispute_paper",
    "apply_for",
    "carry_over",
    "count_cash",
    "count_failed_check",
    "decide",
    "decide_dispute",
    "keep_minutes",
    "name_borrowers",
    "note_visit",
    "open_dispute",
    "open_fund",
    "open_lending_round",
    "pardon",
    "pay_out",
    "print_reminder",
    "propose_verdict",
    "recover",
    "repay",
    "reschedule",
    "reverse_repayment",
    "save_book_layout",
    "see_dispute_paper",
    "see_minutes",
    "waive",
    "withdraw",
    "write_off",
]
