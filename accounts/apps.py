"""Wiring of the room."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People: who they are, how old, what they may do."""

    name = "accounts"
