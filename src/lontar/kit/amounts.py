"""Whole rupiah and other whole numbers as people type them."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lontar.kit.formats import english
from lontar.kit.sayings import refusal_told
from lontar.science.money import AMOUNT_MAX
from lontar.science.rupiah_text import BadAmount, typed_rupiah

_GROUPED = re.compile(r"-?[1-9]\d{0,2}(?:(?:\.\d{3})+|(?:,\d{3})+|(?:[ \u00a0]\d{3})+)")
_PLAIN = re.compile(r"[-+]?\d+")

_DEGREES = re.compile(r"([-+]?\d{1,3}(?:[.,]\d+)?)\s*°?\s*(LS|LU|BT|BB|S|N|E|W|)", re.IGNORECASE)
_SOUTH_OR_WEST = {"LS", "S", "BB", "W"}


class RupiahField(forms.CharField):
    """Whole rupiah within limits: 300000, 300.000, Rp 300.000,-; left empty where it may be, it is not known."""

    def __init__(self, *, least: int = 0, most: int = AMOUNT_MAX, **kwargs: Any) -> None:
        self.least, self.most = least, most
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(**{"max_length": 30, "widget": widget, **kwargs})

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return typed_rupiah(text, least=self.least, most=self.most)
        except BadAmount as trouble:
            raise forms.ValidationError(" ".join(filter(None, refusal_told(trouble)))) from None


class WholeField(forms.IntegerField):
    """A whole number as people write it: 5000 or 5.000. Django's own field reads 5.000 as five."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> int | None:
        text = str(value).strip() if value is not None else ""
        if _GROUPED.fullmatch(text):
            text = re.sub(r"[., \u00a0]", "", text)
        elif text and not _PLAIN.fullmatch(text):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(text)


class NumberField(forms.DecimalField):
    """A measure as the language of the page writes it: 1.234,5 in Indonesian, 1,234.5 in English."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"localize": True, **kwargs})

    def to_python(self, value: Any) -> Any:
        thousands, mark = (",", ".") if english() else (".", ",")
        if isinstance(value, str):
            if re.fullmatch(rf"-?[1-9]\d{{0,2}}(?:\{thousands}\d{{3}})+(?:\{mark}\d+)?", value.strip()):
                value = value.replace(thousands, "")
            value = value.strip().replace(mark, ".")
        return super().to_python(value)


class DegreesField(forms.FloatField):
    """A latitude or longitude as maps and people write it: -10.1588, -10,1588°, 10,1588 LS."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most = most

    def to_python(self, value: Any) -> float | None:  # type: ignore[override]  # Django's field of floats is one of integers
        text = "" if value is None else str(value).strip()
        if not text:
            return None
        found = _DEGREES.fullmatch(text)
        if found is None:
            raise forms.ValidationError(_("Tulis derajat dengan desimal, misalnya -10,1588."))
        degrees = float(found[1].replace(",", "."))
        if abs(degrees) > self.most:
            raise forms.ValidationError(
                _("Paling jauh %(most)d derajat. Periksa apakah lintang dan bujur tertukar."),
                params={"most": self.most},
            )
        return -abs(degrees) if found[2].upper() in _SOUTH_OR_WEST else degrees
