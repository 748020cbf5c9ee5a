"""A question to the wall that somebody keeps under a name."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import UniqueConstraint
from django.db.models.functions import Lower
from django.utils import timezone

from foundation.asking import LONGEST
from foundation.ids import PublicModel
from foundation.owned import OwnedQuerySet


class SavedSearchQuerySet(OwnedQuerySet["SavedSearch"]):
    """Kept questions by whose they are."""


class SavedSearch(PublicModel):
    """`query` as it was typed; what it means is looked up anew each time."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=LONGEST)
    made_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = SavedSearchQuerySet.as_manager()

    class Meta:
        constraints = [UniqueConstraint("owner", Lower("name"), name="saved_search_name_once")]

    def __str__(self) -> str:
        return f"saved search {self.public_id}"
