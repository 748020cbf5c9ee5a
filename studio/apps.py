"""Wiring of the room."""

from django.apps import AppConfig


class StudioConfig(AppConfig):
    """Orders, jobs, assets."""

    name = "studio"
