"""What may be typed when payments are ordered, checked, released and held."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lontar.city.delivery.actions import COMPLAINT
from lontar.city.delivery.queries import Channel, HoldReason, OrderState
from lontar.kit.amounts import WholeField
from lontar.kit.days import DayField

CHANNELS = {
    Channel.BANK: _("lewat bank"), Channel.POST: _("lewat kantor pos"), Channel.CASH: _("tunai di kelurahan"),
}  # fmt: skip
ORDER_STATES = {
    OrderState.MADE: _("menunggu diperiksa"), OrderState.CHECKED: _("menunggu dicairkan"),
    OrderState.RELEASED: _("sudah dicairkan"), OrderState.WITHDRAWN: _("ditarik"),
}  # fmt: skip
HOLD_REASONS = {
    HoldReason.DIED: _("Meninggal"), HoldReason.MOVED: _("Pindah dari kota ini"),
    HoldReason.IDENTITY: _("Orang lain memakai nama ini"), HoldReason.ACCOUNT: _("Rekeningnya tutup atau milik orang lain"),
}  # fmt: skip


def day_field(label: Any, **more: Any) -> DayField:
    return DayField(label=label, **more)


def choose(form: forms.Form, name: str, choices: list[tuple[Any, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class OrdersForm(forms.Form):
    """The sentence above the list of orders."""

    state = forms.ChoiceField(required=False, label=_("Keadaan"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "state", [("", _("semua keadaan")), *((str(key), words) for key, words in ORDER_STATES.items())])


class ChoiceForm(forms.Form):
    """What an order is about."""

    what = forms.ChoiceField(label=_("Program dan periode"))
    channel = forms.ChoiceField(label=_("Dibayar"))
    place = forms.TypedChoiceField(label=_("Wilayah"), coerce=int)

    def __init__(
        self, *args: Any, what: list[tuple[str, str]], places: list[tuple[int, str]], **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        choose(self, "what", list(what))
        choose(self, "channel", [(str(key), words) for key, words in CHANNELS.items()])
        choose(self, "place", [(str(key), name) for key, name in places])


class MakeForm(forms.Form):
    """The number of this form, so that it makes one order however often it is sent."""

    key = forms.CharField(max_length=40, widget=forms.HiddenInput)


class CheckForm(forms.Form):
    """The number of the signed order to pay, and the fingerprint of the list that was read."""

    spm_number = forms.CharField(
        max_length=80, label=_("Nomor SPM"), help_text=_("Nomor surat perintah membayar yang ditandatangani."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)


class ReleaseForm(forms.Form):
    """What the treasury's paper says."""

    sp2d_number = forms.CharField(
        max_length=80, label=_("Nomor SP2D"), help_text=_("Nomor surat perintah pencairan dana."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    sp2d_on = day_field(_("Tanggal SP2D"))
    amount = forms.CharField(
        max_length=40, label=_("Jumlah di SP2D"), help_text=_("Ketik dari suratnya, sampai rupiah terakhir."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(max_length=300, label=_("Alasan"), widget=forms.Textarea(attrs={"rows": 3}))


class HoldForm(forms.Form):
    """Why a payment waits."""

    reason = forms.ChoiceField(
        label=_("Sebabnya"), widget=forms.RadioSelect,
        choices=[*((str(key), words) for key, words in HOLD_REASONS.items()), (COMPLAINT, _("Ada pengaduan"))],
    )  # fmt: skip
    note = forms.CharField(
        max_length=300, label=_("Apa yang diketahui, dan dari siapa"), widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Jangan tulis alamat, NIK, nomor rekening atau penyakit."),
    )  # fmt: skip


class LiftForm(forms.Form):
    """Why it may be paid after all."""

    note = forms.CharField(max_length=300, label=_("Mengapa boleh dibayar"), widget=forms.Textarea(attrs={"rows": 3}))


class PeriodForm(forms.Form):
    """Which period of which decreed list is opened."""

    round = WholeField(min_value=1, widget=forms.HiddenInput)
    period = forms.CharField(max_length=10, widget=forms.HiddenInput)
