"""What may be typed into the pages of rounds."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lontar.city.targeting.forms.words import ANSWERED, CRITERIA, OUTCOMES, STANDINGS, VERDICTS
from lontar.kit.amounts import RupiahField, WholeField
from lontar.kit.days import DayField

CRITERIA_ASKED = ("first", "second", "third")


class OpenRound(forms.Form):
    """Which line, over which area, on which day."""

    line = forms.TypedChoiceField(label=_("Program"), coerce=int)
    place = forms.TypedChoiceField(label=_("Wilayah"), coerce=int)
    day = DayField(
        required=False, label=_("Hari penetapan"),
        help_text=_("Aturan dan umur dihitung pada hari ini bila dikosongkan. Tulis tanggal/bulan/tahun."),
    )  # fmt: skip
    outcome = forms.ChoiceField(required=False, label=_("Berakhir sebagai"), choices=list(OUTCOMES.items()))
    quota = WholeField(
        required=False, min_value=1, max_value=10_000_000, label=_("Paling banyak berapa keluarga"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("Kosongkan bila semua yang memenuhi syarat boleh dipilih; yang lain masuk daftar tunggu."),
    )  # fmt: skip
    budget = RupiahField(
        required=False, label=_("Paling banyak berapa rupiah"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "placeholder": "150.000.000"}),
        help_text=_("Kosongkan bila hanya pagu program yang membatasi."),
    )  # fmt: skip
    first = forms.ChoiceField(label=_("Didahulukan menurut"), choices=list(CRITERIA.items()), initial="decile")
    second = forms.ChoiceField(required=False, label=_("lalu menurut"), choices=[("", "–"), *CRITERIA.items()])
    third = forms.ChoiceField(required=False, label=_("lalu menurut"), choices=[("", "–"), *CRITERIA.items()])
    seed = forms.CharField(
        required=False, max_length=80, label=_("Benih undian"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_(
            "Yang masih sama diundi dengan benih ini. Tulis angka yang ditarik di depan warga, atau kosongkan: sistem menariknya dan mengumumkannya."
        ),
    )  # fmt: skip

    def __init__(
        self, *args: Any, lines: list[tuple[int, str]], places: list[tuple[int, str]], **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        chosen = [(0, _("pilih program")), *lines] if len(lines) > 1 else lines
        for name, choices in (("line", chosen), ("place", places)):
            field = self.fields[name]
            assert isinstance(field, forms.TypedChoiceField)
            field.choices = [(str(key or ""), words) for key, words in choices]

    @property
    def criteria(self) -> tuple[str, ...]:
        """What was asked to rank by, in its order."""
        return tuple(self.cleaned_data[name] for name in CRITERIA_ASKED if self.cleaned_data.get(name))


class DecisionSearch(forms.Form):
    """The sentence above a list of decisions."""

    words = forms.CharField(
        required=False, max_length=120, label=_("Nama, NIK, nomor KK atau nomor lokal"),
        widget=forms.TextInput(attrs={"type": "search", "size": 18, "autocomplete": "off"}),
    )  # fmt: skip
    verdict = forms.ChoiceField(
        required=False,
        label=_("Jawaban"),
        choices=[
            ("", _("semua jawaban")),
            *STANDINGS.items(),
            *VERDICTS.items(),
            ("nominated", _("diusulkan warga")),
            *ANSWERED.items(),
        ],
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
