"""What is typed at each step of a round: minutes, visits, papers, reasons, columns and answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lontar.city.registry.actions import SCAN_BYTES_MAX
from lontar.city.targeting.forms.words import FIELDS
from lontar.kit.days import DayField

ANSWER_BYTES_MAX = 20_000_000


def day_field(label: Any) -> DayField:
    return DayField(label=label)


class MinutesForm(forms.Form):
    """The signed paper of a meeting."""

    number = forms.CharField(
        max_length=80, label=_("Nomor berita acara"), widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    held_on = day_field(_("Tanggal musyawarah"))
    scan = forms.FileField(
        label=_("Pindaian berita acara yang ditandatangani"), help_text=_("JPEG, PNG atau PDF, paling besar 5 MB."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
    )  # fmt: skip

    def scan_bytes(self) -> bytes | None:
        """One byte more than is taken, so that too much is seen as too much."""
        given = self.cleaned_data.get("scan")
        return bytes(given.read(SCAN_BYTES_MAX + 1)) if given else None


class AmendForm(forms.Form):
    """A family to be added or struck, and why."""

    kind = forms.ChoiceField(label=_("Yang diputuskan"), choices=[("add", _("tambahkan")), ("strike", _("coret"))])
    family = forms.CharField(
        max_length=20, label=_("Nomor lokal, KK atau NIK"), widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    reason = forms.CharField(
        max_length=500, label=_("Alasan dari musyawarah"), widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Terbaca oleh yang menyetujui, dan disampaikan kepada keluarga yang dicoret."),
    )  # fmt: skip


class CheckForm(forms.Form):
    """Which campaign visited the families, or why none did."""

    campaign = forms.TypedChoiceField(
        required=False, coerce=int, empty_value=None, label=_("Kampanye pemeriksaan di rumah"),
        help_text=_("Hasilnya (terdaftar, dikunjungi, dipastikan) dicatat pada penetapan ini."),
    )  # fmt: skip
    note = forms.CharField(
        required=False, max_length=500, label=_("Catatan"), widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Wajib bila tidak ada kampanye: mengapa tidak diperiksa di rumah."),
    )  # fmt: skip

    def __init__(self, *args: Any, campaigns: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["campaign"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", _("tidak ada kampanye")), *[(str(key), name) for key, name in campaigns]]


class ApprovalForm(forms.Form):
    """The fingerprint of the list that the approver has before the eyes."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)


class DeadlineForm(forms.Form):
    """Until when a step may take, and why it was moved."""

    due = day_field(_("Batas waktu yang baru"))
    reason = forms.CharField(
        label=_("Alasan"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Terbaca oleh semua yang melihat langkah ini, dan tercatat di jurnal."),
    )  # fmt: skip


class PaperForm(forms.Form):
    """Number and day of the signed paper."""

    number = forms.CharField(
        max_length=80, label=_("Nomor surat"), widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    signed_on = day_field(_("Tanggal ditandatangani"))


class LayoutForm(forms.Form):
    """Columns as a ministry wants them, one in each line: heading = content."""

    name = forms.CharField(
        max_length=80, label=_("Nama susunan"), help_text=_("Contoh: SIKS-NG usulan sembako."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    columns = forms.CharField(
        max_length=4_000, label=_("Kolom, satu tiap baris: judul = isi"),
        widget=forms.Textarea(attrs={"rows": 10, "class": "code", "spellcheck": "false"}),
        initial="NO = running\nNOKK = kk\nNIK = nik\nNAMA = head\nKELURAHAN = ward\nRT = rt\nRW = rw",
    )  # fmt: skip

    def clean_columns(self) -> list[tuple[str, str]]:
        found = []
        for line in self.cleaned_data["columns"].splitlines():
            if not line.strip():
                continue
            head, sign, field = line.partition("=")
            if not sign or field.strip() not in FIELDS:
                raise forms.ValidationError(
                    _("Baris “%(line)s” tidak terbaca. Tulis judul = isi, dengan isi dari daftar di bawah."),
                    params={"line": line.strip()[:80]},
                )
            found.append((head.strip(), field.strip()))
        return found


class HandInForm(forms.Form):
    """In which saved columns the list leaves the house."""

    layout = forms.TypedChoiceField(label=_("Susunan kolom"), coerce=int)

    def __init__(self, *args: Any, layouts: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["layout"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(str(key), name) for key, name in layouts]


class AnswersForm(forms.Form):
    """The file in which the ministry or province answered."""

    file = forms.FileField(
        label=_("Berkas jawaban"),
        help_text=_("XLSX atau CSV dengan kolom nomor_lokal (atau no_kk, NIK), jawaban (diterima atau ditolak), dan bila ada catatan."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
    )  # fmt: skip

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if given.size > ANSWER_BYTES_MAX:
            raise forms.ValidationError(_("Berkas itu lebih dari 20 MB."))
        return given
