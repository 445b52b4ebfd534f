"""What may be typed into the registry's pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class FamilySearch(forms.Form):
    """The sentence above the list of families."""

    words = forms.CharField(
        required=False, max_length=120, label=_("Nama, NIK, nomor KK atau nomor lokal"),
        widget=forms.TextInput(attrs={"type": "search", "size": 22, "autocomplete": "off"}),
    )  # fmt: skip
    place = forms.TypedChoiceField(required=False, label=_("Kelurahan"), coerce=int, empty_value=None)
    decile = forms.ChoiceField(
        required=False,
        label=_("Desil"),
        choices=[
            ("", _("semua desil")), ("1-1", _("desil 1")), ("1-2", _("desil 1–2")), ("1-4", _("desil 1–4")),
            ("5-10", _("desil 5–10")), ("none", _("desil belum diketahui")),
        ],
    )  # fmt: skip

    def __init__(self, *args: Any, places: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["place"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", _("semua kelurahan"))] + [(str(key), name) for key, name in places]


class Purpose(forms.Form):
    """Why names must be seen."""

    purpose = forms.ChoiceField(
        label=_("Untuk apa nama perlu terlihat?"),
        widget=forms.RadioSelect,
        choices=[
            ("service", _("Melayani warga di loket")),
            ("verification", _("Memeriksa data di lapangan")),
            ("delivery", _("Menyerahkan bantuan")),
            ("correction", _("Membetulkan data")),
            ("other", _("Keperluan lain")),
        ],
    )
    reason = forms.CharField(
        required=False, max_length=200, label=_("Alasan"), help_text=_("Wajib untuk keperluan lain.")
    )
