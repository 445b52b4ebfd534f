"""A snapshot as the pages read it: rows with their cells, months and totals in words."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from lontar.city.portal.models import Snapshot
from lontar.kit import formats
from lontar.science.disclosure import MARGIN, Cell, Published

ALL = ""


class Reading:
    """One published payload, opened."""

    def __init__(self, payload: dict[str, Any]) -> None:
        self.payload = payload
        self.table = Published.from_json(payload["table"])
        self.offers: list[dict[str, Any]] = payload["offers"]
        self.wards: list[dict[str, Any]] = payload["wards"]
        self.total: dict[str, Any] = payload["total"]
        self.year: int = payload["year"]
        self.small: int = payload["small"]
        self.until = date.fromisoformat(payload["until"])

    def cell(self, ward: int | str, offer: str) -> Cell:
        return self.table.cells[str(ward), offer or MARGIN]

    def ward_rows(self, offer: str = ALL) -> list[dict[str, Any]]:
        """Every ward with what it received from one offer or from all."""
        return [{**ward, **_told(self.cell(ward["id"], offer))} for ward in self.wards]

    def offer_rows(self, ward: int) -> list[dict[str, Any]]:
        """What one ward received, offer by offer; offers that nobody there received are left out."""
        rows = [{**offer, **_told(self.cell(ward, offer["key"]))} for offer in self.offers_by_ward()]
        return [row for row in rows if row["families"] != 0]

    def offers_by_ward(self) -> list[dict[str, Any]]:
        """The offers that are told ward by ward: those that are not sensitive."""
        return [offer for offer in self.offers if not offer["sensitive"]]

    def fund_rows(self) -> list[dict[str, Any]]:
        """The revolving funds, ward by ward and the city last; where few borrowed, nothing but that."""
        fund = self.payload.get("fund")
        if not fund:
            return []
        names = {str(ward["id"]): ward["name"] for ward in self.wards}
        table = Published.from_json(fund["table"])
        return [
            {
                "name": names.get(key, ""),
                "whole": key == MARGIN,
                **_told(table.cells[key, "fund"]),
                **fund["amounts"].get(key, {}),
                "turnover": _turnover(fund["amounts"].get(key, {})),
            }
            for key in (*table.rows, MARGIN)
        ]

    def ward(self, key: int) -> dict[str, Any] | None:
        found = next((ward for ward in self.wards if ward["id"] == key), None)
        return None if found is None else {**found, **_told(self.cell(key, ALL))}

    def until_words(self) -> str:
        return _("1 Januari sampai %(day)s") % {"day": formats.day(self.until)}

    def families_words(self) -> str:
        """How many families the city reached, or why that is not told."""
        return told_number(self.total["families"])

    def paid_words(self) -> str:
        paid = self.total["paid"]
        return _("disembunyikan") if paid is None else formats.rupiah_short(paid)

    def reported_words(self) -> str | None:
        """What agencies say they spent beside Lontar; None where none has reported."""
        reported = self.total["reported"]
        return None if reported is None else formats.rupiah_short(reported)

    def share_words(self) -> str:
        planned, paid = self.total["planned"], self.total["paid"]
        if not planned or paid is None:
            return ""
        return _("%(share)s dari yang direncanakan") % {"share": formats.percent(100 * paid / planned, 1)}

    def offers_with_spending(self) -> list[dict[str, Any]]:
        """Each offer with all that was spent on it: paid through Lontar, and reported by its agency beside that.

        What nobody paid through Lontar and nobody reported is not nothing: how much was spent is not known.
        """
        return [{**offer, "spent": _spent(offer)} for offer in self.offers]

    def offers_with_money(self) -> list[dict[str, Any]]:
        """Those of which a plan or a payment is known, or covered."""
        return [one for one in self.offers_with_spending() if one["planned"] or one["spent"] or one["hidden"]]


def _turnover(amounts: dict[str, int]) -> float | None:
    """How often a capital was lent within twelve months; None where it is covered, or an older snapshot does not say."""
    lent, capital = amounts.get("lent_in_year"), amounts.get("capital")
    return None if lent is None or not capital else lent / capital


def _spent(offer: dict[str, Any]) -> int | None:
    if offer["paid"] is None or (not offer["paid"] and offer["reported"] is None):
        return None
    return int(offer["paid"]) + int(offer["reported"] or 0)


def _told(cell: Cell) -> dict[str, Any]:
    return {
        "families": cell.count,
        "paid": cell.amount,
        "hidden": cell.count is None,
        "paid_hidden": cell.amount is None,
    }


def told_number(value: int | None) -> str:
    return _("disembunyikan") if value is None else formats.number(value)


def month(snapshot: Snapshot) -> date:
    """The month of a snapshot as a date."""
    return date(int(snapshot.period[:4]), int(snapshot.period[5:]), 1)


def publisher(payload: dict[str, Any]) -> str:
    """Who answers for a snapshot: a role and an agency, never a name."""
    by = payload.get("publisher", {})
    role = _("perencana kota")
    return f"{role} ({by['agency']})" if by.get("agency") else role


def edition(snapshot: Snapshot) -> dict[str, Any]:
    """One line of the archive."""
    return {
        "period": snapshot.period,
        "revision": str(snapshot.revision),
        "number": snapshot.revision,
        "month": month(snapshot),
        "published_on": snapshot.published_on,
        "publisher": publisher(snapshot.payload),
        "reason": snapshot.reason,
        "sha256": snapshot.sha256,
    }
