"""Delivery's pages."""

from lontar.city.delivery.pages.field import field, field_list, field_send, field_worker
from lontar.city.delivery.pages.files import accounts, cash_list, file_layouts, take_list
from lontar.city.delivery.pages.handing_over import cancel, hand_over
from lontar.city.delivery.pages.holding import confirm_hold, hold, holds, lift_hold
from lontar.city.delivery.pages.lists import distribution_list, entitlements
from lontar.city.delivery.pages.money import money, money_of_line
from lontar.city.delivery.pages.one import entitlement, proof, receipt
from lontar.city.delivery.pages.order_steps import check as check_order
from lontar.city.delivery.pages.order_steps import release, tidy, withdraw
from lontar.city.delivery.pages.orders import make, order, orders
from lontar.city.delivery.pages.paid_surveys import ask_paid, close_paid, draw_paid, paid_survey, paid_surveys, to_ask
from lontar.city.delivery.pages.periods import periods
from lontar.city.delivery.pages.public import check, find, receipt_proof
from lontar.city.delivery.pages.reaching import reach
from lontar.city.delivery.pages.results import left_over, return_rest, settle_row, take_result
from lontar.city.delivery.pages.slips import slips
from lontar.city.delivery.pages.taking_back import ask_back, settle_back, take_backs

__all__ = [
    "accounts",
    "ask_back",
    "ask_paid",
    "cancel",
    "cash_list",
    "check",
    "check_order",
    "close_paid",
    "confirm_hold",
    "distribution_list",
    "draw_paid",
    "entitlement",
    "entitlements",
    "field",
    "field_list",
    "field_send",
    "field_worker",
    "file_layouts",
    "find",
    "hand_over",
    "hold",
    "holds",
    "left_over",
    "lift_hold",
    "make",
    "money",
    "money_of_line",
    "order",
    "orders",
    "paid_survey",
    "paid_surveys",
    "periods",
    "proof",
    "reach",
    "receipt",
    "receipt_proof",
    "release",
    "return_rest",
    "settle_back",
    "settle_row",
    "slips",
    "take_backs",
    "take_list",
    "take_result",
    "tidy",
    "to_ask",
    "withdraw",
]
