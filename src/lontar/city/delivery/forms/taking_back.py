"""What is typed to take a hand-over back, and to say why it stands."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


def _reason(label: Any, hint: Any) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, min_length=5, max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class AskBackForm(forms.Form):
    """Why, and whether the family is still to receive it."""

    reason = _reason(
        _("Apa yang keliru?"), _("Tetap tersimpan di buku, jadi tanpa nama. Contoh: salah keluarga, uangnya masih di brankas.")
    )  # fmt: skip
    owed_again = forms.TypedChoiceField(
        label=_("Apakah keluarga ini masih harus menerimanya?"), widget=forms.RadioSelect, coerce=lambda said: said == "yes",
        choices=[("yes", _("Ya, diserahkan lagi nanti")), ("no", _("Tidak, rupiahnya kembali ke pagu"))],
    )  # fmt: skip


class LeaveForm(forms.Form):
    """Why the hand-over stands."""

    note = _reason(_("Mengapa penyerahannya tetap?"), _("Tanpa nama."))
