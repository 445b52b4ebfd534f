from django.apps import AppConfig


class Kit(AppConfig):
    name = "lontar.kit"
    label = "kit"
