from django.apps import AppConfig


class ModerationConfig(AppConfig):
    """Policy, flags, cases, decisions."""

    name = "moderation"

    def ready(self) -> None:
        from moderation import privacy, prompts
        from moderation.checks import classifier
        from moderation.consent import cases
        from usage import subjects as ledger

        privacy.register()
        prompts.register()
        ledger.register(classifier.PURPOSE, words="Policy check")
        cases.register()
