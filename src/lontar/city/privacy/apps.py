from django.apps import AppConfig


class Privacy(AppConfig):
    name = "lontar.city.privacy"
    label = "privacy"
    verbose_name = "Pelindungan data pribadi"
