"""Projects: folders of conversations with instructions, an engine and files of their own."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.db.models.functions import Lower

from accounts.models import User
from chatapp import engines
from chatapp.engines import parameters
from chatapp.engines.choosing import AUTO, HOUSE, Choice
from chatapp.files import deleting
from chatapp.models import Conversation, Project
from chatapp.models.project import NAME_CHARACTERS
from foundation.wakeups import wake

MOST_PROJECTS = 200


class Refused(Exception):
    """It cannot be done; the words say why, and what to do."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What holds for every conversation of a project that says nothing else."""

    instructions: str = ""
    choice: Choice = HOUSE


def own(person: User, project: UUID) -> Project:
    """One's own. Raises DoesNotExist."""
    return Project.objects.owned_by(person).get(public_id=project)


def listing(person: User) -> list[Project]:
    """All of them, by name, each with `count`, how many conversations it holds. One query."""
    inside = Q(conversations__deleted_at=None, conversations__temporary=False, conversations__leaf__isnull=False)
    counted = Project.objects.owned_by(person).annotate(count=Count("conversations", filter=inside))
    return list(counted.order_by(Lower("name"), "pk"))


def names(person: User) -> list[Project]:
    """All of them, by name, for a list. One query."""
    return list(Project.objects.owned_by(person).order_by(Lower("name"), "pk"))


def create(person: User, name: str) -> Project:
    """A new, empty one. Raises Refused."""
    if Project.objects.owned_by(person).count() >= MOST_PROJECTS:
        raise Refused(f"You have {MOST_PROJECTS} projects, which is the most. Delete one first.")
    project = Project(owner=person, name=_name(name))
    _save(project)
    return project


def change(person: User, project: UUID, *, name: str, wishes: Wishes) -> Project:
    """Rename it and set what holds in it. Raises Refused, DoesNotExist."""
    found = own(person, project)
    _check(wishes.choice)
    found.name, found.engine, found.effort = _name(name), wishes.choice.engine, wishes.choice.effort
    if wishes.choice.parameters is not None:
        found.parameters = parameters.kept(wishes.choice.parameters)
    found.instructions = wishes.instructions.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(found.instructions) > settings.MAX_INSTRUCTIONS_CHARACTERS:
        most = settings.MAX_INSTRUCTIONS_CHARACTERS
        raise Refused(f"These instructions have {len(found.instructions):,} characters; {most:,} is the most.")
    _save(found)
    return found


def delete(person: User, project: UUID) -> int:
    """Remove the folder, its instructions and its files; its conversations stay, and how many is returned.

    Raises DoesNotExist.
    """
    with transaction.atomic():
        found = Project.objects.owned_by(person).select_for_update().get(public_id=project)
        deleting.leave(found)  # while it is known which conversations were asked in it
        stay = Conversation.objects.filter(project=found).update(project=None)
        found.delete()
        wake(person.public_id, "conversation", project)
    return stay


def _check(choice: Choice) -> None:
    if choice.engine and choice.engine != AUTO and engines.listed(choice.engine) is None:
        raise Refused(f"There is no engine called “{choice.engine}” here. Choose one of the list.")
    if choice.effort not in ("", *engines.EFFORTS):
        raise Refused("No engine thinks like that. Choose one of the list.")


def _name(said: str) -> str:
    words = " ".join(said.split())
    if not words or not words.isprintable():
        raise Refused("A project needs a name.")
    if len(words) > NAME_CHARACTERS:
        raise Refused(f"A project's name has at most {NAME_CHARACTERS} characters.")
    return words


def _save(project: Project) -> None:
    try:
        with transaction.atomic():
            project.save()
            wake(project.owner.public_id, "conversation", project.public_id)
    except IntegrityError as error:
        raise Refused(f"You have a project called “{project.name}” already. Choose another name.") from error
