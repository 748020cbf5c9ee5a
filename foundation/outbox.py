"""Doorbells. A task is a doorbell: the row says what is due, and a sweep rings again."""

import functools
from typing import Any

import structlog
from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from foundation import request_id

log = structlog.get_logger(__name__)


def ring(task: str, *args: Any, queue: str, after: float = 0, expires: float | None = None) -> None:
    """Ring after this transaction has committed. A broker that is away is only logged: the sweep finds the row.

    `after`: seconds until it is heard; `expires`: seconds after which nobody needs to hear it any more.
    """
    when = {"countdown": after or None, "expires": expires}
    transaction.on_commit(functools.partial(_send, task, args, queue, request_id.current(), when))


def _send(task: str, args: tuple[Any, ...], queue: str, request: str, when: dict[str, Any]) -> None:
    try:
        current_app.send_task(
            task, args=args, queue=queue, headers={"salon_request_id": request}, retry=False, ignore_result=True, **when
        )
    except (OperationalError, OSError) as error:
        log.warning("doorbell_broken", task=task, cause=type(error).__name__)
