from django.apps import AppConfig


class FoundationConfig(AppConfig):
    """What every room stands on."""

    name = "foundation"
