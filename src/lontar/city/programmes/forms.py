"""What may be typed into the pages of programmes, and the words for their kinds."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lontar.kit import formats

PILLARS = {
    "burden": _("mengurangi beban"),
    "income": _("menambah penghasilan"),
    "pockets": _("menutup kantong kemiskinan"),
}
REACHES = {"by_name": _("per nama"), "by_area": _("per wilayah"), "general": _("umum")}
PAYERS = {"city": _("kota"), "province": _("provinsi"), "ministry": _("kementerian"), "partner": _("mitra")}
GIVES = {
    "money": _("uang"), "goods": _("barang"), "works": _("bangunan"), "training": _("pelatihan"),
    "schooling": _("sekolah"), "care": _("layanan kesehatan"), "capital": _("modal"), "service": _("layanan"),
}  # fmt: skip
_RUPIAH = re.compile(r"(?:rp)?\s*(\d{1,3}(?:[.,]\d{3})+|\d+)", re.IGNORECASE)


class RupiahField(forms.CharField):
    """Whole rupiah as people write them: 300000, 300.000 or Rp 300.000."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(**{"max_length": 24, "widget": widget, **kwargs})

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        found = _RUPIAH.fullmatch(text.strip())
        if found is None:
            raise forms.ValidationError(_("Tulislah rupiah bulat, misalnya 300.000."))
        return int(re.sub(r"[.,]", "", found[1]))


class CatalogueSearch(forms.Form):
    """The sentence above the catalogue."""

    words = forms.CharField(
        required=False, max_length=120, label=_("Nama, kode atau perangkat daerah"),
        widget=forms.TextInput(attrs={"type": "search", "size": 18, "autocomplete": "off"}),
    )  # fmt: skip
    year = forms.TypedChoiceField(required=False, label=_("Tahun"), coerce=int, empty_value=None)
    agency = forms.ChoiceField(required=False, label=_("Perangkat daerah"))
    pillar = forms.ChoiceField(required=False, label=_("Pilar"), choices=[("", _("semua pilar")), *PILLARS.items()])
    reach = forms.ChoiceField(required=False, label=_("Sasaran"), choices=[("", _("semua sasaran")), *REACHES.items()])

    def __init__(self, *args: Any, years: list[int], agencies: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("year", [(str(year), str(year)) for year in years]),
            ("agency", [("", _("semua perangkat daerah")), *agencies]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


class BudgetForm(forms.Form):
    """How much a fund sets aside."""

    fund = forms.ChoiceField(label=_("Sumber dana"), choices=list(PAYERS.items()))
    amount = RupiahField(label=_("Pagu setahun, dalam rupiah"), help_text=_("Contoh: 300.000.000"))
    document = forms.CharField(
        label=_("Dokumen"), max_length=160, help_text=_("Nomor dan tanggal DPA, atau surat lain yang menyebutnya.")
    )


class RealisationForm(forms.Form):
    """What an agency spent in a quarter."""

    quarter = forms.TypedChoiceField(
        label=_("Triwulan"), coerce=int,
        choices=[(1, _("I (Januari–Maret)")), (2, _("II (April–Juni)")), (3, _("III (Juli–September)")),
                 (4, _("IV (Oktober–Desember)"))],
    )  # fmt: skip
    amount = RupiahField(label=_("Dibelanjakan pada triwulan itu, dalam rupiah"), help_text=_("Contoh: 45.000.000"))
    output = forms.CharField(
        required=False, label=_("Hasilnya"), max_length=200, help_text=_("Contoh: 12 kursi roda diserahkan.")
    )
    source = forms.CharField(label=_("Sumber"), max_length=160, help_text=_("Contoh: SP2D nomor 12, 30 Juni 2026."))


def shown(amount: int | None) -> str:
    """Rupiah as the page writes it."""
    return formats.rupiah(amount)
