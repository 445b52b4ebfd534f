from django.apps import AppConfig


class Community(AppConfig):
    name = "lontar.city.community"
    label = "community"
    verbose_name = "Musyawarah dan usulan"
