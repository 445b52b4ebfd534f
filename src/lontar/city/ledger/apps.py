from django.apps import AppConfig


class Ledger(AppConfig):
    name = "lontar.city.ledger"
    label = "ledger"
    verbose_name = "Buku besar"
