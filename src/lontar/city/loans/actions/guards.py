"""What every verb of the fund asks first."""

from datetime import date
from typing import Any

from lontar.city.access import queries as access
from lontar.city.loans import queries
from lontar.city.loans.models import Fund, Loan
from lontar.kit.formats import number
from lontar.kit.gate import Actor
from lontar.science.trouble import NotAllowed, Refusal, words

AMOUNT_MAX = 10**12
KEY_LETTERS_MAX = 40


def require_ward(by: Actor, place_id: int) -> None:
    """Refuse who does not serve the whole ward."""
    if not access.serves(by.id, place_id):
        raise NotAllowed(
            words("Dana ini bukan di wilayah tugas Anda."), advice=words("Mintalah petugas kelurahan itu.")
        )  # fmt: skip


def locked_fund(place_id: int, by: Actor) -> Fund:
    """The fund, held until the end of the deed: two who pay out at once cannot both find the same money."""
    found = queries.fund_or_refuse(place_id)
    require_ward(by, found.place_id)
    return Fund.objects.select_for_update().get(pk=found.pk)


def locked_loan(key: int, by: Actor) -> Loan:
    found = queries.loan_or_refuse(key, by)
    require_ward(by, found.place_id)
    return Loan.objects.select_for_update(of=("self",)).select_related("fund").get(pk=found.pk)


def checked_amount(amount: Any, field: str = "amount") -> int:
    """A whole number of rupiah, more than nothing, and not one with zeros too many."""
    if type(amount) is not int:
        raise Refusal(words("Jumlahnya harus rupiah bulat."), advice=words("Tuliskan tanpa sen."), field=field)
    if amount <= 0:
        raise Refusal(words("Jumlahnya harus lebih dari nol."), field=field)
    if amount > AMOUNT_MAX:
        raise Refusal(words("Jumlah itu terlalu besar."), advice=words("Periksa banyaknya angka nol."), field=field)
    return amount


def require_owed(amount: int, owed: int) -> None:
    """Nobody pays, and nobody is forgiven, more than is owed."""
    if amount > owed:
        raise Refusal(
            words("Jumlah itu %(more)s rupiah lebih besar daripada sisa pinjamannya, %(left)s rupiah."),
            advice=words("Catat paling banyak sisa pinjaman; uang yang lebih dikembalikan."), field="amount",
            values={"more": number(amount - owed), "left": number(owed)},
        )  # fmt: skip


def checked_words(text: str, field: str, most: int, message: str) -> str:
    """Words that must be there, in one line."""
    text = " ".join(text.split())
    if not text or len(text) > most:
        raise Refusal(message, field=field, values={"most": most})
    return text


def checked_day(day: date, earliest: date, today: date, field: str) -> date:
    """A day that has come, and not before that on which it can have happened."""
    if day > today:
        raise Refusal(words("Tanggal itu belum tiba."), field=field)
    if day < earliest:
        raise Refusal(
            words("Tanggal itu lebih awal daripada yang mungkin."), advice=words("Periksa tanggalnya."), field=field
        )
    return day


def checked_key(key: str) -> str:
    if len(key) > KEY_LETTERS_MAX:
        raise Refusal(
            words("Kunci perintah paling panjang %(most)s huruf."), field="key", values={"most": KEY_LETTERS_MAX}
        )
    return key
