"""What is typed on the pages of the stores."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lontar.city.stores.queries import DifferenceKind, MovementKind
from lontar.kit.amounts import WholeField
from lontar.kit.days import DayField

MOVEMENT_WORDS = {
    MovementKind.RECEIVED: (_("Diterima"), "good", "plus"),
    MovementKind.MOVED: (_("Dipindahkan"), "info", "right"),
    MovementKind.GIVEN: (_("Diserahkan kepada keluarga"), "good", "hand"),
    MovementKind.LOST: (_("Hilang atau rusak"), "bad", "warning"),
    MovementKind.BACK: (_("Penyerahan ditarik kembali"), "warn", "plus"),
    MovementKind.FOUND: (_("Lebih saat dihitung"), "warn", "plus"),
}
DIFFERENCE_WORDS = {
    DifferenceKind.LOST: _("Kehilangan yang dilaporkan"),
    DifferenceKind.COUNTED: _("Selisih hitung stok"),
}


def _text(label: Any, *, most: int, hint: Any = "", required: bool = True, rows: int = 0) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, max_length=most, required=required, help_text=hint, widget=widget)


def _whole(label: Any, *, least: int = 1, hint: Any = "") -> WholeField:
    return WholeField(
        label=label, min_value=least, max_value=10**9, help_text=hint,
        error_messages={"invalid": _("Tuliskan bilangan bulat.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip


def _key() -> forms.CharField:
    """By which a form that is sent twice is recognised."""
    return forms.CharField(max_length=40, widget=forms.HiddenInput, initial=lambda: uuid.uuid4().hex)


class Choosing(forms.Form):
    """A form whose lists of choices come from the page."""

    def __init__(self, *args: Any, choices: Mapping[str, Iterable[tuple[int, str]]], **more: Any) -> None:
        super().__init__(*args, **more)
        for name, pairs in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [(str(key), words) for key, words in pairs]


class OpenStore(Choosing):
    """A store and where it stands."""

    name = _text(_("Nama gudang"), most=120, hint=_("Misalnya: Gudang Dinas Sosial."))
    place = forms.TypedChoiceField(label=_("Letaknya"), coerce=int)


class AddItem(forms.Form):
    """A kind of goods and its unit."""

    name = _text(_("Nama barang"), most=120, hint=_("Misalnya: Beras medium, Mesin jahit, Kursi roda."))
    unit = _text(_("Satuan"), most=12, hint=_("Dengan huruf saja: kg, buah, set, bibit. Tidak dapat diganti."))


class SetParcel(Choosing):
    """What one hand-over of a line holds."""

    line = forms.TypedChoiceField(label=_("Program"), coerce=int)
    item = forms.TypedChoiceField(label=_("Barang"), coerce=int)
    quantity = _whole(_("Jumlah untuk satu penyerahan"))


class Receive(Choosing):
    """Goods from a supplier."""

    item = forms.TypedChoiceField(label=_("Barang"), coerce=int)
    quantity = _whole(_("Jumlah yang diterima"), hint=_("Yang dihitung sendiri saat datang, bukan yang tertulis."))
    supplier = _text(_("Pemasok"), most=120)
    document = _text(_("Nomor surat jalan atau berita acara"), most=120)
    arrived_on = DayField(label=_("Tanggal datang"))
    key = _key()


class Transfer(Choosing):
    """Goods to another store."""

    item = forms.TypedChoiceField(label=_("Barang"), coerce=int)
    quantity = _whole(_("Jumlah yang dipindahkan"))
    to_store = forms.TypedChoiceField(label=_("Ke gudang"), coerce=int)
    document = _text(_("Nomor surat jalan"), most=120)
    key = _key()


class Lose(Choosing):
    """Goods that are damaged, spoilt or gone."""

    item = forms.TypedChoiceField(label=_("Barang"), coerce=int)
    quantity = _whole(_("Jumlah yang hilang atau rusak"))
    reason = _text(_("Apa yang terjadi"), most=300, rows=3, hint=_("Tanpa nama orang yang diduga."))
    key = _key()


class Count(Choosing):
    """What was counted."""

    item = forms.TypedChoiceField(label=_("Barang"), coerce=int)
    counted = _whole(_("Jumlah yang dihitung"), least=0, hint=_("Hitung dahulu, baru lihat angka di buku."))
    reason = _text(
        _("Sebab selisih"), most=300, rows=3, required=False, hint=_("Wajib bila hitungannya lain daripada buku.")
    )
    key = _key()


class Refuse(forms.Form):
    """Why a reported difference is not so."""

    note = _text(_("Mengapa tidak disahkan"), most=300, rows=3)


def _day(label: Any) -> DayField:
    return DayField(label=label)


class Declare(Choosing):
    """A decree that declares an emergency."""

    number = _text(_("Nomor keputusan"), most=80)
    what = _text(_("Apa yang terjadi"), most=160, hint=_("Misalnya: banjir di bantaran Kali Dendeng."))
    place = forms.TypedChoiceField(label=_("Wilayahnya"), coerce=int)
    since = _day(_("Hari pertama"))
    until = _day(_("Hari terakhir"))


class HandOut(Choosing):
    """Goods that go out now."""

    place = forms.TypedChoiceField(label=_("Kelurahan atau desa"), coerce=int)
    store = forms.TypedChoiceField(label=_("Dari gudang mana?"), coerce=int)
    item = forms.TypedChoiceField(label=_("Barang"), coerce=int)
    quantity = _whole(_("Jumlah yang diserahkan"))
    persons = _whole(_("Untuk berapa orang"))
    name = _text(
        _("Nama penerima"), most=120, required=False,
        hint=_("Nama kepala keluarga seperti yang disebut. Kosongkan bila diserahkan menurut jumlah orang."),
    )  # fmt: skip
    spot = _text(_("Di mana"), most=120, hint=_("Misalnya: posko SD Inpres, RT 003."))
    paper = _text(_("Nomor daftar yang ditandatangani"), most=120)
    key = _key()


class Match(forms.Form):
    """Which family a name is."""

    family_number = _text(_("Nomor lokal, KK atau NIK keluarga itu"), most=20)


class Unknown(forms.Form):
    """Why a name is nobody's in the registry."""

    note = _text(_("Apa yang diketahui"), most=300, rows=3, hint=_("Tanpa nama orang."))
