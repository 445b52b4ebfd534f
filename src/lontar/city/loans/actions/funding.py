"""A ward gets its fund and its capital; rounds open when enough has come back."""

from datetime import date

from django.utils.translation import gettext as _

from lontar.city.journal.actions import record
from lontar.city.ledger import actions as ledger
from lontar.city.loans import queries
from lontar.city.loans.actions.guards import checked_amount, checked_key, checked_words, locked_fund, require_ward
from lontar.city.loans.models import Fund, LendingRound
from lontar.city.places import queries as places
from lontar.kit.deeds import deed
from lontar.kit.formats import rupiah
from lontar.kit.gate import Actor, require
from lontar.science.postings import transfer
from lontar.science.trouble import Refusal, words


@deed
def open_fund(place_id: int, *, product: str, capital: int, document: str, by: Actor, on: date) -> Fund:
    """Give a ward its fund with its first capital, once."""
    require(by, *queries.WHO_OPEN)
    place = queries.ward_or_none(place_id)
    if place is None:
        raise Refusal(words("Dana bergulir dibuka untuk satu kelurahan atau desa."), field="place")
    require_ward(by, place_id)
    offer = queries.offer(product, on)
    if queries.fund_in(place_id) is not None:
        raise Refusal(words("Kelurahan itu sudah mempunyai dana bergulir."), field="place")
    fund = Fund.objects.create(
        place=place, product=offer.product, opened_on=on, by_id=by.id, made_up=places.is_made_up()
    )
    ledger.open_accounts(
        [
            ledger.NewAccount(queries.account(kind, fund.product, place_id), kind, queries.purpose(fund.product), place_id)
            for kind in queries.KINDS
        ],
        by=by, on=on,
    )  # fmt: skip
    _add(fund, capital, document, "1", by=by, on=on)
    record(
        "open_fund", subject=fund, by=by, on=on, place_id=place_id,
        details={"product": fund.product, "rupiah": capital, "document": document},
    )  # fmt: skip
    return fund


@deed
def add_capital(place_id: int, *, capital: int, document: str, key: str, by: Actor, on: date) -> None:
    """Give a fund more capital; the same key sent twice adds it once."""
    require(by, *queries.WHO_OPEN)
    fund = locked_fund(place_id, by)
    _add(fund, capital, document, checked_key(key), by=by, on=on)
    record(
        "add_capital", subject=fund, by=by, on=on, place_id=place_id,
        details={"rupiah": capital, "document": document},
    )  # fmt: skip


def _add(fund: Fund, capital: int, document: str, key: str, *, by: Actor, on: date) -> None:
    checked_amount(capital, "capital")
    checked_words(document, "document", 120, words("Tuliskan dokumen dasarnya, paling panjang %(most)s huruf."))
    entry = transfer(
        queries.account(queries.CAPITAL, fund.product, fund.place_id),
        queries.account(queries.FUND, fund.product, fund.place_id),
        capital,
        memo="Modal dana bergulir",
    )
    ledger.post(entry, key=f"capital:{fund.place_id}:{key}", by=by, on=on)


@deed
def open_lending_round(place_id: int, *, by: Actor, on: date) -> LendingRound:
    """Begin the next turn of a fund; after the first one only when the set share of the last has come back."""
    require(by, *queries.WHO_DECIDE, *queries.WHO_OPEN)
    fund = locked_fund(place_id, by)
    last = queries.newest_round(fund)
    lent, came = queries.returned_of(last) if last else (0, 0)
    share = queries.share_needed(fund, on)
    if last is not None and lent == 0:
        raise Refusal(words("Putaran ini belum meminjamkan apa pun."), advice=words("Pakailah putaran yang terbuka."))
    if last is not None and came * 100 < lent * share:
        raise Refusal(
            _("Putaran %(number)s meminjamkan %(lent)s dan baru kembali %(came)s; putaran baru terbuka bila kembali %(share)s%%.")
            % {"number": last.number, "lent": rupiah(lent), "came": rupiah(came), "share": share},
            advice=_("Tagih dahulu angsuran yang jatuh tempo."),
        )  # fmt: skip
    made = LendingRound.objects.create(
        fund=fund, place_id=fund.place_id, number=(last.number if last else 0) + 1, opened_on=on, lent_before=lent,
        returned_before=came, by_id=by.id,
    )  # fmt: skip
    record(
        "open_lending_round", subject=made, by=by, on=on, place_id=fund.place_id,
        details={"number": made.number, "lent": lent, "returned": came},
    )  # fmt: skip
    return made
