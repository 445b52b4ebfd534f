"""What lies where, as the book says it in the goods' own units, and how it came there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lontar.city.access import queries as access
from lontar.city.ledger import queries as book
from lontar.city.places import queries as places
from lontar.city.stores.models import Difference, Item, Movement, Parcel, Store
from lontar.kit.formats import number
from lontar.kit.gate import Actor
from lontar.science.trouble import NotFound as NotFound

MovementKind = Movement.Kind
DifferenceKind = Difference.Kind
PURPOSE = "goods:"


@dataclass(frozen=True, slots=True)
class Stock:
    """How much of one kind of goods lies in one store."""

    item: Item
    quantity: int


@dataclass(frozen=True, slots=True)
class Total:
    """One kind of goods in the whole city: all that came, and where it is now."""

    item: Item
    received: int
    stored: int
    given: int
    missing: int


def items() -> QuerySet[Item]:
    return Item.objects.order_by("name")


def item_or_none(key: int) -> Item | None:
    return Item.objects.filter(pk=key).first()


def stores_for(actor: Actor) -> QuerySet[Store]:
    """The stores in this officer's places."""
    return Store.objects.filter(access.within(access.spans(actor.id))).select_related("place").order_by("name")


def every_store() -> QuerySet[Store]:
    """Where goods may be brought: also to a store in somebody else's places."""
    return Store.objects.order_by("name")


def store_or_refuse(key: int, actor: Actor) -> Store:
    found = stores_for(actor).filter(pk=key).first()
    if found is None:
        raise NotFound(_("Gudang itu tidak ada di wilayah Anda."), advice=_("Pilih gudang dari daftarnya."))
    return found


def account_of(kind: str, item: Item, where: str = "") -> str:
    """The code of an account of goods: what and where, in the goods' own unit."""
    return ":".join(filter(None, (kind, f"{PURPOSE}{item.key}", where)))


def stock(store: Store) -> list[Stock]:
    """Everything that ever lay here, with what lies here now."""
    every = {account_of(book.Kind.STORED, item, f"G{store.pk}"): item for item in items()}
    stands = _standing(every)
    return [Stock(every[code], amount) for code, amount in sorted(stands.items(), key=lambda one: every[one[0]].name)]


def held(store: Store, item: Item) -> int:
    """What lies here of one kind, by the book."""
    return book.balance_of(account_of(book.Kind.STORED, item, f"G{store.pk}"))


def totals(*, until: date | None = None) -> list[Total]:
    """Each kind of goods in the whole city, as it stood at the end of a day."""
    sums: dict[tuple[str, str], int] = {}
    for one in book.balances(until=until):
        if one.purpose.startswith(PURPOSE):
            at = (one.purpose.removeprefix(PURPOSE), one.kind)
            sums[at] = sums.get(at, 0) + one.balance
    kinds = (book.Kind.SUPPLIED, book.Kind.STORED, book.Kind.GIVEN, book.Kind.MISSING)
    found = []
    for item in items():
        received, stored, given, missing = (sums.get((item.key, kind), 0) for kind in kinds)
        if received or stored or given or missing:
            found.append(Total(item, -received, stored, given, missing))
    return found


def given_in(place_id: int) -> list[tuple[Item, int]]:
    """What was handed over in the wards of a place, by kind of goods."""
    lowest, highest = places.span(place_id)
    sums: dict[str, int] = {}
    for one in book.accounts_with_balance(book.Kind.GIVEN).filter(place_id__gte=lowest, place_id__lte=highest):
        key = one.purpose.removeprefix(PURPOSE)
        sums[key] = sums.get(key, 0) + int(one.balance)  # type: ignore[attr-defined]  # it is annotated
    return [(item, sums[item.key]) for item in items() if sums.get(item.key)]


def parcel_of(line_id: int) -> list[Parcel]:
    """What one hand-over of this line is made of; empty where it gives no goods from a store."""
    return list(Parcel.objects.filter(line_id=line_id).select_related("item").order_by("item__name"))


def words_of(parcels: Iterable[Parcel]) -> str:
    """A parcel in words: 10 kg Beras, 1 buah Kompor."""
    return ", ".join(f"{number(one.quantity)} {one.item.unit} {one.item.name}" for one in parcels)


def movements(store: Store) -> QuerySet[Movement]:
    """All that came here and left, the newest first."""
    found = Movement.objects.filter(Q(store=store) | Q(to_store=store))
    return found.select_related("item", "store", "to_store", "by").order_by("-on", "-pk")


def differences(actor: Actor, *, state: str = Difference.State.WAITING) -> QuerySet[Difference]:
    """Reported losses and counts of the stores in this officer's places, the oldest first."""
    found = Difference.objects.filter(store__in=stores_for(actor).order_by().values("pk"), state=state)
    return found.select_related("store", "item", "by").order_by("pk")


def difference_or_none(key: int, actor: Actor) -> Difference | None:
    found = Difference.objects.filter(pk=key, store__in=stores_for(actor).order_by().values("pk"))
    return found.select_related("store__place", "item", "by", "settled_by").first() if key < 2**63 else None


def _standing(codes: Sequence[str] | dict[str, Any]) -> dict[str, int]:
    found = book.accounts_with_balance(book.Kind.STORED).filter(code__in=list(codes))
    return {one.code: int(one.balance) for one in found}  # type: ignore[attr-defined]  # it is annotated
