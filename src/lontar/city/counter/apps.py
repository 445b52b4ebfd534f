from django.apps import AppConfig


class Counter(AppConfig):
    name = "lontar.city.counter"
    label = "counter"
    verbose_name = "Loket"
