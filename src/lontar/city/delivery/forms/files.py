"""What may be typed about payers' files: for what they are taken, their columns, their results."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lontar.city.delivery.forms.paying import choose, day_field
from lontar.science.result_file import FIELDS

RESULT_BYTES_MAX = 20_000_000
LIST_WORDS = {
    "running": _("nomor urut"), "reference": _("rujukan kami, untuk mencocokkan hasilnya"), "head": _("kepala keluarga"),
    "bank": _("bank"), "account": _("nomor rekening"), "holder": _("pemilik rekening"), "amount": _("jumlah, rupiah bulat"),
    "local_number": _("nomor lokal keluarga"), "ward": _("kelurahan"), "ward_code": _("kode kelurahan"), "rt": _("RT"),
    "rw": _("RW"), "period": _("periode"), "programme": _("program"),
}  # fmt: skip
# What an officer writes for them, and reads; the English names are read too.
LIST_CODES = {
    "nomor_urut": "running", "rujukan": "reference", "kepala_keluarga": "head", "bank": "bank", "nomor_rekening": "account",
    "pemilik": "holder", "jumlah": "amount", "nomor_lokal": "local_number", "kelurahan": "ward",
    "kode_kelurahan": "ward_code", "rt": "rt", "rw": "rw", "periode": "period", "program": "programme",
}  # fmt: skip
CODES = {field: code for code, field in LIST_CODES.items()} | {
    "status": "keadaan", "reason": "sebab_kembali", "payer_number": "nomor_transaksi",
}  # fmt: skip
RESULT_WORDS = {
    "reference": _("Judul kolom rujukan kami"), "account": _("Judul kolom nomor rekening"), "amount": _("Judul kolom jumlah"),
    "status": _("Judul kolom keadaan"), "reason": _("Judul kolom sebab kembali"), "payer_number": _("Judul kolom nomor transaksi pembayar"),
}  # fmt: skip
KIND_WORDS = {
    "unknown": _("tidak dikenal"), "twice": _("dibayar dua kali"), "too_much": _("terlalu banyak"), "too_little": _("kurang"),
    "contradicts": _("bertentangan dengan hasil sebelumnya"), "unreadable": _("tidak terbaca"),
}  # fmt: skip

LINE_STATES = {"sent": _("belum ada kabarnya"), "paid": _("sampai"), "returned": _("kembali")}


class TakeListForm(forms.Form):
    """In which columns a list leaves the house, and for what."""

    layout = forms.TypedChoiceField(label=_("Susunan kolom"), coerce=int)
    purpose = forms.CharField(
        max_length=200, min_length=5, label=_("Untuk apa"), help_text=_("Contoh: dikirim ke Bank NTT untuk dibayar."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, *args: Any, layouts: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "layout", [(str(key), name) for key, name in layouts])


class FileForm(forms.Form):
    """A spreadsheet."""

    file = forms.FileField(label=_("Berkas"), widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}))

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if given.size > RESULT_BYTES_MAX:
            raise forms.ValidationError(_("Berkas itu lebih dari 20 MB."))
        return given


class ResultForm(FileForm):
    """What the payer answered, in which columns, and on which day it was paid."""

    layout = forms.TypedChoiceField(label=_("Susunan kolom"), coerce=int)
    paid_on = day_field(_("Dibayar pada"))

    def __init__(self, *args: Any, layouts: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "layout", [(str(key), name) for key, name in layouts])


class ListLayoutForm(forms.Form):
    """Columns as a payer wants them, one in each line: heading = content."""

    name = forms.CharField(
        max_length=80, label=_("Nama susunan"), widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    columns = forms.CharField(
        max_length=4_000, label=_("Kolom, satu tiap baris: judul = isi"),
        widget=forms.Textarea(attrs={"rows": 8, "class": "code", "spellcheck": "false"}),
        initial="NO = nomor_urut\nRUJUKAN = rujukan\nBANK = bank\nREKENING = nomor_rekening\nATAS NAMA = pemilik\nJUMLAH = jumlah",
    )  # fmt: skip

    def clean_columns(self) -> list[tuple[str, str]]:
        found = []
        for line in self.cleaned_data["columns"].splitlines():
            head, sign, field = line.partition("=")
            asked = "_".join(field.casefold().split())
            field = LIST_CODES.get(asked, asked)
            if line.strip() and (not sign or field not in LIST_WORDS):
                raise forms.ValidationError(
                    _("Baris “%(line)s” tidak terbaca. Tulis judul = isi, dengan isi dari daftar di bawah."),
                    params={"line": line.strip()[:80]},
                )
            if line.strip():
                found.append((head.strip(), field))
        return found


class ResultLayoutForm(forms.Form):
    """Which title of a result file means what, and the words of its states, one in each line."""

    name = forms.CharField(
        max_length=80, label=_("Nama susunan"), widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    paid = forms.CharField(
        required=False, max_length=1_000, label=_("Kata untuk yang sudah dibayar, satu tiap baris"), initial="Berhasil\nSukses",
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    returned = forms.CharField(
        required=False, max_length=1_000, label=_("Kata untuk yang kembali, satu tiap baris"), initial="Gagal\nRetur",
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in FIELDS:
            self.fields[field] = forms.CharField(
                required=False,
                max_length=80,
                label=RESULT_WORDS[field],
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )
        self.order_fields(["name", *FIELDS, "paid", "returned"])

    def titles(self) -> dict[str, str]:
        return {field: self.cleaned_data.get(field, "") for field in FIELDS}


class SettleForm(forms.Form):
    """What became of a row."""

    note = forms.CharField(
        max_length=300, label=_("Apa yang dilakukan"), widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
