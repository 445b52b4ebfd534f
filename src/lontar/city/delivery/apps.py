from django.apps import AppConfig


class Delivery(AppConfig):
    name = "lontar.city.delivery"
    label = "delivery"
    verbose_name = "Penyaluran"
