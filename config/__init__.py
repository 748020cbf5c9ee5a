"""Wiring only: settings, urls, asgi, celery, checks."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
