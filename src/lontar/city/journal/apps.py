from django.apps import AppConfig


class Journal(AppConfig):
    name = "lontar.city.journal"
    label = "journal"
    verbose_name = "Jurnal"
