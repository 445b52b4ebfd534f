from django.apps import AppConfig


class Portal(AppConfig):
    name = "lontar.city.portal"
    label = "portal"
    verbose_name = "Portal"
