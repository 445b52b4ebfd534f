"""What may be typed into the journal's page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lontar.city.journal import queries
from lontar.kit.days import DayField


class JournalSearch(forms.Form):
    """The sentence above the journal."""

    verb = forms.ChoiceField(required=False, label=_("Tindakan"))
    officer = forms.CharField(
        required=False, max_length=120, label=_("Petugas"),
        widget=forms.TextInput(attrs={"type": "search", "size": 14, "autocomplete": "off"}),
    )  # fmt: skip
    since = DayField(required=False, label=_("Sejak"), size=10)
    until = DayField(required=False, label=_("Sampai"), size=10)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["verb"]
        assert isinstance(field, forms.ChoiceField)
        named = sorted(((verb, queries.told(verb)) for verb in queries.verbs()), key=lambda pair: pair[1])
        field.choices = [("", _("apa pun")), *named]
