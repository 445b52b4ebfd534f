"""What is typed when somebody names a family, is found or not, objects, and is answered."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

SOURCES = {
    "resident": _("warga"),
    "rt_rw": _("RT atau RW"),
    "officer": _("petugas"),
    "partner": _("mitra"),
    "objection": _("keberatan yang diterima"),
}
ASKED = [(key, word) for key, word in SOURCES.items() if key != "objection"]
NOMINATION_OUTCOMES = {"open": _("dicari"), "known": _("tercatat"), "not_found": _("tidak ditemukan")}
OBJECTION_OUTCOMES = {"open": _("menunggu jawaban"), "upheld": _("diterima"), "dismissed": _("ditolak")}
OUTCOME_LOOKS = {
    "open": ("warn", "clock"), "known": ("good", "check"), "not_found": ("quiet", "close"),
    "upheld": ("good", "check"), "dismissed": ("quiet", "close"),
}  # fmt: skip


def _line(label: Any, *, most: int, required: bool = True, hint: Any = "") -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, max_length=most, required=required, help_text=hint, widget=widget)


def _reason(label: Any, hint: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=500, help_text=hint, widget=forms.Textarea(attrs={"rows": 3}))


class NominationForm(forms.Form):
    """Whom somebody names: by number if the family is registered, by name if not."""

    place = forms.TypedChoiceField(label=_("Kelurahan"), coerce=int)
    source = forms.ChoiceField(label=_("Siapa yang mengusulkan"), choices=ASKED, widget=forms.RadioSelect)
    family = _line(
        _("Nomor lokal, KK atau NIK, bila ada"), most=20, required=False,
        hint=_("Kosongkan bila keluarganya mungkin belum terdaftar."),
    )  # fmt: skip
    name = _line(
        _("Nama, bila tidak ada nomornya"), most=120, required=False,
        hint=_("Hanya disimpan sampai keluarganya ditemukan."),
    )  # fmt: skip
    rt = _line("RT", most=3, required=False)
    rw = _line("RW", most=3, required=False)
    line = forms.TypedChoiceField(required=False, coerce=int, empty_value=None, label=_("Untuk program"))
    reason = _reason(_("Mengapa keluarga ini"), _("Apa yang dilihat atau diketahui; bukan nama pengusulnya."))

    def __init__(
        self, *args: Any, wards: list[tuple[int, str]], lines: list[tuple[int, str]], **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        for name, choices in (("place", wards), ("line", [("", _("program apa pun")), *lines])):
            field = self.fields[name]
            assert isinstance(field, forms.TypedChoiceField)
            field.choices = [(str(key), words) for key, words in choices]


class SettleForm(forms.Form):
    """Which family was meant, or why none was found."""

    family = _line(
        _("Nomor lokal, KK atau NIK"), most=20, required=False, hint=_("Kosongkan bila keluarganya tidak ditemukan.")
    )
    note = forms.CharField(
        required=False, max_length=500, label=_("Catatan"), widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Wajib bila tidak ditemukan: di mana Anda mencarinya."),
    )  # fmt: skip


class ObjectionForm(forms.Form):
    """What the family objects to, in its own words."""

    words = _reason(_("Isi keberatan"), _("Dengan kata-kata keluarga itu sendiri."))


class AnswerForm(forms.Form):
    """What the meeting answered."""

    upheld = forms.TypedChoiceField(
        label=_("Keputusan musyawarah"), coerce=lambda value: value == "yes", widget=forms.RadioSelect,
        choices=[("yes", _("keberatan diterima")), ("no", _("keberatan ditolak"))],
    )  # fmt: skip
    number = _line(_("Nomor berita acara"), most=60)
    answer = _reason(_("Alasannya"), _("Disampaikan kepada keluarga itu."))
