"""Celery: doorbells on Redis. Tasks are short; what is due is written in the database, and sweeps ring again."""

import os
from importlib import import_module
from typing import Any

from celery import Celery, signals
from kombu import Queue

from config.queues import QUEUES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

ROOMS = ("foundation", "accounts", "usage", "moderation", "studio", "chatapp")

app = Celery("salon")


def _configure() -> None:
    from django.conf import settings

    hard = settings.CELERY_TASK_HARD_SECONDS
    # A task that runs longer than the visibility timeout is delivered again while it runs.
    transport = {
        "visibility_timeout": hard * 4,
        "global_keyprefix": f"{settings.REDIS_PREFIX}celery:",
        "socket_timeout": 15,
        "socket_connect_timeout": 2,
        "retry_policy": {"timeout": 2.0},
    }
    app.conf.update(
        broker_url=settings.CELERY_BROKER_URL,
        broker_transport_options=transport,
        broker_connection_retry_on_startup=True,
        broker_connection_timeout=2,
        result_backend=None,
        task_ignore_result=True,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_time_limit=hard,
        task_soft_time_limit=hard - 10,
        task_default_queue="calls",
        task_queues=[Queue(name) for name in QUEUES],
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        worker_enable_remote_control=False,
        beat_schedule=_schedule(),
        beat_schedule_filename=str(settings.VAR_DIR / "celerybeat-schedule"),
        timezone="UTC",
    )


def _schedule() -> dict[str, Any]:
    """What beat rings: each room says its own in `schedule.py`."""
    merged: dict[str, Any] = {}
    for room in ROOMS:
        try:
            merged |= import_module(f"{room}.schedule").SCHEDULE
        except ModuleNotFoundError as error:
            if error.name != f"{room}.schedule":
                raise
    return merged


app.on_configure.connect(lambda **_: _configure(), weak=False)
app.autodiscover_tasks(lambda: list(ROOMS))


@signals.setup_logging.connect
def _keep_our_logs(**_: Any) -> None:
    """Celery leaves logging alone when somebody answers this signal; `config.logs` has set it up already."""


@signals.worker_init.connect
@signals.beat_init.connect
def _refuse_if_dangerous(**_: Any) -> None:
    """Before the first child and the first bell."""
    from foundation import starting
    from foundation.start_checks import refuse_if_dangerous

    refuse_if_dangerous()
    starting.done()  # once more, with all tasks: what a worker's children share is not written to by looking through it


@signals.task_prerun.connect
def _take_over_request_id(task: Any = None, **_: Any) -> None:
    from foundation import request_id

    request_id.begin(
        (task.request.headers or {}).get("salon_request_id") or getattr(task.request, "salon_request_id", "") or ""
    )


@signals.worker_ready.connect
def _watch_hearing(sender: Any = None, **_: Any) -> None:
    """A worker that came back deaf from an outage leaves, and is started again."""
    from foundation import ears

    ears.watch(sender)


@signals.worker_process_init.connect
def _know_engines(**_: Any) -> None:
    """Each child of a worker learns what engines there are and what they cost."""
    from django.db import connection

    from chatapp.engines import snapshot

    connection.close_pool()  # type: ignore[attr-defined]  # the parent's: its threads did not come along
    snapshot.watch()
