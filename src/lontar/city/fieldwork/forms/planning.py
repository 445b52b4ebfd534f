"""The forms of those who plan and decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lontar.kit.amounts import WholeField
from lontar.kit.days import DayField

SPLIT_WORDS = [
    ("by_rt", _("Tiap RT utuh kepada satu petugas, banyaknya seimbang")),
    ("evenly", _("Sama banyak, berurutan menurut alamat")),
    ("by_ward", _("Satu kelurahan kepada satu petugas")),
]
DECILE_WORDS = [
    ("1-4", _("desil 1–4")), ("1-1", _("desil 1")), ("1-2", _("desil 1–2")), ("1-5", _("desil 1–5")),
    ("none", _("belum punya desil")), ("", _("semua keluarga")),
]  # fmt: skip


def day_field(label: Any, hint: Any = "") -> DayField:
    """A day, with what there is to know about it."""
    return DayField(label=label, help_text=hint) if hint else DayField(label=label)


class CampaignForm(forms.Form):
    """Which families, who checks them, by when."""

    name = forms.CharField(
        max_length=120, label=_("Nama kampanye"), help_text=_("Contoh: Verval kemiskinan ekstrem 2026, tahap 2."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    why = forms.CharField(
        required=False, max_length=1000, label=_("Dasar dan tujuan"), widget=forms.Textarea(attrs={"rows": 2})
    )
    place = forms.TypedChoiceField(label=_("Wilayah"), coerce=int)
    decile = forms.ChoiceField(required=False, label=_("Keluarga dengan"), choices=DECILE_WORDS)
    roster = forms.TypedChoiceField(
        required=False, coerce=int, empty_value=None, label=_("Hanya yang ada di daftar"),
        help_text=_("Daftar dari berkas atau dari sebuah penetapan program."),
    )  # fmt: skip
    checkers = forms.TypedMultipleChoiceField(
        label=_("Siapa yang berkunjung"), coerce=int, widget=forms.CheckboxSelectMultiple,
        help_text=_("Petugas kelurahan dan petugas lapangan di wilayah itu. Setiap orang hanya mendapat keluarga di wilayahnya."),
    )  # fmt: skip
    split = forms.ChoiceField(label=_("Cara membagi"), choices=SPLIT_WORDS, widget=forms.RadioSelect, initial="by_rt")
    begins = day_field(_("Mulai"))
    due = day_field(_("Selesai paling lambat"))
    second_percent = WholeField(
        label=_("Dikunjungi dua kali (persen)"), min_value=0, max_value=100, initial=5,
        help_text=_("Diundi, dan dikunjungi orang lain, supaya ketelitian kunjungan dapat diukur."),
    )  # fmt: skip
    seed = WholeField(
        label=_("Angka undian"), min_value=0, max_value=2**31, help_text=_("Dengan angka ini siapa pun dapat mengulang undiannya."),
    )  # fmt: skip
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, places: list[tuple[int, str]], rosters: list[tuple[int, str]],
        checkers: list[tuple[int, str]], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("place", [(str(key), words) for key, words in places]),
            ("roster", [("", _("tanpa daftar")), *((str(key), words) for key, words in rosters)]),
            ("checkers", [(str(key), words) for key, words in checkers]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


class RosterForm(forms.Form):
    """A list of families from a file."""

    name = forms.CharField(
        max_length=160, label=_("Nama daftar"), widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Contoh: Usulan RT bulan November 2026."),
    )  # fmt: skip
    file = forms.FileField(
        label=_("Berkas CSV, XLSX atau XLS"), help_text=_("Dengan salah satu kolom: nomor_lokal, no_kk, nik.")
    )


class CloseForm(forms.Form):
    """The decision to leave visits open."""

    leave_open = forms.BooleanField(required=False, label=_("Sisanya memang dibiarkan tidak dikunjungi"))
    reason = forms.CharField(
        required=False, max_length=500, label=_("Alasannya"), widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Dicatat bersama jumlah per kelurahan, dan dapat dibaca inspektur."),
    )  # fmt: skip


class DecreeForm(forms.Form):
    """The signed paper."""

    number = forms.CharField(
        max_length=80, label=_("Nomor keputusan"), help_text=_("Contoh: 460/123/DINSOS/2026"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    signed_on = day_field(_("Tanggal ditandatangani"))


class SettleForm(forms.Form):
    """Which of two visits stands."""

    stands = forms.TypedChoiceField(
        coerce=int, label=_("Yang berlaku"), choices=[(1, _("Kunjungan pertama")), (2, _("Kunjungan kedua"))],
        widget=forms.RadioSelect,
    )  # fmt: skip
    reason = forms.CharField(max_length=300, label=_("Alasannya"), widget=forms.Textarea(attrs={"rows": 2}))


class SheetForm(forms.Form):
    """A filled workbook."""

    file = forms.FileField(
        label=_("Buku kerja yang sudah diisi"), help_text=_("XLSX yang diunduh dari kampanye ini, paling besar 20 MB.")
    )


class VisitFilter(forms.Form):
    """The sentence above the visits of a campaign."""

    place = forms.TypedChoiceField(required=False, coerce=int, empty_value=None, label=_("Kelurahan"))
    officer = forms.ChoiceField(required=False, label=_("Petugas"))
    state = forms.ChoiceField(
        required=False, label=_("Keadaan"),
        choices=[
            ("", _("semua keadaan")), ("open", _("belum dikunjungi")), ("reported", _("sudah dilaporkan")),
            ("left", _("dibiarkan saat ditutup")),
        ],
    )  # fmt: skip

    def __init__(
        self, *args: Any, places: list[tuple[int, str]], officers: list[tuple[Any, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, everything, choices in (
            ("place", _("semua kelurahan"), places),
            ("officer", _("semua petugas"), officers),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", everything), *((str(key), words) for key, words in choices)]


class DoubtFilter(forms.Form):
    """The sentence above the families whose opinions differ."""

    place = forms.TypedChoiceField(required=False, coerce=int, empty_value=None, label=_("Kelurahan"))
    kind = forms.ChoiceField(required=False, label=_("Perbedaan"))

    def __init__(self, *args: Any, places: list[tuple[int, str]], kinds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, everything, choices in (
            ("place", _("semua kelurahan"), places),
            ("kind", _("semua perbedaan"), kinds),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", everything), *((str(key), words) for key, words in choices)]
