"""A place on the wall that somebody gave a name."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import UniqueConstraint
from django.db.models.functions import Lower
from django.utils import timezone

from foundation.ids import PublicModel
from foundation.owned import OwnedQuerySet


class BoardQuerySet(OwnedQuerySet["Board"]):
    """Boards by who may see them."""


class Board(PublicModel):
    """An asset hangs on one board at most. `keep_days`: how many days things hang here; None: as their owner's settings say."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    keep_days = models.PositiveSmallIntegerField(null=True)
    made_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = BoardQuerySet.as_manager()

    class Meta:
        constraints = [UniqueConstraint("owner", Lower("name"), name="board_name_once")]

    def __str__(self) -> str:
        return f"board {self.public_id}"
