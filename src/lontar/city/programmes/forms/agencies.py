"""What may be typed about organisations, their agreements and the codes of the years."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lontar.kit.amounts import WholeField
from lontar.kit.days import DayField

KINDS = {
    "agency": _("perangkat daerah"), "ward": _("lembaga kelurahan"), "partner": _("mitra"),
    "company": _("perusahaan"), "bank": _("bank"), "ministry": _("kementerian atau provinsi"),
}  # fmt: skip


class AgencyNameForm(forms.Form):
    """A new organisation."""

    name = forms.CharField(max_length=160, label=_("Nama"))
    code = forms.SlugField(max_length=40, label=_("Kode"), help_text=_("Misalnya bank-ntt. Tidak berubah lagi."))
    kind = forms.ChoiceField(label=_("Jenis"), choices=list(KINDS.items()))


class AliasForm(forms.Form):
    """Another name from a day on, or another way of writing it."""

    name = forms.CharField(
        max_length=160, label=_("Nama sekarang"), help_text=_("Nama lama tetap diketahui sampai hari penggantinya.")
    )
    since = DayField(required=False, label=_("Berlaku sejak"), help_text=_("Kosong: hari ini."))
    basis = forms.CharField(required=False, max_length=160, label=_("Dasarnya"), help_text=_("Misalnya: Perda 3/2025."))
    alias = forms.CharField(
        required=False, max_length=160, label=_("Juga ditulis sebagai"),
        help_text=_("Seperti tertulis di berkas anggaran, misalnya Bappeda Kota Kupang."),
    )  # fmt: skip


class AgreementForm(forms.Form):
    """What stands in an agreement."""

    number = forms.CharField(max_length=120, label=_("Nomor perjanjian"))
    signed_on = DayField(label=_("Ditandatangani"))
    since = DayField(label=_("Berlaku sejak"))
    until = DayField(required=False, label=_("Sampai"), help_text=_("Kosong bila tidak ada batasnya."))
    gives = forms.CharField(
        label=_("Apa yang diberikan"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Contoh: 40 tempat pelatihan menjahit setahun, dengan mesin pinjaman."),
    )  # fmt: skip


class EndForm(forms.Form):
    """Why an agreement ends before its time."""

    ended_on = DayField(label=_("Berakhir pada"))
    reason = forms.CharField(label=_("Alasan"), max_length=300)


class LinkForm(forms.Form):
    """The work of one code goes on under another."""

    before_year = WholeField(label=_("Tahun kode lama"), min_value=2015, max_value=2100)
    before_code = forms.CharField(label=_("Kode lama"), max_length=30)
    after_year = WholeField(label=_("Tahun kode baru"), min_value=2015, max_value=2100)
    after_code = forms.CharField(label=_("Kode baru"), max_length=30)
    source = forms.CharField(label=_("Menurut"), max_length=200, help_text=_("Keputusan atau surat yang menyebutnya."))
