"""What may be typed into delivery's pages."""

import base64
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lontar.city.delivery.queries import WAITING, ProofKind, Status
from lontar.kit.days import DayField

HEAD, REPRESENTATIVE = "head", "representative"
PROOFS = [
    (ProofKind.SIGNATURE, _("Tanda tangan di layar")),
    (ProofKind.PHOTO, _("Foto penyerahan")),
    (ProofKind.SIGNED_LIST, _("Daftar kertas yang ditandatangani")),
    (ProofKind.THUMBPRINT, _("Cap jempol di kertas")),
    (ProofKind.WITNESS, _("Saksi")),
    (ProofKind.SLIP, _("Kode pada slip keluarga")),
]
SIGNATURE_PREFIX = "data:image/png;base64,"


class EntitlementSearch(forms.Form):
    """The sentence above the list."""

    words = forms.CharField(
        required=False, max_length=120, label=_("Nama, NIK, nomor KK atau nomor lokal"),
        widget=forms.TextInput(attrs={"type": "search", "size": 18, "autocomplete": "off"}),
    )  # fmt: skip
    place = forms.TypedChoiceField(required=False, label=_("Kelurahan"), coerce=int, empty_value=None)
    line = forms.TypedChoiceField(required=False, label=_("Program"), coerce=int, empty_value=None)
    status = forms.ChoiceField(
        required=False,
        label=_("Keadaan"),
        choices=[
            (WAITING, _("menunggu diserahkan")), (Status.OWED, _("belum dikirim")), (Status.SENT, _("sedang dikirim")), (Status.DELIVERED, _("sudah diserahkan")),
            (Status.CANCELLED, _("dibatalkan")), ("all", _("semua keadaan")),
        ],
    )  # fmt: skip

    order = forms.TypedChoiceField(required=False, label=_("Perintah bayar"), coerce=int, empty_value=None)
    year = forms.TypedChoiceField(required=False, label=_("Tahun anggaran"), coerce=int, empty_value=None)
    way = forms.ChoiceField(
        required=False, label=_("Lewat apa"),
        choices=[("", _("jalan mana pun")), ("order", _("perintah bayar")), ("hand", _("tangan petugas, tanpa perintah"))],
    )  # fmt: skip

    def __init__(
        self, *args: Any, places: list[tuple[int, str]], lines: list[tuple[int, str]],
        orders: Sequence[tuple[int, str]] = (), years: Sequence[int] = (), **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        for name, everything, choices in (
            ("place", _("semua kelurahan"), places),
            ("line", _("semua program"), lines),
            ("order", _("semua perintah"), orders),
            ("year", _("semua tahun"), [(year, str(year)) for year in years]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.TypedChoiceField)
            field.choices = [("", everything)] + [(str(key), label) for key, label in choices]


class HandOver(forms.Form):
    """Three questions: who received, when, and what proves it; for goods also out of which store."""

    store = forms.TypedChoiceField(
        label=_("Dari gudang mana?"),
        coerce=int,
        error_messages={"required": _("Pilih gudang tempat barangnya diambil.")},
    )
    receiver = forms.ChoiceField(label=_("Siapa yang menerima?"), widget=forms.RadioSelect)
    representative = forms.CharField(
        required=False, max_length=120, label=_("Nama wakil"),
        help_text=_("Isi bila yang menerima bukan kepala keluarga."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    handed_over_on = DayField(label=_("Tanggal diserahkan"))
    proof = forms.ChoiceField(
        label=_("Apa buktinya?"),
        widget=forms.RadioSelect,
        choices=PROOFS,
        error_messages={"required": _("Pilih bukti penyerahannya.")},
    )
    signature = forms.CharField(required=False, max_length=200_000, widget=forms.HiddenInput)
    photo = forms.FileField(
        required=False, label=_("Foto"), help_text=_("JPEG atau PNG, paling besar 2 MB. Tempat dan jam dihapus dari foto."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png", "capture": "environment"}),
    )  # fmt: skip
    note = forms.CharField(
        required=False, max_length=200, label=_("Nomor daftar atau kertasnya, atau nama saksi dan siapa dia"),
        help_text=_("Contoh: BA-12/2026, atau Markus Benu, ketua RT 003."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    code = forms.CharField(
        required=False, max_length=64, label=_("Kode pada slip"),
        help_text=_("Tertulis di samping kotak QR pada slip yang dibawa keluarga."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip
    # Made when the form is shown, so that a form sent twice hands over once and answers alike.
    key = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, head: str, stores: list[tuple[int, str]] | None = None, slip: bool = False, **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        if stores is None:
            del self.fields["store"]
        else:
            store = self.fields["store"]
            assert isinstance(store, forms.ChoiceField)
            store.choices = [(str(key), words) for key, words in stores]
        proof = self.fields["proof"]
        assert isinstance(proof, forms.ChoiceField)
        if not slip:
            proof.choices = [one for one in PROOFS if one[0] != ProofKind.SLIP]
        receiver = self.fields["receiver"]
        assert isinstance(receiver, forms.ChoiceField)
        themselves = [(HEAD, _("Kepala keluarga: %(name)s") % {"name": head})] if head else []
        receiver.choices = [*themselves, (REPRESENTATIVE, _("Wakil yang ditunjuk keluarga"))]
        self.initial.setdefault("receiver", HEAD if head else REPRESENTATIVE)

    def clean_signature(self) -> bytes | None:
        """The drawing that the script put here as a data address."""
        given = self.cleaned_data["signature"]
        if not given:
            return None
        try:
            if not given.startswith(SIGNATURE_PREFIX):
                raise ValueError("no drawing")
            return base64.b64decode(given.removeprefix(SIGNATURE_PREFIX), validate=True)
        except ValueError as trouble:
            raise forms.ValidationError(_("Tanda tangan itu tidak terbaca. Tanda tangani lagi.")) from trouble

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("receiver") == REPRESENTATIVE and not cleaned.get("representative", "").strip():
            self.add_error("representative", _("Tuliskan nama wakil yang menerima."))
        return cleaned


class Cancel(forms.Form):
    """Why something is no longer owed."""

    reason = forms.CharField(
        max_length=200, label=_("Alasan pembatalan"), help_text=_("Dicatat dan dapat dibaca inspektur."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class ReceiptCode(forms.Form):
    """A code as somebody types it from paper."""

    code = forms.CharField(
        max_length=64, label=_("Kode tanda terima"),
        help_text=_("Tertulis di bawah kotak QR. Huruf besar dan kecil sama saja."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip
