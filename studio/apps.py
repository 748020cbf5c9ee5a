"""Wiring of the room."""

from django.apps import AppConfig


class StudioConfig(AppConfig):
    """Orders, jobs, assets."""

    name = "studio"

    def ready(self) -> None:
        from studio import audit_words, checks, finding, privacy, subjects, takedowns  # noqa: F401  checks register themselves
        from studio.consents import things

        subjects.register()
        finding.register()
        takedowns.register()
        things.register()
        privacy.register()
        audit_words.register()
