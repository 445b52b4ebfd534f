from django.apps import AppConfig


class Registry(AppConfig):
    name = "lontar.city.registry"
    label = "registry"
    verbose_name = "Registri"
