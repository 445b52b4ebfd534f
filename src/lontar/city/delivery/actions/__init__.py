"""The verbs of delivery."""

from lontar.city.delivery.actions.accounts import take_accounts
from lontar.city.delivery.actions.asking import Answer, Lot, answer_paid, close_paid, draw_paid, forget
from lontar.city.delivery.actions.checking import count_failed_check
from lontar.city.delivery.actions.entitling import Entitled, cancel, entitle, open_period
from lontar.city.delivery.actions.handing_over import AlreadyDelivered, HandedOver, OutOf, hand_over, hand_over_goods
from lontar.city.delivery.actions.holding import COMPLAINT, confirm_hold, hold, lift_hold
from lontar.city.delivery.actions.layouts import require_lister, save_list_layout, save_result_layout, take_list
from lontar.city.delivery.actions.ordering import (
    Changed,
    check_order,
    make_order,
    require_checker,
    require_mender,
    require_unchanged,
    tidy_order,
    withdraw_order,
)
from lontar.city.delivery.actions.proofs import Proof
from lontar.city.delivery.actions.reconciling import Taken, require_reconciler, return_rest, settle_row, take_result
from lontar.city.delivery.actions.releasing import release_order, require_releaser
from lontar.city.delivery.actions.slips import WrongCode, give_slips
from lontar.city.delivery.actions.taking_back import ask_back, leave_as_it_is, take_back
from lontar.science.payment_answers import Told

__all__ = [
    "COMPLAINT",
    "AlreadyDelivered",
    "Answer",
    "Changed",
    "Entitled",
    "HandedOver",
    "Lot",
    "OutOf",
    "Proof",
    "Taken",
    "Told",
    "WrongCode",
    "answer_paid",
    "ask_back",
    "cancel",
    "check_order",
    "close_paid",
    "confirm_hold",
    "count_failed_check",
    "draw_paid",
    "entitle",
    "forget",
    "give_slips",
    "hand_over",
    "hand_over_goods",
    "hold",
    "leave_as_it_is",
    "lift_hold",
    "make_order",
    "open_period",
    "release_order",
    "require_checker",
    "require_lister",
    "require_mender",
    "require_reconciler",
    "require_releaser",
    "require_unchanged",
    "return_rest",
    "save_list_layout",
    "save_result_layout",
    "settle_row",
    "take_accounts",
    "take_back",
    "take_list",
    "take_result",
    "tidy_order",
    "withdraw_order",
]
