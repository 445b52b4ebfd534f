"""What may be typed into the pages of rounds."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

VERDICTS = {
    "qualifies": _("memenuhi syarat"),
    "does_not": _("tidak memenuhi syarat"),
    "undecided": _("belum dapat diputuskan"),
}
STATES = {
    "opened": _("dibuka, belum dihitung"),
    "scored": _("dihitung, menunggu persetujuan"),
    "approved": _("disetujui"),
    "rejected": _("ditolak"),
}
# For `badge`: a colour and a sign beside the word.
STATE_LOOKS = {
    "opened": ("quiet", "clock"), "scored": ("warn", "clock"), "approved": ("good", "check"), "rejected": ("bad", "close"),
}  # fmt: skip
VERDICT_LOOKS = {"qualifies": ("good", "check"), "does_not": ("quiet", "close"), "undecided": ("warn", "warning")}


class OpenRound(forms.Form):
    """Which line, over which area, on which day."""

    line = forms.TypedChoiceField(label=_("Program"), coerce=int)
    place = forms.TypedChoiceField(label=_("Wilayah"), coerce=int)
    day = forms.DateField(
        required=False, label=_("Hari penetapan"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "placeholder": "22/11/2026"}),
        input_formats=["%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d", "%d/%m/%y"],
        help_text=_("Aturan dan umur dihitung pada hari ini bila dikosongkan. Tulis tanggal/bulan/tahun."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, lines: list[tuple[int, str]], places: list[tuple[int, str]], **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        for name, choices in (("line", lines), ("place", places)):
            field = self.fields[name]
            assert isinstance(field, forms.TypedChoiceField)
            field.choices = [(str(key), words) for key, words in choices]


class DecisionSearch(forms.Form):
    """The sentence above a list of decisions."""

    words = forms.CharField(
        required=False, max_length=120, label=_("Nama, NIK, nomor KK atau nomor lokal"),
        widget=forms.TextInput(attrs={"type": "search", "size": 18, "autocomplete": "off"}),
    )  # fmt: skip
    verdict = forms.ChoiceField(
        required=False, label=_("Jawaban"), choices=[("", _("semua jawaban")), *VERDICTS.items()]
    )
    place = forms.TypedChoiceField(required=False, label=_("Kelurahan"), coerce=int, empty_value=None)

    def __init__(self, *args: Any, places: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["place"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", _("semua kelurahan"))] + [(str(key), name) for key, name in places]


class Reason(forms.Form):
    """Why a round is put aside."""

    reason = forms.CharField(
        label=_("Alasan"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Terbaca oleh yang menghitungnya, dan tercatat di jurnal."),
    )  # fmt: skip
