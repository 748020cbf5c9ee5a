"""Many orders at once: a list that somebody pasted or dropped, read row by row, priced, ordered together."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils import timezone

from foundation.ids import PublicModel
from foundation.owned import OwnedQuerySet
from studio import orders


class BatchQuerySet(OwnedQuerySet["Batch"]):
    """Batches of a person."""

    def newest_first(self) -> "BatchQuerySet":
        """As a list of them is read."""
        return self.order_by("-made_at", "-pk")


class Batch(PublicModel):
    """Until it is ordered it may be changed row by row; after that the jobs of its rows say how it stands.

    `unknown` are columns nobody knows, which were left out. `rules` are what its prompts are checked for before they are
    ordered (`studio.batches.words`).
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    unknown = ArrayField(models.CharField(max_length=60), default=list)
    rules = models.JSONField(default=dict)
    made_at = models.DateTimeField(default=timezone.now)
    ordered_at = models.DateTimeField(null=True)

    objects: ClassVar = BatchQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["owner", "-made_at"], name="batch_by_owner")]

    def __str__(self) -> str:
        return f"batch {self.public_id}"

    @property
    def is_ordered(self) -> bool:
        """Its rows are jobs now."""
        return self.ordered_at is not None


class BatchRowQuerySet(models.QuerySet["BatchRow"]):
    """Rows by what is to be said about them."""

    def doubtful(self) -> "BatchRowQuerySet":
        """A check of what came of them found something, and nobody has said yet that it is fine."""
        return self.exclude(findings=[]).filter(passed_at=None)


class BatchRow(PublicModel):
    """One line of the list. `n` is its number there, as the person who wrote it counts.

    `cells` is what was typed, `order` what it means, `price` what that costs in ticks; `problems` are pairs of column and
    sentence. When it is ordered the words go over to its job (`studio.models.Job.row`), and are here no more. A row that
    was ordered once more has several jobs; the newest counts. `findings` are codes of what the check of the result found.
    """

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="rows")
    n = models.PositiveIntegerField()
    cells = models.JSONField(default=dict)
    order = models.JSONField(null=True)
    price = models.BigIntegerField(null=True)
    problems = models.JSONField(default=list)
    findings = ArrayField(models.CharField(max_length=20), default=list)
    passed_at = models.DateTimeField(null=True)

    objects: ClassVar = BatchRowQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["batch", "n"], name="batch_row_numbered"),
            CheckConstraint(
                condition=Q(order__isnull=True, price=None) | Q(order__isnull=False, price__isnull=False),
                name="batch_row_order_has_price",
            ),
        ]

    def __str__(self) -> str:
        return f"row {self.n} of batch {self.batch_id}"

    @property
    def frozen_order(self) -> orders.Order | None:
        """What it means, as a value; None while something is wrong with it, and once it was ordered."""
        return orders.from_columns(self.order) if self.order else None

    @property
    def is_doubtful(self) -> bool:
        """Somebody is to look at what came of it before it is shared."""
        return bool(self.findings) and self.passed_at is None

    @property
    def wrong(self) -> dict[str, str]:
        """The first sentence about each column; "" is the row as a whole."""
        said: dict[str, Any] = {}
        for column, sentence in self.problems:
            said.setdefault(column, sentence)
        return said
