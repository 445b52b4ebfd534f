"""What the codes that rooms keep are called in a document for the person, and in the list of who saw what."""

import re
from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext_lazy as _

from lontar.kit.gate import LABELS, Role
from lontar.kit.holdings import Held

WAYS: Final = {
    "page": _("halaman"), "list": _("daftar"), "number": _("nomor utuh"), "export": _("unduhan"),
    "api": _("program (API)"), "document": _("dokumen"),
}  # fmt: skip
PURPOSES: Final = {
    "own data": _("salinan data untuk orangnya"), "service": _("melayani warga di loket"),
    "verification": _("memeriksa data di lapangan"), "delivery": _("menyerahkan bantuan"),
    "correction": _("membetulkan data"), "other": _("keperluan lain"), "loket": _("loket"),
    "distribution_list": _("daftar penyaluran"), "slips": _("slip untuk keluarga"),
    "field_list": _("daftar untuk diserahkan tanpa sinyal"), "visits_on_paper": _("daftar kunjungan di kertas"),
    "visits_workbook": _("buku kerja kunjungan"), "families": _("daftar keluarga"),
}  # fmt: skip
# Words of several rooms that mean one thing wherever they stand.
CODES: Final = {
    "qualifies": _("memenuhi syarat"), "does_not": _("tidak memenuhi syarat"), "undecided": _("belum dapat diputuskan"),
    "chosen": _("terpilih"), "waiting": _("daftar tunggu"), "struck": _("dicoret"), "strike": _("dicoret"),
    "added": _("ditambahkan musyawarah"), "add": _("ditambahkan"), "accepted": _("diterima"),
    "owed": _("menunggu"), "sent": _("dikirim"), "delivered": _("diserahkan"), "cancelled": _("dibatalkan"),
    "signature": _("tanda tangan"), "photo": _("foto"), "signed_list": _("daftar yang ditandatangani"), "thumbprint": _("cap jempol"),
    "witness": _("saksi"), "slip": _("kode pada slip"), "transfer": _("transfer"),
    "received": _("diterima"), "approved": _("disetujui"), "refused": _("ditolak"), "withdrawn": _("ditarik"),
    "paid_out": _("dicairkan"), "live": _("berjalan"), "repaid": _("dilunasi"), "written_off": _("dihapusbukukan"),
    "waived": _("dibebaskan"), "reversed": _("dibatalkan"), "visit": _("kunjungan"), "proposed": _("diusulkan"),
    "decided": _("diputuskan"),
    "letter": _("surat keterangan desil"), "reactivation": _("pengaktifan kembali jaminan kesehatan"),
    "referral": _("rujukan"), "open": _("menunggu"), "done": _("dipenuhi"), "unanswered": _("tidak dijawab"),
    "access": _("salinan data"), "rectification": _("pembetulan"), "objection": _("keberatan"),
    "withdrawal": _("penarikan persetujuan"), "erasure": _("penghapusan"),
}  # fmt: skip
CODE: Final = re.compile(r"[a-z]+(?:_[a-z]+)*")


def in_words(cell: str) -> str:
    """A cell of codes and numbers in words; a sentence stays as it is.

    The first words up to a blank or a comma are looked up, for a room may write `does_not, waiting (3)`.
    """
    told = []
    for part in cell.split(", "):
        first, blank, rest = part.partition(" ")
        if not CODE.fullmatch(first) or first not in CODES:
            return cell
        told.append(f"{CODES[first]}{blank}{rest}")
    return ", ".join(told)


def part_in_words(part: Held, columns: Sequence[str]) -> Held:
    """The same part with the cells of these columns in words."""
    wanted = [column in columns for column in part.columns]
    rows = [
        tuple(in_words(cell) if coded else cell for cell, coded in zip(row, wanted, strict=True)) for row in part.rows
    ]
    return Held(part.title, part.columns, rows)


def way_told(way: str) -> str:
    return str(WAYS.get(way, way))


def role_told(role: str) -> str:
    return str(LABELS[Role(role)]) if role in Role else role


def purpose_told(purpose: str) -> str:
    """What for; an address of a program's call and the words of an officer stay as they are."""
    first, told, rest = purpose.partition(": ")
    return f"{first}: {PURPOSES.get(rest, rest)}" if told else str(PURPOSES.get(purpose, purpose))
