from django.apps import AppConfig


class Loans(AppConfig):
    name = "lontar.city.loans"
    label = "loans"
    verbose_name = "Dana bergulir"
