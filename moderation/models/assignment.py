from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case as Either
from django.db.models import IntegerField, Q, Value, When

from foundation.owned import OwnedQuerySet


class Assignment(models.Model):
    """What a reviewer takes first: lanes and kinds of things; an empty list is all of them. It says nothing of leave to look."""

    owner = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    lanes = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    kinds = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = OwnedQuerySet["Assignment"].as_manager()

    @classmethod
    def of(cls, reviewer: Any) -> "Assignment":
        """Theirs, or everything; not saved by that."""
        return cls.objects.owned_by(reviewer).first() or cls(owner=reviewer)

    def place(self) -> Either:
        """For ordering cases: 0 what they take, 1 what is left for them when that is done."""
        theirs = Q(pk__isnull=False)
        if self.lanes:
            theirs &= Q(lane__in=self.lanes)
        if self.kinds:
            theirs &= Q(subject_kind__in=self.kinds)
        return Either(When(theirs, then=Value(0)), default=Value(1), output_field=IntegerField())
