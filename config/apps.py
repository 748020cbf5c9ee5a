from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Hands the rooms what they may not fetch themselves."""

    name = "config"

    def ready(self) -> None:
        from config import checks, upstream  # noqa: F401  checks register themselves
        from foundation import starting

        upstream.configure()
        starting.done()
