"""A passage: what the search looks in, the words of one message or of one title."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q, UniqueConstraint

from chatapp.models.conversation import Conversation
from chatapp.models.message import Message
from foundation.owned import OwnedQuerySet


class Passage(models.Model):
    """Filled by `search.index`, after an answer has ended: nothing is indexed while it is written.

    `words`: folded (case, accents, one sign of Chinese or Thai a word) and with two lexemes more: `@` names the owner, so
    that the index itself leaves everybody else's words out, `#` the engine of an answer. `message` None: the conversation's title.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="passages")
    message = models.OneToOneField(Message, on_delete=models.CASCADE, null=True, related_name="passage")
    role = models.CharField(max_length=9)
    engine = models.CharField(max_length=120, blank=True)
    code = models.BooleanField(default=False)
    written_at = models.DateTimeField()
    words = SearchVectorField()

    objects: ClassVar = OwnedQuerySet["Passage"].as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["conversation"], condition=Q(message=None), name="passage_one_title"),
        ]
        indexes = [
            models.Index(fields=["owner", "-written_at", "-id"], name="passage_newest"),
            # Rows come in batches and are searched at once: no list of things still to be sorted in.
            GinIndex(F("words"), name="passage_words", fastupdate=False),
        ]

    def __str__(self) -> str:
        return f"passage {self.pk}"
