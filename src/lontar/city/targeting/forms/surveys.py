"""What is typed to draw a sample of homes, and at each door."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lontar.city.targeting.forms.steps import day_field
from lontar.kit.amounts import RupiahField, WholeField
from lontar.science.consumption import AMOUNT_MAX, PEOPLE_MAX, Form

HOME_LOOKS = {
    "open": ("warn", "clock"), "answered": ("good", "check"), "refused": ("quiet", "close"), "not_met": ("quiet", "close"),
    "gone": ("quiet", "close"),
}  # fmt: skip
PERIODS = {"week": _("seminggu terakhir"), "month": _("sebulan terakhir"), "year": _("setahun terakhir")}
MEASURES = {
    "exclusion": (_("Kesalahan eksklusi"), _("keluarga miskin yang tidak terpilih, dari semua keluarga miskin")),
    "inclusion": (_("Kesalahan inklusi"), _("keluarga tidak miskin yang terpilih, dari semua yang tidak miskin")),
    "leakage": (_("Kebocoran"), _("keluarga terpilih yang tidak miskin, dari semua yang terpilih")),
    "poor": (_("Keluarga miskin"), _("dari semua keluarga yang dinilai")),
}
TRUST = {
    "read": ("good", _("sumber dibaca"), "check"), "believed": ("warn", _("sumber belum dibaca"), "warning"),
    "made_up": ("quiet", _("dibuat untuk contoh"), ""),
}  # fmt: skip


def _count(label: Any, *, hint: Any = "", required: bool = True) -> WholeField:
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return WholeField(label=label, min_value=2, max_value=20_000, required=required, help_text=hint, widget=widget)


def _line(label: Any, most: int, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, help_text=hint, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


def _rupiah(**more: Any) -> RupiahField:
    return RupiahField(most=AMOUNT_MAX, **more)


class SurveyForm(forms.Form):
    """How many homes, drawn how, and against which poverty line they are read."""

    chosen = _count(_("Rumah keluarga terpilih"))
    others = _count(
        _("Rumah keluarga yang tidak terpilih"),
        hint=_("Dengan 100 rumah, sebuah bagian diketahui kira-kira ± 10 persen; dengan 400, ± 5 persen."),
    )  # fmt: skip
    units = _count(
        _("Lewat berapa RT"), required=False,
        hint=_("Kosongkan untuk menarik rumah langsung dari seluruh wilayah. Bila diisi, RT ditarik dahulu, lalu sekian rumah di setiap RT: lebih sedikit berjalan, tetapi kurang teliti."),
    )  # fmt: skip
    due = day_field(_("Selesai paling lambat"))
    line_amount = _rupiah(label=_("Garis kemiskinan, rupiah per orang sebulan"))
    line_region = _line(_("Garis itu untuk wilayah"), 80)
    line_period = _line(_("Masanya"), 40, _("Contoh: Maret 2025"))
    line_source = _line(_("Sumbernya"), 200)
    seed = forms.CharField(
        required=False, max_length=80, label=_("Benih undian"), widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Kosongkan: sistem menariknya dan mengumumkannya. Dengan benih itu contoh yang sama dapat ditarik lagi."),
    )  # fmt: skip


class ShareForm(forms.Form):
    """Among whom the doors are shared out."""

    askers = forms.TypedMultipleChoiceField(label=_("Petugas lapangan"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, askers: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["askers"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        known = {str(one.pk): one for one in askers}
        field.choices = [(key, one.name) for key, one in known.items()]
        field.coerce = lambda key: known[key].pk


class HomeForm(forms.Form):
    """The short form at the door; whatever is left empty stays unknown."""

    state = forms.ChoiceField(
        label=_("Apa yang Anda temui?"), widget=forms.RadioSelect, initial="answered",
        choices=[("answered", _("Bersedia menjawab")), ("refused", _("Menolak")), ("not_met", _("Tidak ditemui")),
                 ("gone", _("Pindah atau meninggal"))],
    )  # fmt: skip
    people = WholeField(
        required=False, min_value=1, max_value=PEOPLE_MAX, label=_("Berapa orang makan dari dapur ini?"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("Semua yang tinggal dan makan bersama, juga yang tidak ada di kartu keluarga."),
    )  # fmt: skip
    asked_on = day_field(_("Tanggal ditanyai"))
    note = forms.CharField(
        required=False, max_length=300, label=_("Catatan"), widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Bukan nama dan bukan penyakit."),
    )  # fmt: skip

    def __init__(self, *args: Any, form: Form, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = form.items
        language = get_language() or "id"
        for item in form.items:
            name = item.name.get(language, item.name["id"])
            self.fields[item.key] = _rupiah(label=name, required=False)

    def groups(self) -> list[tuple[Any, list[Any]]]:
        """The questions by the time that they ask about."""
        return [
            (words, these)
            for period, words in PERIODS.items()
            if (these := [self[item.key] for item in self.items if item.period == period])
        ]

    def amounts(self) -> dict[str, int | None]:
        return {item.key: self.cleaned_data[item.key] for item in self.items}
