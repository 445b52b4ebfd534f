"""Onto which account a family is paid: brought as a list, sealed like a NIK, one account for one family."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from lontar.city.access import queries as access
from lontar.city.delivery import queries
from lontar.city.delivery.models import PayAccount
from lontar.city.journal.actions import record
from lontar.city.places import queries as places
from lontar.city.registry import queries as registry
from lontar.engine.tables.reading import read_book
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, require
from lontar.kit.sealing import blind_all, seal_all
from lontar.science.result_file import ROUNDED, SUMS_UP
from lontar.science.titled_rows import Row, rounded_rows, titled_rows
from lontar.science.trouble import Finding, NotAllowed, Refusal, Source, words

HEADS = {
    "family": ("nomor_lokal", "nomor lokal", "NIK", "no_kk", "nomor kk"), "bank": ("bank", "nama_bank"),
    "number": ("nomor_rekening", "no_rekening", "rekening"), "holder": ("nama_pemilik", "pemilik", "nama_rekening", "atas_nama"),
}  # fmt: skip
NEEDED = ("family", "bank", "number", "holder")
ACCOUNT = "account"
DIGITS = re.compile(r"\d{5,20}")
NO_FAMILY = words("Keluarga ini tidak dikenal di wilayah Anda. Periksa nomornya.")
NO_ACCOUNT = words("“%(found)s” bukan nomor rekening: 5 sampai 20 angka.")
ROUNDED_NUMBER = words(
    "Nomor rekening tersimpan sebagai angka dan digit terakhirnya dibulatkan Excel. Atur kolomnya sebagai Teks, lalu isi ulang dari buku rekening."
)
NO_BANK = words("Tuliskan nama banknya.")
NO_HOLDER = words("Tuliskan atas nama siapa rekeningnya.")
TWICE = words("Keluarga ini sudah disebut di baris %(row)s.")
SHARED = words("Rekening ini sudah dipakai keluarga lain. Satu rekening hanya untuk satu keluarga.")


@dataclass(frozen=True, slots=True)
class Given:
    """One row: whose account it is, at which bank, and in whose name."""

    row: int
    family: int
    bank: str
    number: str
    holder: str


@deed
def take_accounts(path: Path, *, file: str, by: Actor, on: date) -> tuple[int, list[Finding]]:
    """Read a list of accounts. All findings at once; while there is one, nothing is written.

    A family's new account takes the place of the old one, which stays with its days.
    """
    require(by, *queries.WHO_MAKE_ORDERS)
    if not access.serves(by.id, places.home_or_refuse().pk):
        raise NotAllowed(
            _("Rekening dicatat untuk seluruh kota."), advice=_("Mintalah operator yang melayani seluruh kota.")
        )
    for grid in read_book(path, name=file).grids:
        rows = titled_rows(grid, HEADS, NEEDED)
        if rows is not None:
            break
    else:
        raise Refusal(
            _("Berkas %(file)s tidak punya kolom keluarga, bank, rekening dan pemilik.") % {"file": file},
            advice=_("Beri judul nomor_lokal (atau no_kk, NIK), bank, nomor_rekening dan nama_pemilik."), field="file",
        )  # fmt: skip
    rounded = rounded_rows(grid, HEADS, NEEDED, "number")
    given, findings = _read(rows, file, grid.sheet, rounded)
    hashes = blind_all(ACCOUNT, [one.number for one in given])
    findings += _shared(given, hashes, file, grid.sheet)
    if findings or not given:
        return 0, sorted(findings, key=lambda one: one.source.row)
    changed = _write(given, hashes, by=by, on=on)
    record(
        "take_accounts", subject=("delivery.payaccount", changed), by=by, on=on, details={"rows": len(given), "changed": changed}
    )  # fmt: skip
    return changed, []


def _read(rows: Sequence[Row], file: str, sheet: str, rounded: set[int]) -> tuple[list[Given], list[Finding]]:
    known = registry.families_of_numbers("".join(cells.get("family", "").split()) for _row, cells in rows)
    given: dict[int, Given] = {}
    findings = []
    for row, cells in rows:
        family = known.get("".join(cells.get("family", "").split()))
        number = re.sub(r"[\s.-]", "", cells.get("number", ""))
        bank, holder = (" ".join(cells.get(key, "").split())[:60] for key in ("bank", "holder"))
        here = Source(file, sheet, row)
        said = cells.get("family", "")
        if SUMS_UP.match(said) or (cells.keys() == {"family"} and not any(letter.isdigit() for letter in said)):
            continue  # a sum or a signature below the list
        if family is None:
            findings.append(Finding("error", NO_FAMILY, here, "family_unknown"))
        elif row in rounded or ROUNDED.fullmatch(cells.get("number", "")):
            findings.append(Finding("error", ROUNDED_NUMBER, here, "account_rounded"))
        elif not DIGITS.fullmatch(number):
            findings.append(Finding("error", NO_ACCOUNT, here, "account_wrong", {"found": f"…{number[-4:]}"}))
        elif not bank or not holder:
            findings.append(Finding("error", NO_HOLDER if bank else NO_BANK, here, "account_incomplete"))
        elif family in given:
            findings.append(Finding("error", TWICE, here, "family_twice", {"row": given[family].row}))
        else:
            given[family] = Given(row, family, bank, number, holder)
    return list(given.values()), findings


def _shared(given: Sequence[Given], hashes: Sequence[bytes], file: str, sheet: str) -> list[Finding]:
    """Accounts that another family has, in the city or in this list."""
    living = PayAccount.objects.filter(blind__in=hashes, until=None)
    owners = {bytes(blind): family for blind, family in living.values_list("blind", "family_id")}
    findings = []
    for one, hashed in zip(given, hashes, strict=True):
        if owners.setdefault(hashed, one.family) != one.family:
            findings.append(Finding("error", SHARED, Source(file, sheet, one.row), "account_shared"))
    return findings


def _write(given: Sequence[Given], hashes: Sequence[bytes], *, by: Actor, on: date) -> int:
    """Close the accounts that changed and open the new ones; the same account again changes nothing."""
    living = PayAccount.objects.filter(family_id__in=[one.family for one in given], until=None)
    same = {(family, bytes(blind), bank) for family, blind, bank in living.values_list("family_id", "blind", "bank")}
    fresh = [(one, h) for one, h in zip(given, hashes, strict=True) if (one.family, h, one.bank) not in same]
    living.filter(family_id__in=[one.family for one, _hash in fresh]).update(until=on)
    wards = registry.wards_of_families([one.family for one, _hash in fresh])
    ciphers = seal_all(json.dumps({"number": one.number, "holder": one.holder}).encode() for one, _hash in fresh)
    PayAccount.objects.bulk_create(
        [
            PayAccount(
                family_id=one.family, place_id=wards[one.family], bank=one.bank, cipher=cipher, blind=hashed, since=on,
                by_id=by.id,
            )
            for (one, hashed), cipher in zip(fresh, ciphers, strict=True)
        ],
        batch_size=5_000,
    )  # fmt: skip
    return len(fresh)
