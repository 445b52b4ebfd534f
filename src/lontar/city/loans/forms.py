"""What is typed on the pages of the fund."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lontar.kit.amounts import RupiahField, WholeField
from lontar.kit.days import DayField

BOOK_BYTES_MAX = 5_000_000


def _text(label: Any, *, most: int, required: bool = True, hint: Any = "", rows: int = 0) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, max_length=most, required=required, help_text=hint, widget=widget)


def _day(label: Any, *, required: bool = True) -> DayField:
    return DayField(label=label, required=required)


def _key() -> forms.CharField:
    """By which a form that is sent twice is recognised."""
    return forms.CharField(max_length=40, widget=forms.HiddenInput, initial=lambda: uuid.uuid4().hex, required=False)


class OpenFund(forms.Form):
    """Which ward, which product, and with which capital."""

    place = forms.TypedChoiceField(label=_("Kelurahan atau desa"), coerce=int)
    product = forms.ChoiceField(label=_("Produk"))
    capital = RupiahField(label=_("Modal"))
    document = _text(_("Dokumen dasar"), most=120, hint=_("Nomor dan tanggal surat keputusan atau DPA."))

    def __init__(self, *args: Any, wards: list[tuple[int, str]], products: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        for name, choices in (("place", wards), ("product", products)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [(str(key), words) for key, words in choices]


class Apply(forms.Form):
    """Who asks, for what, and who stands behind it."""

    person = _text(_("NIK atau nomor lokal peminjam"), most=20)
    amount = RupiahField(label=_("Pinjaman yang diminta"))
    business = _text(_("Usahanya"), most=200, hint=_("Misalnya: kios sembako, sejak 2023. Tanpa nama dan alamat."))
    plan = _text(_("Untuk apa uangnya"), most=500, rows=3)
    guarantor = _text(_("Nama penjamin"), most=120, required=False)
    collateral = _text(
        _("Agunan"), most=200, required=False, hint=_("Wajib bila pinjamannya di atas batas produk. Tanpa alamat.")
    )
    group_name = _text(_("Nama kelompok"), most=80, required=False, hint=_("Kosongkan untuk peminjam perorangan."))
    members = _text(
        _("Anggota kelompok lain"), most=500, required=False, rows=2,
        hint=_("NIK atau nomor lokal, satu orang tiap baris. Bila bagiannya tidak sama, tuliskan sesudahnya: 0000123 = 2.000.000; pemohon mendapat sisanya. Semua menanggung bersama."),
    )  # fmt: skip
    key = _key()


class KeepMinutes(forms.Form):
    """The committee's signed minutes."""

    number = _text(_("Nomor berita acara"), most=80)
    signed_on = _day(_("Tanggal ditandatangani"))
    scan = forms.FileField(
        label=_("Pindaian yang ditandatangani"), help_text=_("PDF, JPEG atau PNG, paling besar 5 MB.")
    )


class _ByMinutes(forms.Form):
    minutes = forms.TypedChoiceField(label=_("Berita acara komite"), coerce=int)

    def __init__(self, *args: Any, minutes: list[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["minutes"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(str(key), words) for key, words in minutes]


class Decide(_ByMinutes):
    """What the committee decided."""

    approved = forms.TypedChoiceField(
        label=_("Keputusan komite"), coerce=lambda value: value == "yes", widget=forms.RadioSelect,
        choices=[("yes", _("disetujui")), ("no", _("ditolak"))],
    )  # fmt: skip
    amount = RupiahField(label=_("Jumlah yang disetujui"), required=False, help_text=_("Paling banyak yang diminta."))
    reason = _text(_("Alasannya"), most=300, required=False, rows=2, hint=_("Wajib bila ditolak; pemohon diberi tahu."))

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("approved") and not given.get("amount") and "amount" not in self.errors:
            self.add_error("amount", _("Tuliskan jumlahnya."))
        return given


class Repay(forms.Form):
    """How much came, and when."""

    amount = RupiahField(label=_("Jumlah yang diterima"))
    paid_on = _day(_("Tanggal diterima"))
    key = _key()


class RepayTogether(Repay):
    """For whose part of a group's loan, and who brought it."""

    member = forms.TypedChoiceField(label=_("Untuk bagian siapa"), coerce=int, empty_value=None, required=False)
    payer = forms.TypedChoiceField(label=_("Dibayar oleh siapa"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, members: list[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        for name, all_of_them in (
            ("member", _("semua anggota, menurut yang belum dibayar")), ("payer", _("masing-masing membayar bagiannya")),
        ):  # fmt: skip
            field = self.fields[name]
            assert isinstance(field, forms.TypedChoiceField)
            field.choices = [("", all_of_them), *((str(key), words) for key, words in members)]


class Reason(forms.Form):
    """Why."""

    reason = _text(_("Alasannya"), most=200, rows=2, hint=_("Tanpa nama orang."))


class Reschedule(_ByMinutes):
    """Over how many instalments what is left is spread, and by which minutes."""

    instalments = WholeField(label=_("Banyaknya angsuran bulanan"), min_value=1, max_value=60)
    reason = _text(_("Alasannya"), most=200, rows=2, hint=_("Tanpa nama orang."))


class WriteOff(forms.Form):
    """By which decree, and why."""

    paper = _text(_("Nomor dan tanggal surat keputusan"), most=120)
    reason = _text(_("Alasannya"), most=200, rows=2, hint=_("Tanpa nama orang."))


class Waive(forms.Form):
    """How much is forgiven, by which decree, and why."""

    amount = RupiahField(label=_("Jumlah yang dibebaskan"))
    paper = _text(_("Nomor dan tanggal surat keputusan"), most=120)
    reason = _text(_("Alasannya"), most=200, rows=2, hint=_("Tanpa nama orang."))


class Pardon(forms.Form):
    """How much of a penalty is not asked for, and why."""

    amount = RupiahField(label=_("Denda yang dibebaskan"))
    reason = _text(_("Alasannya"), most=200, rows=2, hint=_("Tanpa nama orang."))


class Recover(forms.Form):
    """What came back after all."""

    amount = RupiahField(label=_("Jumlah yang diterima"))
    reason = _text(_("Alasannya"), most=200, rows=2, hint=_("Tanpa nama orang."))
    key = _key()


class CountCash(forms.Form):
    """What the bank and the box held at the end of a month."""

    period = _text(_("Bulan"), most=7, hint=_("Misalnya 2026-10."))
    bank = RupiahField(label=_("Saldo rekening koran pada akhir bulan"))
    cash = RupiahField(label=_("Uang tunai pada akhir bulan"))
    note = _text(_("Penjelasan bila berbeda"), most=300, required=False, rows=2)


class Purpose(forms.Form):
    """What the names are needed for."""

    purpose = _text(_("Untuk apa Anda perlu melihat nama"), most=120)


class ReceiptCode(forms.Form):
    """The code on a receipt, however it is typed."""

    code = forms.CharField(
        label=_("Kode tanda terima"), max_length=64, help_text=_("17 huruf dan angka, misalnya 6WEQ-90RW-8Z71-4Z89-3."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip


class BringBook(forms.Form):
    """A ward's own spreadsheet."""

    file = forms.FileField(
        label=_("Berkas kelurahan"), help_text=_("XLSX, XLS atau CSV."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
    )  # fmt: skip

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if given.size > BOOK_BYTES_MAX:
            raise forms.ValidationError(_("Berkas itu lebih dari 5 MB."))
        return given


class BookTitles(forms.Form):
    """What a ward calls the columns of its spreadsheet."""

    number = _text(_("NIK atau nomor lokal"), most=80, required=False)
    name = _text(_("Nama peminjam"), most=80, required=False)
    amount = _text(_("Jumlah pinjaman"), most=80, required=False)
    date = _text(_("Tanggal pencairan"), most=80, required=False)
    paid = _text(_("Yang sudah dibayar"), most=80, required=False)
    said = _text(_("Yang sudah dibayar menurut peminjam"), most=80, required=False)


class OpenDispute(forms.Form):
    """What the borrower says."""

    said_left = RupiahField(label=_("Sisa menurut peminjam"), help_text=_("Nol bila katanya sudah lunas."))
    statement = _text(_("Kata peminjam"), most=500, rows=3, hint=_("Kapan dan kepada siapa dibayar, tanpa nama."))


class AddPaper(forms.Form):
    """A document in a case."""

    title = _text(_("Surat apa ini"), most=80, hint=_("Misalnya: kuitansi 12 Maret 2023."))
    scan = forms.FileField(label=_("Pindaian"), help_text=_("PDF, JPEG atau PNG, paling besar 5 MB."))


class Propose(forms.Form):
    """How a case should end."""

    verdict = forms.ChoiceField(
        label=_("Versi siapa yang diikuti"), widget=forms.RadioSelect,
        choices=[("book", _("buku")), ("borrower", _("peminjam"))],
    )  # fmt: skip
    credited = RupiahField(
        label=_("Sisanya berkurang"), required=False, help_text=_("Hanya bila versi peminjam yang diikuti.")
    )  # fmt: skip
    reason = _text(_("Alasannya"), most=300, rows=2, hint=_("Surat mana yang membuktikannya. Tanpa nama orang."))


class NoteVisit(forms.Form):
    """Whether the borrower was met, and what was promised by when."""

    visited_on = _day(_("Tanggal kunjungan"))
    met = forms.TypedChoiceField(
        label=_("Peminjamnya ditemui"), coerce=lambda value: value == "yes", widget=forms.RadioSelect,
        choices=[("yes", _("ya")), ("no", _("tidak"))],
    )  # fmt: skip
    promised = RupiahField(
        label=_("Jumlah yang dijanjikan"), required=False, help_text=_("Kosongkan bila tidak ada janji.")
    )
    promised_for = _day(_("Akan dibayar paling lambat"), required=False)
    note = _text(_("Catatan"), most=200, required=False, rows=2, hint=_("Tanpa nama dan alamat."))
