"""Wiring only: settings, urls, asgi, celery, checks."""

from foundation import starting

# Every door comes through here before it loads anything large; `config.apps` says when all is there.
starting.begin()

from config.celery import app as celery_app

__all__ = ["celery_app"]
