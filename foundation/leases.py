"""Who works on a row now. A lease ends by the database's clock; a slow ghost's token matches nothing."""

import uuid
from datetime import timedelta
from typing import Self, TypeVar

from django.db import models
from django.db.models.functions import Now

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
