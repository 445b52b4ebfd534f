"""What proves a hand-over: checked, made small, and freed of everything that a picture tells beside itself."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image

from lontar.city.delivery.models import Handover
from lontar.kit import pictures
from lontar.science.trouble import Refusal

Kind = Handover.Proof
SIGNATURE_BYTES_MAX = 100_000
PHOTO_BYTES_MAX = 2_000_000
NOTE_LETTERS_MAX = 200


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows that an entitlement arrived: a signature, a photo, the number of a list that was signed or of a paper
    with a thumbprint, a witness, the code of the slip that the family was given before."""

    kind: str
    note: str = ""
    image: bytes | None = None
    code: str = ""


def checked(proof: Proof) -> Proof:
    """The proof as it is kept. Refuses what proves nothing, with the field it is about."""
    note = proof.note.strip()
    if proof.kind not in Kind.values:
        raise Refusal(_("Pilih bukti penyerahannya."), field="proof")
    if len(note) > NOTE_LETTERS_MAX:
        raise Refusal(_("Keterangan paling panjang %(most)d huruf.") % {"most": NOTE_LETTERS_MAX}, field="note")
    if proof.kind == Kind.SIGNED_LIST and not note:
        raise Refusal(_("Tuliskan nomor daftar yang ditandatangani."), field="note")
    if proof.kind == Kind.THUMBPRINT and not note:
        raise Refusal(_("Tuliskan nomor kertas yang dicap jempol."), field="note")
    if proof.kind == Kind.WITNESS and not note:
        raise Refusal(_("Tuliskan nama saksi dan siapa dia."), field="note")
    if proof.kind == Kind.SIGNATURE:
        return Proof(proof.kind, note, _signature(proof.image))
    if proof.kind == Kind.PHOTO:
        return Proof(proof.kind, note, _photo(proof.image))
    return Proof(proof.kind, note)


def _signature(given: bytes | None) -> bytes:
    """A drawing in black on white, PNG."""
    if not given:
        raise Refusal(
            _("Belum ada tanda tangan."),
            advice=_("Tanda tangani di kotaknya, atau pilih bukti lain."),
            field="signature",
        )
    if len(given) > SIGNATURE_BYTES_MAX:
        raise Refusal(
            _("Tanda tangan itu terlalu besar."), advice=_("Hapus dan tanda tangani lagi."), field="signature"
        )
    drawing = pictures.opened(given, ("PNG",), "signature").convert("RGBA")
    drawing.thumbnail((pictures.SIDE_MAX, pictures.SIDE_MAX))
    # A canvas is transparent where nobody drew.
    paper = Image.new("RGBA", drawing.size, "white")
    grey = Image.alpha_composite(paper, drawing).convert("L")
    darkest, lightest = grey.getextrema()
    if darkest == lightest:
        raise Refusal(_("Kotak tanda tangan masih kosong."), field="signature")
    return pictures.written(grey.quantize(8), "PNG")


def _photo(given: bytes | None) -> bytes:
    """A photo without the place and the hour that the telephone wrote into it, JPEG of at most 1280 pixels a side."""
    if not given:
        raise Refusal(_("Belum ada foto."), advice=_("Ambil foto, atau pilih bukti lain."), field="photo")
    return pictures.photo(given, bytes_max=PHOTO_BYTES_MAX, field="photo").jpeg
