"""Working on a job under a lease that is renewed while the work goes on."""

import contextlib
import threading
import uuid
from collections.abc import Iterator

import structlog
from django.conf import settings
from django.db import DatabaseError, connection

from studio.models import Job
from studio.states import State

log = structlog.get_logger(__name__)


def take(job_id: int, *states: State) -> tuple[Job, uuid.UUID] | None:
    """Claim a due job in one of these states; None: it is not due, has moved on, or somebody has it."""
    token = Job.objects.filter(pk=job_id, state__in=states).due().claim(settings.STUDIO_LEASE_SECONDS)
    if token is None:
        return None
    job = Job.objects.select_related("owner", "hold").filter(pk=job_id, lease=token).first()
    return (job, token) if job else None


@contextlib.contextmanager
def kept(job: Job, token: uuid.UUID) -> Iterator[None]:
    """Renew the lease every third of its length, from a thread, until the work is done."""
    done = threading.Event()
    renewer = threading.Thread(target=_renew, args=(job.pk, token, done), daemon=True, name="lease")
    renewer.start()
    try:
        yield
    finally:
        done.set()
        renewer.join()


def _renew(job_id: int, token: uuid.UUID, done: threading.Event) -> None:
    seconds = settings.STUDIO_LEASE_SECONDS
    while not done.wait(seconds / 3):
        try:
            if not Job.objects.filter(pk=job_id).renew(token, seconds):
                return  # overtaken, or moved on: every write of ours will say so
        except DatabaseError as error:
            log.warning("lease_not_renewed", job=job_id, cause=type(error).__name__)
        finally:
            connection.close()
