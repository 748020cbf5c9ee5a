"""Wiring of the room."""

from django.apps import AppConfig


class UsageConfig(AppConfig):
    """The ledger: what was asked for, what it cost, and who pays."""

    name = "usage"

    def ready(self) -> None:
        from accounts import privacy
        from usage import audit_words, export

        privacy.register("usage", export=export.records, erase=export.erased)
        audit_words.register()
