"""What may be typed into the pages about places."""

from django import forms
from django.utils.translation import gettext_lazy as _


class Boundaries(forms.Form):
    """A file with the boundaries of the wards."""

    file = forms.FileField(
        label=_("Berkas GeoJSON"),
        help_text=_(
            "Lapisan kelurahan atau desa, EPSG:4326, paling besar 50 MB. Dikenali dari kode Kemendagri atau nama."
        ),
        widget=forms.FileInput(attrs={"accept": ".geojson,.json,application/geo+json"}),
    )
    source = forms.CharField(
        max_length=200, label=_("Sumber"), help_text=_("Siapa yang menggambar, tahun berapa. Misalnya: Bappeda, 2025.")
    )
    dry_run = forms.BooleanField(required=False, label=_("Periksa saja, jangan simpan"))


class Crosswalk(forms.Form):
    """A list of BPS's codes of the wards."""

    file = forms.FileField(
        label=_("Daftar kode BPS"),
        help_text=_("CSV, XLSX atau XLS dengan kolom kode_bps dan nama atau kode_kemendagri, paling besar 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.xls"}),
    )
    source = forms.CharField(
        max_length=200,
        label=_("Sumber"),
        help_text=_("Daftar siapa, tahun berapa. Misalnya: SIG BPS, semester 1 tahun 2026."),
    )
    dry_run = forms.BooleanField(required=False, initial=True, label=_("Periksa saja, jangan simpan"))
