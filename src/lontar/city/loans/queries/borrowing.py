"""Who may borrow, by the product's dated rule: what speaks against it, and what is not known."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.db import connection

from lontar.city.places import queries as places
from lontar.city.programmes import queries as programmes
from lontar.city.registry import queries as registry
from lontar.city.targeting import queries as targeting
from lontar.kit.formats import number
from lontar.science.loan_products import Offer
from lontar.science.trouble import words

GROUP_LEAST, GROUP_MOST = 2, 20
MARRIED = ("married", "divorced", "widowed")


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks for."""

    person_id: int
    amount: int
    members: tuple[int, ...] = ()
    group_name: str = ""
    business: str = ""
    plan: str = ""
    guarantor: str = ""
    collateral: str = ""
    # What each of these members takes of it, in rupiah; the first borrower has the rest. Empty where all take the same.
    shares: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Objection:
    """One condition that is not met, or that nobody can say of whether it is."""

    kind: Literal["against", "unknown"]
    message: str
    field: str
    values: dict[str, Any]


def objections(wish: Wish, offer: Offer, place_id: int, *, on: date) -> list[Objection]:
    """All that the rule says against this loan; nothing where it may be given. What is unknown never refuses alone."""
    found = [*_amount(wish, offer), *_group(wish, offer)]
    everybody = (wish.person_id, *wish.members)
    for key in everybody:
        field = "person" if key == wish.person_id else "members"
        found += _lives_here(key, place_id, field) or _of_age(key, offer, field, on)
    if has_live_loan(everybody):
        # Where it is, is not told: that ward's borrowers are not this officer's to see.
        found.append(
            _against(
                words("Ia atau anggota kelompoknya masih mempunyai pinjaman dana bergulir yang berjalan."), "person"
            )
        )
    return found + _grants(wish.person_id, offer, place_id, on)


def has_live_loan(persons: Collection[int]) -> bool:
    """Whether one of these people, under any of their records, answers for a live loan in any ward: yes or no, no more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT loans_has_live_loan(%s::bigint[])", [list(persons)])
        return bool(cursor.fetchone()[0])


def _against(message: str, field: str, **values: Any) -> Objection:
    return Objection("against", message, field, values)


def _amount(wish: Wish, offer: Offer) -> list[Objection]:
    if type(wish.amount) is not int or not offer.least <= wish.amount <= offer.most:
        return [
            _against(
                words("Pinjaman harus antara %(least)s dan %(most)s rupiah."), "amount",
                least=number(offer.least), most=number(offer.most),
            )
        ]  # fmt: skip
    if wish.amount > offer.collateral_above and not wish.collateral.strip():
        above = number(offer.collateral_above)
        return [_against(words("Pinjaman di atas %(above)s rupiah memerlukan agunan."), "collateral", above=above)]
    return []


def _group(wish: Wish, offer: Offer) -> list[Objection]:
    asks_as = "group" if wish.group_name or wish.members else "person"
    if asks_as not in offer.borrowers:
        return [_against(words("Produk ini tidak meminjamkan kepada peminjam seperti ini."), "group_name")]
    everybody = (wish.person_id, *wish.members)
    if asks_as == "group" and (
        not wish.group_name or len(set(everybody)) != len(everybody) or not GROUP_LEAST <= len(everybody) <= GROUP_MOST
    ):
        return [
            _against(
                words("Kelompok perlu nama dan %(least)s sampai %(most)s orang yang berbeda, yang menanggung bersama."),
                "members", least=GROUP_LEAST, most=GROUP_MOST,
            )
        ]  # fmt: skip
    if wish.shares and (
        len(wish.shares) != len(wish.members) or min(wish.shares) <= 0 or sum(wish.shares) >= wish.amount
    ):
        return [
            _against(
                words("Bagian setiap anggota harus lebih dari nol, dan yang memohon mendapat sisanya."), "members"
            )
        ]  # fmt: skip
    return []


def lives_in(person_id: int, place_id: int) -> bool:
    """Whether somebody is alive, in a family, and in this ward."""
    person = registry.person_or_none(person_id)
    here = person is not None and person.place_id == place_id and person.died_on is None
    return here and registry.present_family_of(person_id) is not None


def person_by_number(number: str) -> int | None:
    return registry.person_by_number(number)


def people_named(place_id: int, names: Collection[str]) -> dict[str, list[int]]:
    """The living people of a ward who bear each of these names, however it is spelt."""
    return registry.people_named(place_id, names)


def _lives_here(key: int, place_id: int, field: str) -> list[Objection]:
    if not lives_in(key, place_id):
        return [_against(words("Peminjam harus tercatat tinggal di kelurahan ini."), field)]
    return []


def _of_age(key: int, offer: Offer, field: str, on: date) -> list[Objection]:
    """Whoever is too young to owe money; a marriage makes of age."""
    person = registry.person_or_none(key)
    if person is None or person.marital_status in MARRIED:
        return []
    if person.birth_date is None:
        message = words("Umur peminjam belum diketahui; paling sedikit %(years)s tahun, atau sudah menikah.")
        return [Objection("unknown", message, field, {"years": offer.age_least})]
    born = person.birth_date
    if on.year - born.year - ((on.month, on.day) < (born.month, born.day)) < offer.age_least:
        message = words("Peminjam belum berumur %(years)s tahun dan belum menikah.")
        return [_against(message, field, years=offer.age_least)]
    return []


def _grants(key: int, offer: Offer, place_id: int, on: date) -> list[Objection]:
    """Approved grants for the same purpose: by a round that is binding, or by a list of recipients."""
    family = registry.present_family_of(key)
    if family is None or not offer.no_grant_from:
        return []
    for decision in targeting.decisions_about(family):
        line = decision.round.line
        chosen = decision.round.is_binding and decision.standing in ("chosen", "added")
        if chosen and line.year == on.year and {line.key, line.rule} & set(offer.no_grant_from):
            return [_against(words("Keluarganya sudah disetujui menerima hibah untuk tujuan yang sama."), "person")]
    found = []
    for programme in offer.no_grant_from:
        answer = programmes.receiving(programme, [(family, place_id)], on=on)[family]
        if answer == "yes":
            return [_against(words("Keluarganya sudah disetujui menerima hibah untuk tujuan yang sama."), "person")]
        if answer == "unknown":
            found.append(programme)
    if found:
        names = ", ".join(name.upper() for name in found)
        message = words("Belum diketahui apakah keluarganya menerima %(names)s: tidak ada daftarnya di sini.")
        return [Objection("unknown", message, "person", {"names": names})]
    return []


def family_of(person_id: int) -> Any:
    key = registry.present_family_of(person_id)
    return registry.family_or_none(key) if key is not None else None


def ward_or_none(place_id: int) -> Any:
    place: Any = places.by_id(place_id)
    return place if place is not None and place.level == "ward" else None
