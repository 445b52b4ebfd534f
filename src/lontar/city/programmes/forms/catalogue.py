"""What may be typed into the pages of the catalogue and its money, and the words for their kinds."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lontar.kit.amounts import NumberField, RupiahField, WholeField

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
STAGES = {"plan": _("rencana (RKPD, KUA-PPAS)"), "budget": _("anggaran (DPA)"), "revised": _("perubahan (DPPA)")}


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
    stage = forms.ChoiceField(
        label=_("Tahap"), choices=list(STAGES.items()),
        help_text=_("Perubahan berlaku menggantikan anggaran dari sumber yang sama; rencana belum menjadi uang."),
    )  # fmt: skip
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


class OutputForm(forms.Form):
    """What a line is to bring about beside money."""

    what = forms.CharField(label=_("Apa hasilnya"), max_length=160, help_text=_("Contoh: kursi roda diserahkan."))
    unit = forms.CharField(label=_("Satuan"), max_length=40, help_text=_("Contoh: unit, meter, orang."))
    target = NumberField(label=_("Sasaran setahun"), required=False, max_digits=15, decimal_places=2)
    realised = NumberField(
        label=_("Tercapai sampai sekarang"), required=False, max_digits=15, decimal_places=2,
        help_text=_("Kosong berarti belum diketahui."),
    )  # fmt: skip
    source = forms.CharField(label=_("Sumber"), max_length=160, help_text=_("Contoh: laporan triwulan III 2026."))


class TagsForm(forms.Form):
    """What a line is for, whom it reaches, and whether it may be named."""

    name = forms.CharField(label=_("Nama"), max_length=300)
    agency = forms.ChoiceField(label=_("Lembaga yang menawarkan"))
    code = forms.CharField(
        required=False, label=_("Kode sub kegiatan"), max_length=30,
        help_text=_("Kosong bila bukan sub kegiatan kota atau kodenya belum diketahui."),
    )  # fmt: skip
    payer = forms.ChoiceField(label=_("Dibayar"), choices=list(PAYERS.items()))
    pillar = forms.ChoiceField(label=_("Pilar"), choices=list(PILLARS.items()))
    gives = forms.ChoiceField(label=_("Memberi"), choices=list(GIVES.items()))
    reach = forms.ChoiceField(label=_("Sasaran"), choices=list(REACHES.items()))
    sensitive = forms.BooleanField(
        required=False, label=_("Peka"),
        help_text=_("HIV, gangguan jiwa berat: tidak tampil pada keluarga, tanda terima, halaman kota dan angka kelurahan."),
    )  # fmt: skip
    rule = forms.ChoiceField(
        required=False, label=_("Aturan penerima"), help_text=_("Tanpa aturan: syaratnya belum diketahui.")
    )
    note = forms.CharField(
        required=False, label=_("Catatan"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    source = forms.CharField(required=False, label=_("Sumber"), max_length=200)

    def __init__(
        self, *args: Any, agencies: list[tuple[str, str]], rules: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("agency", agencies), ("rule", [("", _("belum diketahui")), *rules])):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


class NewLineForm(TagsForm):
    """A line that is not in the catalogue yet."""

    year = WholeField(label=_("Tahun"), min_value=2015, max_value=2100)
    key = forms.SlugField(
        label=_("Kunci"), max_length=80,
        help_text=_("Huruf kecil, angka dan garis; sama dari tahun ke tahun. Contoh: kursi-roda."),
    )  # fmt: skip
    field_order = ("year", "key", "name")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("agency", "pillar", "gives", "reach"):  # what nobody chose is not burden, money, by name
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            offered: Any = field.choices
            field.choices = [("", _("pilih …")), *offered]
