"""The kit as Django knows it."""

from django import forms
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Kit(AppConfig):
    name = "lontar.kit"
    label = "kit"

    def ready(self) -> None:
        # Django's own Indonesian for this one is not a sentence.
        forms.IntegerField.default_error_messages["invalid"] = _("Tulis bilangan bulat, misalnya 250.")
