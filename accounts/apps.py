"""Wiring of the room."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People: who they are, how old, what they may do."""

    name = "accounts"

    def ready(self) -> None:
        from accounts import audit_words, checks, stores  # noqa: F401  checks register themselves

        stores.register()
        audit_words.register()
