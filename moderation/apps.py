from django.apps import AppConfig


class ModerationConfig(AppConfig):
    """Policy, flags, cases, decisions."""

    name = "moderation"

    def ready(self) -> None:
        from moderation import privacy, prompts

        privacy.register()
        prompts.register()
