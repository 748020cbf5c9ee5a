"""A picture that a question asked for: what became of the offer to have it made."""

from typing import ClassVar

from django.db import models

from accounts.models import User
from chatapp.models.message import Message
from studio.models import Job


class DrawingQuerySet(models.QuerySet["Drawing"]):
    """Drawings; the way to them is through their conversation's owner."""

    def owned_by(self, person: User) -> "DrawingQuerySet":
        """Of conversations this person has, and has not deleted."""
        return self.filter(message__conversation__owner=person, message__conversation__deleted_at=None)


class Drawing(models.Model):
    """`job` is the order, an ordinary one of the studio; none: the offer was put aside (`dismissed`), or nothing happened yet.

    A question that asks for a picture and has no row here is offered one.
    """

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="drawing")
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    dismissed = models.BooleanField(default=False)

    objects: ClassVar = DrawingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"drawing for {self.message_id}"
