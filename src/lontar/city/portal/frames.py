"""What is published, as columns: offers, wards and the table between them, with every small number covered."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from lontar.city.delivery import frames as delivery
from lontar.city.loans import queries as loans
from lontar.city.places import queries as places
from lontar.city.programmes import frames as programmes
from lontar.science.disclosure import MARGIN, SMALL_MAX, Key, Published, publish

VERSION = 1


@dataclass(frozen=True, slots=True)
class Offer:
    """A line of one year as the public may know it."""

    key: str
    name: str
    agency: str
    pillar: str
    payer: str
    reach: str
    sensitive: bool
    planned: int | None
    reported: int | None


@dataclass(frozen=True, slots=True)
class Ward:
    """A ward with its district and its place on the map of tiles."""

    id: int
    name: str
    district: str
    q: int | None
    r: int | None


@dataclass(frozen=True, slots=True)
class Counted:
    """All that a snapshot is made of before anything is covered: never stored, never shown.

    `families` and `rupiah` are keyed by ward id as text and offer; `reached` counts each family once.
    """

    offers: tuple[Offer, ...]
    wards: tuple[Ward, ...]
    families: Mapping[Key, int]
    rupiah: Mapping[Key, int]
    reached: int
    funds: tuple[loans.FundTotals, ...] = ()


def counted(place_id: int, *, until: date) -> Counted:
    """Everything of a year until a day, as the acting officer sees it."""
    since = date(until.year, 1, 1)
    lines = programmes.offered(place_id, year=until.year, until=until)
    keys = {line.id: line.key for line in lines}
    # What was handed over from a line of another year is another year's budget: it is not in this table.
    rows = [row for row in delivery.received(place_id, since=since, until=until) if row.line_id in keys]
    fields = tuple(Offer.__dataclass_fields__)
    wards = places.wards_in(place_id).select_related("parent")
    return Counted(
        offers=tuple(Offer(**{field: getattr(line, field) for field in fields}) for line in lines),
        wards=tuple(Ward(w.pk, w.name, w.parent.name if w.parent else "", w.tile_q, w.tile_r) for w in wards),
        families={(str(row.ward_id), keys[row.line_id]): row.families for row in rows},
        rupiah={(str(row.ward_id), keys[row.line_id]): row.amount for row in rows},
        reached=delivery.families_reached(place_id, since=since, until=until),
        funds=tuple(loans.fund_totals(place_id, until=until)),
    )


def compose(
    counted: Counted, *, place: Mapping[str, Any], until: date, earlier: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """The payload of a snapshot: only what everybody may see, even who compares it with all earlier ones of its year.

    Not only with the last: what that one covered, because few families had been added, the next would show.
    """
    of_all = [offer for offer in counted.offers if not offer.sensitive]
    open_keys = {offer.key for offer in of_all}
    table = publish(
        {key: n for key, n in counted.families.items() if key[1] in open_keys},
        {key: n for key, n in counted.rupiah.items() if key[1] in open_keys},
        rows=[str(ward.id) for ward in counted.wards],
        columns=[offer.key for offer in of_all],
        earlier=[Published.from_json(one["table"]) for one in earlier],
    )
    offers = []
    for offer in counted.offers:
        if offer.sensitive:
            told = _whole_city(counted, offer.key, earlier)
        else:
            cell = table.cells[MARGIN, offer.key]
            told = {"families": cell.count, "paid": cell.amount}
        offers.append({**asdict(offer), **told, "hidden": told["families"] is None})
    return {
        "version": VERSION,
        "place": dict(place),
        "year": until.year,
        "until": until.isoformat(),
        "small": SMALL_MAX + 1,
        "offers": offers,
        "wards": [asdict(ward) for ward in counted.wards],
        "table": table.as_json(),
        "total": _total(counted, offers, earlier),
        **_funds(counted.funds, earlier),
    }


FUND = "fund"
FUND_AMOUNTS = ("capital", "returned", "late", "lost")


def _funds(funds: Sequence[loans.FundTotals], earlier: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The revolving fund by ward: to how many and how much; where few borrowed, neither they nor any rupiah of theirs."""
    if not funds:
        return {}
    by_ward = {str(one.ward_id): one for one in funds}
    table = publish(
        {(key, FUND): one.borrowers for key, one in by_ward.items()},
        {(key, FUND): one.lent for key, one in by_ward.items()},
        rows=list(by_ward),
        columns=[FUND],
        earlier=[Published.from_json(one[FUND]["table"]) for one in earlier if FUND in one],
    )
    shown = {}
    for key in (*by_ward, MARGIN):
        if table.cells[key, FUND].count is None:
            continue
        its = [by_ward[key]] if key != MARGIN else list(funds)
        # Where what was lent is covered, so is how much of it was lent in a year.
        told = (*FUND_AMOUNTS, *(("lent_in_year",) if table.cells[key, FUND].amount is not None else ()))
        shown[key] = {name: sum(getattr(one, name) for one in its) for name in told}
    return {FUND: {"table": table.as_json(), "amounts": shown}}


def _whole_city(counted: Counted, key: str, earlier: Sequence[Mapping[str, Any]]) -> dict[str, int | None]:
    """A sensitive offer is told for the whole city only, and not when few received from it, or few more than before."""
    families = sum(n for (_ward, offer), n in counted.families.items() if offer == key)
    rupiah = sum(n for (_ward, offer), n in counted.rupiah.items() if offer == key)
    known = [row["families"] for one in earlier for row in one["offers"] if row["key"] == key]
    if _is_small(families) or _is_small_step(families, known):
        return {"families": None, "paid": None}
    return {"families": families, "paid": rupiah}


def _total(
    counted: Counted, offers: list[dict[str, Any]], earlier: Sequence[Mapping[str, Any]]
) -> dict[str, int | None]:
    planned = [offer["planned"] for offer in offers if offer["planned"] is not None]
    reported = [offer["reported"] for offer in offers if offer["reported"] is not None]
    # A sum with a covered part in it would give that part away.
    paid = None if any(offer["paid"] is None for offer in offers) else sum(offer["paid"] for offer in offers)
    known = [one["total"]["families"] for one in earlier]
    few = _is_small(counted.reached) or _is_small_step(counted.reached, known)
    return {
        "planned": sum(planned) if planned else None,
        "reported": sum(reported) if reported else None,
        "paid": paid,
        "families": None if few else counted.reached,
    }


def _is_small(number: int) -> bool:
    return 1 <= abs(number) <= SMALL_MAX


def _is_small_step(number: int, known: Iterable[int | None]) -> bool:
    """Whether few families lie between a number and one that was shown."""
    return any(_is_small(number - shown) for shown in known if shown is not None)


def substance(payload: Mapping[str, Any]) -> dict[str, Any]:
    """A payload without what changes by the day and by who publishes, to see whether anything is new."""
    return {key: value for key, value in payload.items() if key not in ("until", "publisher")}


def seal(payload: Mapping[str, Any]) -> str:
    """The SHA-256 of a payload in its one canonical form, which anyone can compute again from the JSON."""
    text = json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
