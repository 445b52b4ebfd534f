"""What may be typed into the book's pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lontar.city.ledger.queries import Kind
from lontar.kit.days import DayField

KIND_WORDS = {
    Kind.PAYER: _("Pemberi dana"),
    Kind.BUDGET: _("Pagu yang belum dijanjikan"),
    Kind.OWED: _("Hak keluarga yang belum diserahkan"),
    Kind.SENT: _("Dikirim dan belum dipastikan sampai"),
    Kind.DELIVERED: _("Sudah diterima keluarga"),
    Kind.CONTRACTED: _("Dijanjikan untuk pekerjaan, belum dibayar"),
    Kind.BUILT: _("Dibayar untuk pekerjaan"),
    Kind.CAPITAL: _("Modal dana bergulir"),
    Kind.OPENING: _("Saldo awal dana bergulir dari buku kelurahan"),
    Kind.FUND: _("Uang di dana bergulir"),
    Kind.LENT: _("Dipinjamkan kepada warga"),
    Kind.EARNED: _("Bunga dan biaya dana bergulir"),
    Kind.FINED: _("Denda keterlambatan dana bergulir"),
    Kind.LOST: _("Modal dana bergulir yang hilang"),
    Kind.SUPPLIED: _("Barang dari pemasok"),
    Kind.STORED: _("Barang di gudang"),
    Kind.GIVEN: _("Barang yang sudah diserahkan"),
    Kind.MISSING: _("Barang yang hilang atau rusak"),
}


class AccountSearch(forms.Form):
    """The sentence above the trial balance."""

    kind = forms.ChoiceField(required=False, label=_("Jenis rekening"))
    words = forms.CharField(
        required=False, max_length=120, label=_("Bagian dari kode rekening"),
        widget=forms.TextInput(attrs={"type": "search", "size": 18, "autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("semua rekening")), *((str(kind), words) for kind, words in KIND_WORDS.items())]


class Days(forms.Form):
    """From which day to which a statement is wanted; an empty one asks for all."""

    since = DayField(required=False, label=_("Dari tanggal"))
    until = DayField(required=False, label=_("Sampai tanggal"))


class Closing(forms.Form):
    """The month to close."""

    period = forms.RegexField(
        r"^20\d{2}-(0[1-9]|1[0-2])$",
        label=_("Bulan"),
        help_text=_("Tahun dan bulan, misalnya 2026-10. Bulan-bulan sebelumnya ikut tertutup."),
        error_messages={"invalid": _("Ketikkan tahun dan bulan, misalnya 2026-10.")},
    )
