"""The pages of the stores."""

from lontar.city.stores.pages.arranging import add_item, open_store, set_parcel
from lontar.city.stores.pages.differing import count, difference, differences, lose
from lontar.city.stores.pages.moving import receive, transfer
from lontar.city.stores.pages.relieving import declare, emergencies, emergency, hand_out, match, unmatched
from lontar.city.stores.pages.shelves import store, stores

__all__ = [
    "add_item",
    "count",
    "declare",
    "difference",
    "differences",
    "emergencies",
    "emergency",
    "hand_out",
    "lose",
    "match",
    "open_store",
    "receive",
    "set_parcel",
    "store",
    "stores",
    "transfer",
    "unmatched",
]
