"""Sign-in and its second factor: only the doors of allauth that officers need."""

from allauth.account import views as account
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("masuk/", account.login, name="account_login"),
    path("keluar/", account.logout, name="account_logout"),
    path("sandi/", account.password_change, name="account_change_password"),
    path("berhenti/", account.account_inactive, name="account_inactive"),
    path("ulang/", account.reauthenticate, name="account_reauthenticate"),
    path("2fa/", include("allauth.mfa.urls")),
]
