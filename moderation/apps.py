from django.apps import AppConfig


class ModerationConfig(AppConfig):
    """Policy, flags, cases, decisions."""

    name = "moderation"
