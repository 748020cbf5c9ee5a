"""A project: a folder of conversations with instructions and files of its own."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from foundation.ids import PublicModel
from foundation.owned import OwnedQuerySet

NAME_CHARACTERS = 80


class Project(PublicModel):
    """What belongs together. `engine` and `instructions` hold for each of its conversations that says nothing else."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="projects")
    name = models.CharField(max_length=NAME_CHARACTERS)
    instructions = models.TextField(blank=True)
    engine = models.CharField(max_length=120, blank=True)
    effort = models.CharField(max_length=16, blank=True)
    parameters = models.JSONField(default=dict, db_default={})
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = OwnedQuerySet["Project"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="project_name_once"),
            models.CheckConstraint(condition=~models.Q(name=""), name="project_has_name"),
        ]

    def __str__(self) -> str:
        return self.name
