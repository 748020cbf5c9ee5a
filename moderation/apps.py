from django.apps import AppConfig


class ModerationConfig(AppConfig):
    """Policy, flags, cases, decisions."""

    name = "moderation"

    def ready(self) -> None:
        from accounts import own_page, suspensions
        from moderation import audit_words, privacy, prompts, standing, start_checks  # noqa: F401
        from moderation.checks import classifier
        from moderation.consent import cases
        from moderation.glass import looking
        from usage import subjects as ledger

        privacy.register()
        audit_words.register()
        suspensions.register(standing.behind_suspension)
        own_page.register("glass", template="moderation/_looked.html", tells=looking.upon)
        prompts.register()
        ledger.register(classifier.PURPOSE, words="Policy check")
        cases.register()
