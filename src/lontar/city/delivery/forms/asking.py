"""What is typed to draw families that were paid, and what is written down when one of them is asked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lontar.city.delivery.queries import AskedHow
from lontar.kit.amounts import RupiahField
from lontar.kit.days import DayField

ASKED_MEASURES = {
    "arrived": (
        _("Bantuan sampai"),
        _("keluarga yang berkata menerimanya, dari semua yang menurut buku sudah dibayar"),
    ),
    "whole": (_("Diterima utuh"), _("keluarga yang menerima seluruhnya, dari semua yang menurut buku sudah dibayar")),
    "asked_money": (_("Dimintai uang"), _("keluarga yang berkata dimintai uang untuk bantuan ini")),
}
YES_NO = [("yes", _("Ya")), ("no", _("Tidak")), ("", _("Tidak tahu"))]


def _day(label: Any, **more: Any) -> DayField:
    return DayField(label=label, **more)


def _yes_no(label: Any, hint: Any = "") -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, help_text=hint, required=False, widget=forms.RadioSelect, choices=YES_NO,
        coerce=lambda said: said == "yes", empty_value=None,
    )  # fmt: skip


class DrawPaidForm(forms.Form):
    """What is asked about, where, how exactly, and until when."""

    lot = forms.ChoiceField(label=_("Tentang penyaluran yang mana?"))
    place = forms.TypedChoiceField(label=_("Di mana"), coerce=int)
    margin = forms.TypedChoiceField(
        label=_("Seberapa teliti"), coerce=int, initial=5,
        choices=[(3, _("± 3 persen: paling banyak 1.068 keluarga")), (5, _("± 5 persen: paling banyak 385 keluarga")),
                 (10, _("± 10 persen: paling banyak 97 keluarga"))],
        help_text=_("Pada tingkat kepercayaan 95%. Dari penyaluran yang kecil ditarik lebih sedikit."),
    )  # fmt: skip
    due = _day(_("Selesai paling lambat"))
    seed = forms.CharField(
        required=False, max_length=80, label=_("Benih undian"), widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Kosongkan: sistem menariknya dan mengumumkannya. Dengan benih itu contoh yang sama dapat ditarik lagi."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, lots: list[tuple[str, str]], areas: list[tuple[int, str]], **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        for name, choices in (("lot", lots), ("place", [(str(key), label) for key, label in areas])):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


class AskPaidForm(forms.Form):
    """What a family says. The amount by the book is not shown, so that nobody reads the answer from it."""

    state = forms.ChoiceField(
        label=_("Apa yang Anda temui?"), widget=forms.RadioSelect, initial="answered",
        choices=[("answered", _("Bersedia menjawab")), ("refused", _("Menolak")), ("not_met", _("Tidak ditemui")),
                 ("gone", _("Pindah atau meninggal"))],
    )  # fmt: skip
    how = forms.ChoiceField(
        label=_("Bagaimana ditanyai?"), widget=forms.RadioSelect, initial="visit",
        choices=[(AskedHow.VISIT, _("Didatangi")), (AskedHow.CALL, _("Ditelepon"))],
    )  # fmt: skip
    arrived = _yes_no(_("Apakah bantuan ini sudah diterima?"))
    rupiah = RupiahField(
        required=False, most=10**10, label=_("Berapa rupiah yang diterima?"),
        help_text=_("Seperti dikatakan keluarga. Tidak tahu: kosongkan."),
    )  # fmt: skip
    whole = _yes_no(_("Apakah barangnya lengkap?"))
    received_on = _day(_("Kapan diterima?"), required=False, help_text=_("Tidak ingat: kosongkan."))
    asked_money = _yes_no(
        _("Apakah ada yang meminta uang untuk bantuan ini?"), _("Siapa pun: petugas, RT, agen bank, orang lain.")
    )
    asked_on = _day(_("Tanggal ditanyai"))
    note = forms.CharField(
        required=False, max_length=300, label=_("Catatan"), widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Siapa yang meminta dan berapa, bila keluarga mau berkata; bukan nama keluarga."),
    )  # fmt: skip

    def __init__(self, *args: Any, goods: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["rupiah" if goods else "whole"]
