"""The verbs of the stores."""

from lontar.city.stores.actions.arranging import add_item, open_store, set_parcel
from lontar.city.stores.actions.differing import confirm_difference, count_stock, refuse_difference, report_loss
from lontar.city.stores.actions.moving import Given, Load, give, receive_goods, take_in_again, transfer_goods
from lontar.city.stores.actions.relieving import (
    Out,
    declare_emergency,
    hand_out_relief,
    leave_unmatched,
    match_relief,
)

__all__ = [
    "Given",
    "Load",
    "Out",
    "add_item",
    "confirm_difference",
    "count_stock",
    "declare_emergency",
    "give",
    "hand_out_relief",
    "leave_unmatched",
    "match_relief",
    "open_store",
    "receive_goods",
    "refuse_difference",
    "report_loss",
    "set_parcel",
    "take_in_again",
    "transfer_goods",
]
