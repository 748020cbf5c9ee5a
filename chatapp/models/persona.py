"""A persona: instructions somebody keeps under a name, to begin conversations with."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models.user import INSTRUCTIONS_CHARACTERS
from foundation.ids import PublicModel
from foundation.owned import OwnedQuerySet

NAME_CHARACTERS = 60


class Persona(PublicModel):
    """Who Grok is to be. A conversation takes a copy: changing the persona changes no conversation."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="personas")
    name = models.CharField(max_length=NAME_CHARACTERS)
    instructions = models.TextField(max_length=INSTRUCTIONS_CHARACTERS)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = OwnedQuerySet["Persona"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="persona_name_once"),
            models.CheckConstraint(condition=~models.Q(name="") & ~models.Q(instructions=""), name="persona_has_words"),
        ]
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name
