"""What a planner types in to publish."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class Edition(forms.Form):
    """The month to publish; a month that is out already asks for a reason."""

    period = forms.RegexField(
        r"^20\d{2}-(0[1-9]|1[0-2])$",
        label=_("Bulan"),
        help_text=_("Tahun dan bulan, misalnya 2026-11."),
        error_messages={"invalid": _("Ketikkan tahun dan bulan, misalnya 2026-11.")},
    )
    reason = forms.CharField(
        label=_("Alasan pembetulan"),
        help_text=_("Hanya bila bulan ini sudah pernah diterbitkan. Semua orang dapat membacanya."),
        max_length=200,
        required=False,
    )

    def __init__(self, data: Any = None, *, on: date) -> None:
        super().__init__(data, initial={"period": f"{on:%Y-%m}"})
