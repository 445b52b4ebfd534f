"""What is typed to take in a model of the local welfare score."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ModelForm(forms.Form):
    """The model's file and the survey behind it."""

    file = forms.FileField(
        label=_("Berkas model"), help_text=_("JSON yang dibuat oleh ./lontar welfare train."),
        widget=forms.FileInput(attrs={"accept": "application/json,.json"}),
    )  # fmt: skip
    source = forms.CharField(
        label=_("Dilatih dengan survei apa"), max_length=200, help_text=_("Contoh: Susenas Kor Maret 2025, NTT."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
