"""Who works on a row now. A lease ends by the database's clock; a slow ghost's token matches nothing."""

import contextlib
import threading
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Self, TypeVar

import structlog
from django.db import DatabaseError, connection, models
from django.db.models.functions import Now

log = structlog.get_logger(__name__)

Row = TypeVar("Row", bound=models.Model)


class Leased(models.Model):
    """A row that one process at a time moves along."""

    lease = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True


class LeasedQuerySet(models.QuerySet[Row]):
    """Claiming is a conditional UPDATE: of two, exactly one sees a row count of 1."""

    def free(self) -> Self:
        """Rows nobody holds, or whose holder has gone silent."""
        return self.filter(models.Q(lease=None) | models.Q(lease_until__lt=Now()))

    def held(self) -> Self:
        """Rows somebody is at."""
        return self.filter(lease_until__gte=Now())

    def claim(self, seconds: float) -> uuid.UUID | None:
        """Take the lease on the (one) free row of this set; None: somebody else has it, or it is not there."""
        token = uuid.uuid4()
        taken = self.free().update(lease=token, lease_until=Now() + timedelta(seconds=seconds))
        return token if taken else None

    def renew(self, token: uuid.UUID, seconds: float) -> int:
        """Hold on to the rows under this token; returns how many are still ours."""
        return self.filter(lease=token).update(lease_until=Now() + timedelta(seconds=seconds))

    def let_go(self, token: uuid.UUID) -> int:
        """Give the rows back before the lease ends."""
        return self.filter(lease=token).update(lease=None, lease_until=None)


@contextlib.contextmanager
def renewed(rows: LeasedQuerySet[Any], token: uuid.UUID, seconds: float) -> Iterator[None]:
    """Hold on to these rows from a thread beside the work, a third of the lease's length at a time, until it is done."""
    done = threading.Event()
    renewer = threading.Thread(target=_renew, args=(rows, token, seconds, done), daemon=True, name="lease")
    renewer.start()
    try:
        yield
    finally:
        done.set()
        renewer.join()


def _renew(rows: LeasedQuerySet[Any], token: uuid.UUID, seconds: float, done: threading.Event) -> None:
    while not done.wait(seconds / 3):
        try:
            if not rows.renew(token, seconds):
                return  # overtaken, or over: every write under this token will say so
        except DatabaseError as error:
            log.warning("lease_not_renewed", cause=type(error).__name__)
        finally:
            connection.close()
