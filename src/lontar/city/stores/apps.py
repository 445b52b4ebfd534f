from django.apps import AppConfig


class Stores(AppConfig):
    name = "lontar.city.stores"
    label = "stores"
    verbose_name = "Gudang"
