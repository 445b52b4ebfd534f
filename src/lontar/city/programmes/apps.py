from django.apps import AppConfig


class Programmes(AppConfig):
    name = "lontar.city.programmes"
    label = "programmes"
    verbose_name = "Program"

    def ready(self) -> None:
        from lontar.city.programmes import reactions  # noqa: F401 - importing it is what makes it listen
