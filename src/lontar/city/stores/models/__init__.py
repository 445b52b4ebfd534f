"""The tables of the stores."""

from lontar.city.stores.models.goods import Difference, Item, Movement, Parcel, Store
from lontar.city.stores.models.relief import Emergency, Relief

__all__ = ["Difference", "Emergency", "Item", "Movement", "Parcel", "Relief", "Store"]
