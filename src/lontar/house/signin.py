"""Sign-in for officers only: nobody signs up by themselves, and an officer is shown by name."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ChangePasswordForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from lontar.city.access import actions as access
from lontar.city.places import queries as places


class OfficersOnly(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts are made by an administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("desk")


class NewPassword(ChangePasswordForm):  # type: ignore[misc]  # allauth has no types
    """A password of one's own: another one than before, known to nobody else."""

    def clean_password1(self) -> str:
        chosen = str(self.cleaned_data["password1"])
        if self.user.check_password(chosen):
            raise ValidationError(_("Ini kata sandi yang lama. Pilihlah yang lain."))
        return chosen

    def save(self) -> None:
        super().save()
        access.take_password_as_own(self.user, by=self.user, on=places.today())


def tried_as(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """Who somebody tries to be, in one spelling: capitals do not give further tries."""
    given = credentials or {}
    return str(given.get("username") or given.get("login") or request.POST.get("login", "")).strip().casefold()


def display(officer: Any) -> str:
    return str(officer.name or officer.username)
