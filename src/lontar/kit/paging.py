"""Bounded pages: no list without an end, no page number that the database chokes on."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any

from django.core.paginator import Page as NumberedPage
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Path, Query, Schema
from pydantic import Field, StringConstraints

LIMIT = 50
LIMIT_MAX = 200
KEY_MAX = 2**63 - 1

# A number in an address: `def family(request, key: Key)`. What no table can hold answers 422.
Key = Annotated[int, Path(ge=1, le=KEY_MAX)]
# Words to search for: bounded, and free of the sign that no PostgreSQL text can hold.
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120, pattern=r"^[^\x00]*$")]


class Paging(Schema):
    """Which part of a list is wanted: at most `limit` rows whose key is larger than `after`."""

    limit: int = Field(LIMIT, ge=1, le=LIMIT_MAX)
    after: int = Field(0, ge=0, le=KEY_MAX, description="`next` dari bagian sebelumnya; 0 memulai")


# `def families(request, paging: Wanted)`
Wanted = Annotated[Paging, Query()]


class Listing[Item](Schema):
    """A part of a list; `next` is what to send as `after` for the following part, null at the end."""

    items: list[Item]
    next: int | None


def listing(rows: QuerySet[Any], paging: Paging, shown: Callable[[Any], Any], key: str = "pk") -> dict[str, Any]:
    """The wanted part of a query, in the order of its key: the thousandth page costs what the first does."""
    found = list(rows.filter(**{f"{key}__gt": paging.after}).order_by(key)[: paging.limit + 1])
    kept = found[: paging.limit]
    more = len(found) > paging.limit
    return {"items": [shown(row) for row in kept], "next": getattr(kept[-1], key) if more else None}


def newest_first(
    rows: QuerySet[Any], paging: Paging, shown: Callable[[Any], Any], key: str = "pk"
) -> dict[str, Any]:  # fmt: skip
    """Like `listing`, from the largest key down; `after` is then the smallest key seen."""
    if paging.after:
        rows = rows.filter(**{f"{key}__lt": paging.after})
    found = list(rows.order_by(f"-{key}")[: paging.limit + 1])
    kept = found[: paging.limit]
    return {
        "items": [shown(row) for row in kept],
        "next": getattr(kept[-1], key) if len(found) > paging.limit else None,
    }


def numbered_page(
    request: HttpRequest, rows: QuerySet[Any] | Sequence[Any], size: int = LIMIT, *, count: int | None = None
) -> NumberedPage[Any]:
    """The page of a list on a screen by `?page=`; what is no page number leads to the nearest page there is.

    `count` where it is known how many rows there are, so that the database need not count a city's.
    """
    wanted = request.GET.get("page", "1")
    pages = Paginator(rows, size)
    if count is not None:
        pages.count = count
    return pages.get_page(wanted if len(wanted) < 10 else "1")
