"""What may be typed when a spreadsheet of budgets is brought."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lontar.kit.amounts import WholeField

# What a column of a budget's spreadsheet may mean, in the words of the page.
MEANINGS = {
    "code": _("kode sub kegiatan"), "name": _("nama sub kegiatan"), "agency": _("perangkat daerah"),
    "agency_code": _("kode perangkat daerah"), "year": _("tahun"), "fund": _("sumber dana"),
    "plan": _("rencana"), "budget": _("anggaran (DPA)"), "revised": _("anggaran perubahan (DPPA)"),
    "q1": _("realisasi triwulan I"), "q2": _("realisasi triwulan II"), "q3": _("realisasi triwulan III"),
    "q4": _("realisasi triwulan IV"), "what": _("indikator keluaran"), "target": _("target keluaran"),
    "output": _("keluaran tercapai"), "unit": _("satuan"),
}  # fmt: skip
TITLES_MAX = 60


class BudgetFileForm(forms.Form):
    """A spreadsheet, its year and the document that it is an extract of."""

    file = forms.FileField(label=_("Berkas CSV, XLSX atau XLS"))
    year = WholeField(label=_("Tahun anggaran"), min_value=2015, max_value=2100)
    document = forms.CharField(
        label=_("Dokumen"), max_length=160, help_text=_("Contoh: DPA 2026, cetakan SIPD 3 Juli 2026.")
    )
    agency = forms.ChoiceField(
        required=False, label=_("Lembaga, bila berkasnya tidak menyebut"),
        help_text=_("Dipakai untuk baris tanpa kolom perangkat daerah."),
    )  # fmt: skip

    def __init__(self, *args: Any, agencies: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agency"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("tertulis di berkas")), *agencies]


class BudgetSampleForm(forms.Form):
    """A file whose titles are not known yet."""

    file = forms.FileField(label=_("Contoh berkas"), help_text=_("Hanya judul kolomnya yang dibaca."))


class BudgetLayoutForm(forms.Form):
    """What each title of a spreadsheet means."""

    title = forms.CharField(label=_("Nama susunan"), max_length=80, help_text=_("Contoh: ekspor SIPD per SKPD."))

    def __init__(self, *args: Any, titles: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for at, title in enumerate(titles[:TITLES_MAX]):
            self.fields[f"title-{at}"] = forms.CharField(initial=title, widget=forms.HiddenInput, max_length=200)
            self.fields[f"means-{at}"] = forms.ChoiceField(
                label=title, required=False, choices=[("", _("tidak dipakai")), *MEANINGS.items()]
            )

    def columns(self) -> dict[str, str]:
        """Each title that means something, with what it means."""
        given = self.cleaned_data
        return {
            given[name]: given[name.replace("title-", "means-")]
            for name in given
            if name.startswith("title-") and given.get(name.replace("title-", "means-"))
        }
