"""A prompt that somebody keeps to use again; `/` in the composer brings it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from foundation.ids import PublicModel
from foundation.owned import OwnedQuerySet

NAME_CHARACTERS = 60


class SavedPrompt(PublicModel):
    """Words to begin with. `json_schema`: answers to it are asked for in this shape."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_prompts")
    name = models.CharField(max_length=NAME_CHARACTERS)
    text = models.TextField()
    json_schema = models.JSONField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True)

    objects: ClassVar = OwnedQuerySet["SavedPrompt"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="saved_prompt_name_once"),
            models.CheckConstraint(condition=~models.Q(name="") & ~models.Q(text=""), name="saved_prompt_has_words"),
        ]

    def __str__(self) -> str:
        return self.name
