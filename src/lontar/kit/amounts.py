"""Whole rupiah as people type them."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

_RUPIAH = re.compile(r"(?:rp)?\.?\s*(\d{1,3}(?:[.,]\d{3})+|\d+)", re.IGNORECASE)


class RupiahField(forms.CharField):
    """300000, 300.000 or Rp 300.000; left empty where it may be, it is not known."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(**{"max_length": 24, "widget": widget, **kwargs})

    def clean(self, value: Any) -> Any:
        text = super().clean(value).strip()
        if not text and not self.required:
            return None
        found = _RUPIAH.fullmatch(text)
        if found is None:
            raise forms.ValidationError(_("Tulislah rupiah bulat, misalnya 300.000."))
        return int(re.sub(r"[.,]", "", found[1]))
