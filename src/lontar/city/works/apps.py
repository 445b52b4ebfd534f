"""The room of works as a Django app."""

from django.apps import AppConfig


class Works(AppConfig):
    name = "lontar.city.works"
    label = "works"
