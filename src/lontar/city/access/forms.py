"""What may be typed into the pages about officers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lontar.city.access.models import Agency
from lontar.kit.days import DayField
from lontar.kit.gate import Role

DAYS = 90


def role_choices() -> list[tuple[str, str]]:
    return [(role.value, role.label) for role in Role]


class OfficerSearch(forms.Form):
    """The sentence above the list of officers."""

    search = forms.CharField(
        required=False, max_length=120, label=_("Nama"),
        widget=forms.TextInput(attrs={"type": "search", "size": 18, "autocomplete": "off"}),
    )  # fmt: skip
    role = forms.ChoiceField(required=False, label=_("Peran"))
    state = forms.ChoiceField(
        required=False,
        label=_("Keadaan"),
        choices=[("active", _("aktif")), ("dismissed", _("diberhentikan")), ("all", _("aktif atau diberhentikan"))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "role", [("", _("semua peran")), *role_choices()])


class ChangeOfficer(forms.Form):
    """An officer's name, role, organisation and places."""

    name = forms.CharField(max_length=120, label=_("Nama lengkap"))
    role = forms.ChoiceField(label=_("Peran"))
    agency = forms.ChoiceField(
        required=False, label=_("Instansi atau mitra"), help_text=_("Wajib untuk operator instansi dan mitra.")
    )
    places = forms.TypedMultipleChoiceField(coerce=int, required=False, label=_("Wilayah kerja"))

    def __init__(
        self, *args: Any, places: list[tuple[int, str]], agencies: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "role", role_choices())
        _choices(self, "agency", [("", _("tidak ada")), *agencies])
        _choices(self, "places", [(str(key), name) for key, name in places])


class AppointOfficer(ChangeOfficer):
    """A new officer."""

    username = forms.CharField(
        max_length=60, label=_("Nama masuk"), help_text=_("Huruf kecil, angka, titik atau garis. Misalnya maria.oesapa."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    field_order = ("name", "username")


class Reason(forms.Form):
    """Why access is taken away or given back."""

    reason = forms.CharField(
        max_length=300, label=_("Alasan"), help_text=_("Tertulis di jurnal. Misalnya: pindah tugas ke Dinas PUPR.")
    )


class AgencyForm(forms.Form):
    """An agency, or the new name of one."""

    code = forms.SlugField(
        max_length=40, label=_("Kode"), help_text=_("Misalnya dinas-sosial. Kode yang sudah ada mengganti namanya.")
    )
    name = forms.CharField(max_length=160, label=_("Nama"))
    kind = forms.ChoiceField(
        label=_("Jenis"),
        choices=[
            (Agency.Kind.AGENCY.value, _("instansi kota")),
            (Agency.Kind.PARTNER.value, _("mitra")),
            (Agency.Kind.WARD.value, _("lembaga kelurahan")),
            (Agency.Kind.COMPANY.value, _("perusahaan")),
            (Agency.Kind.BANK.value, _("bank")),
            (Agency.Kind.MINISTRY.value, _("kementerian atau provinsi")),
        ],
    )
    since = DayField(
        required=False, label=_("Nama ini berlaku sejak"),
        help_text=_("Hanya bila namanya berganti. Nama lama tetap diketahui sampai hari itu."),
    )  # fmt: skip
    basis = forms.CharField(required=False, max_length=160, label=_("Dasarnya"), help_text=_("Misalnya: Perda 3/2025."))


class NewToken(forms.Form):
    """A key for a program."""

    label = forms.CharField(max_length=80, label=_("Untuk apa"), help_text=_("Misalnya: laporan bulanan."))
    days = forms.TypedChoiceField(
        coerce=int, label=_("Berlaku"), initial=str(DAYS),
        choices=[("7", _("7 hari")), ("30", _("30 hari")), (str(DAYS), _("90 hari")), ("366", _("satu tahun"))],
    )  # fmt: skip


def _choices(form: forms.Form, name: str, choices: list[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
