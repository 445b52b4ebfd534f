"""A day as people here type it."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

WRITTEN = "%d/%m/%Y"
TYPED = [WRITTEN, "%d-%m-%Y", "%d.%m.%Y", "%d %m %Y", "%Y-%m-%d"]
# A telephone's row of digits has no stroke: eight digits alone are day, month and year.
_EIGHT_DIGITS = re.compile(r"(\d{2})(\d{2})(\d{4})")
# Older and later days are typing mistakes (0026 for 2026), as in files: see science/family_file.
FIRST_YEAR, LAST_YEAR = 1850, 2100


class DayField(forms.DateField):
    """22/11/2026, also with dashes, points or blanks, as 22112026 or 2026-11-22; never a browser's own calendar.

    `<input type="date">` shows and reads the browser's language, not the page's, and stands empty when a page fills
    it with a day in any spelling but one. So there is one field for days, and a house test holds every form to it.
    """

    def __init__(self, *, size: int | None = None, **kwargs: Any) -> None:
        attrs: dict[str, Any] = {"inputmode": "numeric", "autocomplete": "off"}
        if size:  # in a sentence of filters there is no room for an example below
            attrs["size"] = size
            attrs["placeholder"] = "22/11/2026"
        else:
            kwargs = {"help_text": _("Contoh: 22/11/2026"), **kwargs}
        refused = {"invalid": _("Tulis tanggal seperti 22/11/2026.")} | kwargs.pop("error_messages", {})
        widget = forms.DateInput(format=WRITTEN, attrs=attrs)
        super().__init__(input_formats=TYPED, widget=widget, error_messages=refused, **kwargs)

    def to_python(self, value: Any) -> date | None:
        """The day; a year that nobody alive can mean is refused as unreadable."""
        if isinstance(value, str) and (digits := _EIGHT_DIGITS.fullmatch(value.strip())):
            value = "/".join(digits.groups())
        day = super().to_python(value)
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return day
