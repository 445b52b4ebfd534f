from django.apps import AppConfig


class Places(AppConfig):
    name = "lontar.city.places"
    label = "places"
    verbose_name = "Wilayah"
