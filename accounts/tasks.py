"""The room's one chore, rung by beat (`accounts.schedule`). May be lost, doubled or late without harm."""

import structlog
from celery import shared_task

from accounts import retention

log = structlog.get_logger(__name__)


@shared_task
def tidy() -> None:
    """Drop what is kept no longer."""
    log.info("tidied", **retention.tidy())
