from django.apps import AppConfig


class Fieldwork(AppConfig):
    name = "lontar.city.fieldwork"
    label = "fieldwork"
    verbose_name = "Pemeriksaan di rumah"
