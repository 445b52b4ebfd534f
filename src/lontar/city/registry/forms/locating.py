"""Where a house stands, as a map or a telephone tells it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lontar.kit.amounts import DegreesField
from lontar.kit.pictures import Position


class Location(forms.Form):
    """Degrees north and east; both empty say that nobody knows."""

    latitude = DegreesField(
        most=90, required=False, label=_("Lintang"), help_text=_("Misalnya -10,1588 atau 10,1588 LS.")
    )
    longitude = DegreesField(most=180, required=False, label=_("Bujur"), help_text=_("Misalnya 123,6070."))

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and (given.get("latitude") is None) != (given.get("longitude") is None):
            self.add_error(
                "longitude" if given.get("longitude") is None else "latitude",
                _("Isi keduanya, atau kosongkan keduanya."),
            )
        return given

    def position(self) -> Position | None:
        latitude, longitude = self.cleaned_data["latitude"], self.cleaned_data["longitude"]
        return Position(latitude, longitude) if latitude is not None else None
