"""Wiring of the room."""

from django.apps import AppConfig


class StudioConfig(AppConfig):
    """Orders, jobs, assets."""

    name = "studio"

    def ready(self) -> None:
        from studio import checks, privacy, subjects  # noqa: F401  checks register themselves

        subjects.register()
        privacy.register()
