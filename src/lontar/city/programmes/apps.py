from django.apps import AppConfig


class Programmes(AppConfig):
    name = "lontar.city.programmes"
    label = "programmes"
    verbose_name = "Program"
