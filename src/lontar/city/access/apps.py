from django.apps import AppConfig


class Access(AppConfig):
    name = "lontar.city.access"
    label = "access"
    verbose_name = "Akses"
