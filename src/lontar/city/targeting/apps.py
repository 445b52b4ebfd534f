from django.apps import AppConfig


class Targeting(AppConfig):
    name = "lontar.city.targeting"
    label = "targeting"
    verbose_name = "Penetapan"
