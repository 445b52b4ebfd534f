from django.apps import AppConfig


class Delivery(AppConfig):
    name = "lontar.city.delivery"
    label = "delivery"
    verbose_name = "Penyaluran"

    def ready(self) -> None:
        from lontar.city.delivery import reactions  # noqa: F401 - importing it is what makes it listen
