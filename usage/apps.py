"""Wiring of the room."""

from django.apps import AppConfig


class UsageConfig(AppConfig):
    """The ledger: what was asked for, what it cost, and who pays."""

    name = "usage"
