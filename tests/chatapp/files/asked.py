"""Asking in a project, or outside, with its files along."""

from collections.abc import Callable
from uuid import UUID, uuid4

from django.test import Client

from accounts.models import User
from chatapp import turns
from chatapp.engines.choosing import HOUSE, Choice
from chatapp.models import Attachment, Project, Turn
from chatapp.turns import Along, Anew

Visit = Callable[[User], Client]
RULES = b"Rule one: every boat has a name.\nRule two: no boat is blue."


def ask(
    person: User,
    text: str,
    *,
    project: Project | None = None,
    conversation: UUID | None = None,
    choice: Choice = HOUSE,
    beside: Attachment | None = None,
) -> Turn:
    where = conversation or Anew(project.public_id if project else None)
    along = Along(attachments=[beside.public_id] if beside else [])
    begun = turns.send(person, text, key=uuid4().hex, conversation=where, choice=choice, along=along)
    return Turn.objects.select_related("conversation__project", "hold").get(public_id=begun.turn)
