"""A field for long texts that people paste."""

from typing import Any

from django import forms


class PastedField(forms.CharField):
    """A long text: what is too long is refused with its length, where a browser would cut its end off without a word."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}
