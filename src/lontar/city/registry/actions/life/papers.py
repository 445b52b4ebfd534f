"""The paper behind an event: its kind and number, and a scan that is what it claims to be."""

import hashlib
import io
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from lontar.city.registry.models import LifeEvent, LifeEventScan
from lontar.science.trouble import Refusal

PAPERS: Final = tuple(LifeEvent.Paper.values)
NUMBER_LETTERS_MAX: Final = 80
REASON_LETTERS_MIN, REASON_LETTERS_MAX = 5, 300
SCAN_BYTES_MAX: Final = 5_000_000
PIXELS_MAX: Final = 60_000_000
SIDE_MAX: Final = 2200  # a page of A4 stays readable
NOT_READABLE: Final = (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError)
# What a PDF of a scanner never holds and an attack does.
PDF_REFUSED: Final = (b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/OpenAction", b"/AA")


@dataclass(frozen=True, slots=True)
class Paper:
    """The document that shows an event; `kind` "none" needs a reason in words."""

    kind: str
    number: str = ""
    issued: date | None = None
    reason: str = ""
    scan: bytes | None = None


@dataclass(frozen=True, slots=True)
class Scan:
    """A scan as it is kept."""

    media_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def checked(paper: Paper, *, on: date) -> tuple[Paper, Scan | None]:
    """The paper and its scan as they are kept. Refuses what shows nothing, with the field it is about."""
    number, reason = " ".join(paper.number.split()), " ".join(paper.reason.split())
    if paper.kind not in PAPERS:
        raise Refusal(_("Pilih dokumen yang menjadi dasarnya."), field="paper")
    if len(number) > NUMBER_LETTERS_MAX or len(reason) > REASON_LETTERS_MAX:
        raise Refusal(
            _("Nomor dokumen paling panjang %(number)d huruf, alasan %(reason)d huruf.")
            % {"number": NUMBER_LETTERS_MAX, "reason": REASON_LETTERS_MAX},
            field="paper_number" if len(number) > NUMBER_LETTERS_MAX else "reason",
        )
    if paper.kind == LifeEvent.Paper.NONE:
        if len(reason) < REASON_LETTERS_MIN:
            raise Refusal(
                _("Tanpa dokumen, tuliskan dari mana Anda tahu."),
                advice=_("Misalnya: keterangan ketua RT, surat menyusul."), field="reason",
            )  # fmt: skip
    elif not number:
        raise Refusal(
            _("Tuliskan nomor dokumennya."),
            advice=_("Bila belum ada nomornya, pilih “belum ada dokumen” dan tuliskan alasannya."),
            field="paper_number",
        )
    if paper.issued and paper.issued > on:
        raise Refusal(_("Tanggal dokumen belum tiba."), field="paper_issued")
    kept = Paper(paper.kind, number, paper.issued, reason)
    return kept, scanned(paper.scan) if paper.scan else None


def scanned(given: bytes) -> Scan:
    """By its content, whatever its name says: a picture is written anew, a PDF is kept when it is only pages."""
    if len(given) > SCAN_BYTES_MAX:
        raise Refusal(
            _("Pindaian itu lebih dari 5 MB."),
            advice=_("Pindai dengan mutu lebih rendah, atau foto saja."), field="scan",
        )  # fmt: skip
    if given.startswith(b"%PDF-"):
        return Scan(LifeEventScan.Type.PDF, _pdf(given))
    return Scan(LifeEventScan.Type.JPEG, _picture(given))


def _pdf(given: bytes) -> bytes:
    if b"%%EOF" not in given[-1024:] or any(word in given for word in PDF_REFUSED):
        raise Refusal(
            _("PDF itu rusak atau memuat lebih daripada halaman."),
            advice=_("Cetak lagi ke PDF, atau foto dokumennya."), field="scan",
        )  # fmt: skip
    return given


def _picture(given: bytes) -> bytes:
    """Without the place and the hour that a telephone writes into it."""
    try:
        image = Image.open(io.BytesIO(given), formats=("JPEG", "PNG"))
        if image.width * image.height > PIXELS_MAX:
            raise ValueError("more pixels than a scanner makes")
        photo = ImageOps.exif_transpose(image).convert("RGB")
    except NOT_READABLE as trouble:
        raise Refusal(
            _("Berkas itu bukan gambar atau PDF yang dapat dibaca."),
            advice=_("Pakailah JPEG, PNG atau PDF."),
            field="scan",
        ) from trouble
    photo.thumbnail((SIDE_MAX, SIDE_MAX))
    bare = Image.new("RGB", photo.size)
    bare.paste(photo)
    kept = io.BytesIO()
    bare.save(kept, "JPEG", optimize=True, quality=80)
    return kept.getvalue()
