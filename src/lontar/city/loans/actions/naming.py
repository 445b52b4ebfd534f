"""The committee uncovers the names of its borrowers; for what is written down."""

from datetime import date

from lontar.city.journal.actions import record
from lontar.city.loans import queries
from lontar.city.loans.actions.guards import checked_words, require_ward
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, require
from lontar.science.trouble import words


@deed
def name_borrowers(place_id: int, *, purpose: str, by: Actor, on: date) -> None:
    """Note that somebody of the committee wants to see names, and for what."""
    require(by, *queries.WHO_DECIDE)
    fund = queries.fund_or_refuse(place_id)
    require_ward(by, place_id)
    purpose = checked_words(purpose, "purpose", 120, words("Tuliskan untuk apa, paling panjang %(most)s huruf."))
    record("name_borrowers", subject=fund, by=by, on=on, place_id=place_id, reason=purpose)
