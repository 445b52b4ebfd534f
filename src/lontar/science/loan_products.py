"""A loan product as dated data: what it lends on a day, to whom, how it comes back, and where each value was found."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

import yaml

from lontar.science.instalments import Every, Terms, read_every, read_rate, read_unit
from lontar.science.instalments.paying import PARTS
from lontar.science.instalments.penalties import NO_PENALTY, RULES, Penalty
from lontar.science.instalments.terms import AMORTISE, DAY_COUNTS, METHODS
from lontar.science.instalments.together import JOINT, Joint
from lontar.science.trouble import Refusal, words

READ, BELIEVED = "read", "believed"
BORROWERS: Final = ("person", "group")
KEYS: Final = (
    "least", "most", "collateral_above", "instalments", "every", "first", "rate", "fee", "method", "amortise",
    "day_count", "unit", "penalty", "penalty_amount", "penalty_grace", "penalty_cap", "allocation", "returned_share",
    "borrowers", "age_least", "joint", "no_grant_from",
)  # fmt: skip
PENALTY_KEYS: Final = ("penalty", "penalty_amount", "penalty_grace", "penalty_cap")
GRACE_DAYS_MAX: Final = 365
AGE_MOST: Final = 99
TEXT_LENGTH_MAX: Final = 65_536


class BadProduct(Refusal):
    """The file is no product: says which value, and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Version:
    """One value in the days in which it holds."""

    value: str
    since: date
    until: date | None
    source: str
    confidence: str

    def holds(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True)
class Offer:
    """A product as it stands on one day."""

    product: str
    on: date
    least: int
    most: int
    collateral_above: int
    terms: Terms
    fee: int  # parts of a million of the loan, due with the first instalment
    penalty: Penalty
    joint: Joint  # who bears what a member of a group does not pay
    allocation: tuple[str, ...]
    returned_share: int  # percent
    borrowers: tuple[str, ...]
    age_least: int  # years; whoever is or was married may borrow before
    no_grant_from: tuple[str, ...]
    sources: Mapping[str, Version]

    def fee_of(self, principal: int) -> int:
        """What the loan costs beside interest, in whole units, half to even."""
        return round(Decimal(principal * self.fee) / 1_000_000)


@dataclass(frozen=True, slots=True)
class Product:
    """All versions of a product."""

    key: str
    name: Mapping[str, str]
    purpose: Mapping[str, str]
    values: Mapping[str, tuple[Version, ...]]

    def on(self, day: date) -> Offer:
        """What is lent on a day; refused where a value of that day is not known."""
        now = {key: self._value(key, day) for key in KEYS}
        given = {key: version.value for key, version in now.items()}
        return Offer(
            product=self.key, on=day, least=int(given["least"]), most=int(given["most"]),
            collateral_above=int(given["collateral_above"]),
            terms=Terms(
                int(given["instalments"]), read_every(given["every"]), read_rate(given["rate"]),
                _one_of(given["method"], METHODS), _one_of(given["amortise"], AMORTISE),
                _one_of(given["day_count"], DAY_COUNTS), read_unit(given["unit"]), _first(given),
            ),
            fee=read_rate(given["fee"]), penalty=penalty_in(given),
            joint=_one_of(given["joint"], JOINT), allocation=tuple(given["allocation"].split()),
            returned_share=int(given["returned_share"]), borrowers=tuple(given["borrowers"].split()),
            age_least=_whole(given["age_least"]),
            no_grant_from=tuple(given["no_grant_from"].split()), sources=now,
        )  # fmt: skip

    def _value(self, key: str, day: date) -> Version:
        for version in self.values[key]:
            if version.holds(day):
                return version
        raise BadProduct(
            words("Pada tanggal itu nilai %(key)s produk %(product)s belum diketahui."),
            advice=words("Lengkapi berkas produknya, dengan sumbernya."),
            values={"key": key, "product": self.key},
        )


def penalty_in(given: Mapping[str, str]) -> Penalty:
    """The rule for lateness in a product's values; what says nothing of it, such as an older loan, has none.

    >>> penalty_in({"penalty": "share", "penalty_amount": "0.05", "penalty_grace": "7", "penalty_cap": "10"})
    Penalty(rule='share', amount=500, grace=7, cap=10)
    """
    rule = _one_of(given.get("penalty", "none"), RULES)
    if rule == "none":
        return NO_PENALTY
    amount, grace, cap = (given[f"penalty_{name}"] for name in ("amount", "grace", "cap"))
    return Penalty(rule, read_rate(amount) if rule == "share" else _whole(amount), _whole(grace), _whole(cap))


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 9:
        raise BadProduct(words("“%(value)s” bukan angka bulat."), values={"value": text[:20]})
    return int(text)


def _first(given: Mapping[str, str]) -> Every | None:
    return None if given["first"] == given["every"] else read_every(given["first"], "first")


def _one_of(value: str, known: tuple[str, ...]) -> Any:
    if value not in known:
        raise BadProduct(
            words("“%(value)s” tidak dikenal."), advice=words("Pilih salah satu: %(known)s."),
            values={"value": value, "known": ", ".join(known)},
        )  # fmt: skip
    return value


def read_product(text: str) -> Product:
    """The product that a file describes; every version is tried on its own first day.

    >>> read_product("product: x")
    Traceback (most recent call last):
    lontar.science.loan_products.BadProduct: Berkas produk tidak lengkap: name, purpose, values tidak ada.
    """
    if len(text) > TEXT_LENGTH_MAX:
        raise BadProduct(words("Berkas produk terlalu besar."))
    try:
        told: Any = yaml.safe_load(text)
    except yaml.YAMLError as wrong:
        raise BadProduct(words("Berkas produk bukan YAML yang benar.")) from wrong
    missing = [key for key in ("product", "name", "purpose", "values") if not isinstance(told, dict) or key not in told]
    if missing:
        raise BadProduct(
            words("Berkas produk tidak lengkap: %(missing)s tidak ada."), values={"missing": ", ".join(missing)}
        )
    values = told["values"] if isinstance(told["values"], dict) else {}
    if set(values) != set(KEYS):
        raise BadProduct(
            words("Nilai produk tidak lengkap atau tidak dikenal: %(keys)s."),
            values={"keys": ", ".join(sorted(set(values) ^ set(KEYS)))},
        )
    product = Product(
        str(told["product"]), _named(told["name"]), _named(told["purpose"]),
        {key: tuple(_version(key, one) for one in _listed(values[key], key)) for key in KEYS},
    )  # fmt: skip
    for versions in product.values.values():
        for at, version in enumerate(versions):
            if at and (versions[at - 1].until or date.max) >= version.since:
                raise _wrong_days(version)
    latest_first = max(versions[0].since for versions in product.values.values())
    for version in (one for versions in product.values.values() for one in versions):
        _require_sound(product.on(max(version.since, latest_first)))
    return product


def _require_sound(offer: Offer) -> None:
    """What is lent must be possible to lend."""
    sound = (
        0 < offer.least <= offer.most
        and offer.collateral_above >= 0
        and 0 < offer.returned_share <= 100
        and sorted(offer.allocation) == sorted(PARTS)
        and set(offer.borrowers) <= set(BORROWERS)
        and bool(offer.borrowers)
        and offer.age_least <= AGE_MOST
        # The ledger counts whole rupiah.
        and offer.terms.unit == int(offer.terms.unit)
        and _sound_penalty(offer)
    )
    if not sound:
        raise BadProduct(
            words("Nilai produk %(product)s pada %(day)s tidak mungkin bersama-sama."),
            advice=words(
                "Periksa batas pinjaman, bagian yang kembali, denda dengan sumbernya, urutan alokasi dan peminjamnya."
            ),
            values={"product": offer.product, "day": offer.on.isoformat()},
        )


def _sound_penalty(offer: Offer) -> bool:
    """Lateness costs nothing, or something up to a cap, by a source that somebody has read."""
    known = all(offer.sources[key].confidence == READ for key in PENALTY_KEYS)
    one = offer.penalty
    return one == NO_PENALTY or (one.amount > 0 and 0 < one.cap <= 100 and one.grace <= GRACE_DAYS_MAX and known)


def _listed(value: Any, key: str) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise BadProduct(words("Nilai %(key)s harus sebuah daftar versi."), values={"key": key})
    return value


def _named(value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or not value.get("id"):
        raise BadProduct(words("Nama produk harus ditulis dalam bahasa Indonesia."))
    return {str(key): str(text) for key, text in value.items()}


def _version(key: str, told: Any) -> Version:
    known = {"value", "from", "until", "source", "confidence"}
    if not isinstance(told, dict) or not {"value", "from", "source", "confidence"} <= set(told) <= known:
        raise BadProduct(
            words("Versi nilai %(key)s perlu value, from, source dan confidence."), values={"key": key}
        )  # fmt: skip
    since, until = told["from"], told.get("until")
    if not isinstance(since, date) or not (until is None or isinstance(until, date)):
        raise BadProduct(words("Tanggal nilai %(key)s tidak terbaca."), values={"key": key})
    made = Version(str(told["value"]), since, until, str(told["source"]), str(told["confidence"]))
    if made.confidence not in (READ, BELIEVED) or not made.source.strip():
        raise BadProduct(
            words("Nilai %(key)s perlu sumber, dan apakah dibaca (read) atau dikira (believed)."), values={"key": key}
        )
    if until is not None and until < since:
        raise _wrong_days(made)
    return made


def _wrong_days(version: Version) -> BadProduct:
    return BadProduct(
        words("Hari berlakunya nilai “%(value)s” tumpang tindih atau terbalik."), values={"value": version.value}
    )
