from django.apps import AppConfig


class Targeting(AppConfig):
    name = "lontar.city.targeting"
    label = "targeting"
    verbose_name = "Penetapan"

    def ready(self) -> None:
        from lontar.city.targeting import reactions  # noqa: F401 - importing it is what makes it listen
