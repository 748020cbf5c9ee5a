"""A worker that has lost its broker for a moment may come back deaf (celery#8091, #10205).

It lives, is connected, answers signals, and takes nothing from its queues any more. Nobody but the worker itself can
see that at once: bells wait in a queue it listens to, it has hands free, and still it hears none. Then it leaves, and
whatever keeps processes running starts it again.
"""

import os
import signal
import threading
import time
from typing import Any

import structlog
from celery import signals
from celery.worker import state
from django.conf import settings

log = structlog.get_logger(__name__)

LOOKS = 6  # within the time after which it is sure


class Hearing:
    """Decides from what is seen, one look after the other. Times are seconds of any steady clock."""

    def __init__(self, deaf_after: float, now: float) -> None:
        self.deaf_after = deaf_after
        self._well_at = now

    def heard(self, now: float) -> None:
        """A task arrived."""
        self._well_at = now

    def is_deaf(self, *, bells_wait: bool, hands_free: bool, now: float) -> bool:
        """Whether bells have waited all this time for a worker that could have taken them."""
        if not (bells_wait and hands_free):
            self._well_at = now
        return now - self._well_at > self.deaf_after


def watch(consumer: Any) -> None:
    """Watch this worker from a thread of its main process."""
    hearing = Hearing(settings.WORKER_DEAF_SECONDS, time.monotonic())
    queues = sorted(queue.name for queue in consumer.task_consumer.queues)
    signals.task_received.connect(lambda **_: hearing.heard(time.monotonic()), weak=False)
    threading.Thread(target=_look, args=(consumer, queues, hearing), name="ears", daemon=True).start()


def _look(consumer: Any, queues: list[str], hearing: Hearing) -> None:
    while True:
        time.sleep(hearing.deaf_after / LOOKS)
        hands_free = len(state.active_requests) < consumer.pool.num_processes
        bells_wait = _bells_wait(consumer.app, queues)
        if hearing.is_deaf(bells_wait=bells_wait, hands_free=hands_free, now=time.monotonic()):
            log.critical("worker_deaf", queues=queues)
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(hearing.deaf_after)
            os.kill(os.getpid(), signal.SIGKILL)


def _bells_wait(app: Any, queues: list[str]) -> bool:
    try:
        with app.connection_for_read() as connection:
            return any(connection.default_channel._size(queue) for queue in queues)
    except Exception:  # no broker, no bells: the worker waits for it, as it should
        return False
