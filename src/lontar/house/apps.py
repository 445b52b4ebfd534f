from django.apps import AppConfig


class House(AppConfig):
    name = "lontar.house"
    label = "house"
    verbose_name = "Lontar"
