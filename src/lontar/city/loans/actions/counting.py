"""At the end of a month the bank's statement and the cash box are held to the book."""

import re
from datetime import date

from lontar.city.journal.actions import record
from lontar.city.ledger import queries as book
from lontar.city.loans import queries
from lontar.city.loans.actions.guards import AMOUNT_MAX, locked_fund
from lontar.city.loans.models import CashCount
from lontar.kit.deeds import deed
from lontar.kit.formats import number
from lontar.kit.gate import Actor, require
from lontar.science.trouble import Refusal, words

PERIOD = re.compile(r"20\d{2}-(0[1-9]|1[0-2])")


@deed
def count_cash(place_id: int, period: str, *, bank: int, cash: int, note: str = "", by: Actor, on: date) -> CashCount:
    """Write down what lay in the bank and in the box at the end of a month, beside what the book says lay there.

    A difference needs its explanation, and the fund stays unreconciled until a later count of that month agrees.
    """
    require(by, *queries.WHO_RUN)
    fund = locked_fund(place_id, by)
    if not PERIOD.fullmatch(period):
        raise Refusal(words("Tuliskan bulannya, misalnya 2026-10."), field="period")
    until = queries.end_of(period)
    if until >= on or until < fund.opened_on:
        raise Refusal(words("Bulan itu belum selesai, atau dananya belum ada."), field="period")
    for amount, field in ((bank, "bank"), (cash, "cash")):
        if type(amount) is not int or not 0 <= amount <= AMOUNT_MAX:
            raise Refusal(words("Jumlahnya harus rupiah bulat, nol atau lebih."), field=field)
    lines = book.statement(queries.account(queries.FUND, fund.product, place_id), until=until)
    stands = lines[-1].balance if lines else 0
    note = " ".join(note.split())[:300]
    if bank + cash != stands and not note:
        raise Refusal(
            words("Hitungan berbeda dari buku: dihitung %(counted)s, menurut buku %(stands)s rupiah."),
            advice=words("Hitung sekali lagi, atau tuliskan penjelasannya."), field="note",
            values={"counted": number(bank + cash), "stands": number(stands)},
        )  # fmt: skip
    made = CashCount.objects.create(
        fund=fund, place_id=place_id, period=period, bank=bank, cash=cash, book=stands, note=note, on=on, by_id=by.id
    )
    record(
        "count_cash", subject=made, by=by, on=on, place_id=place_id,
        details={"period": period, "counted": bank + cash, "book": stands},
    )  # fmt: skip
    return made
