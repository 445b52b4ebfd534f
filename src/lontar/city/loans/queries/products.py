"""What may be lent: the products, read from their dated files."""

from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from lontar.science.loan_products import Offer, Product, read_product
from lontar.science.trouble import Refusal, words


def products() -> list[Product]:
    """All products, by their key."""
    files = sorted((Path(settings.RULES_FOLDER) / "loans").glob("*.yaml"))
    return [_read(str(path), path.stat().st_mtime_ns) for path in files]


@lru_cache(maxsize=32)
def _read(path: str, _changed: int) -> Product:
    return read_product(Path(path).read_text(encoding="utf-8"))


def product(key: str) -> Product:
    for one in products():
        if one.key == key:
            return one
    raise Refusal(words("Produk pinjaman “%(key)s” tidak dikenal."), field="product", values={"key": key[:40]})


def offer(key: str, on: date) -> Offer:
    """What a product lends on a day."""
    return product(key).on(on)
