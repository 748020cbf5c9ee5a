"""Wiring of the room."""

from django.apps import AppConfig


class StudioConfig(AppConfig):
    """Orders, jobs, assets."""

    name = "studio"

    def ready(self) -> None:
        from studio import privacy, subjects

        subjects.register()
        privacy.register()
