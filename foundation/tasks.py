"""Sweeps of the foundation's own: signs of life, and keys nobody will repeat."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from foundation import heartbeats, idempotency

# A browser retries within seconds; a week leaves room for a laptop that slept.
KEEP_KEYS = timedelta(days=7)


@shared_task
def show_life() -> None:
    """Beat rang and a worker heard it: both are alive."""
    heartbeats.beat("worker")
    heartbeats.beat("beat")


@shared_task
def forget_keys() -> None:
    """Drop idempotency keys older than a week."""
    idempotency.forget_before(timezone.now() - KEEP_KEYS)
