"""The box people write in: where it sends to, what it says about engine and context, and what stands in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from chatapp import engines
from chatapp.composer import drafts, expected
from chatapp.composer.expected import Gauge
from chatapp.engines.choosing import AUTO, HOUSE, Choice
from chatapp.engines.picker import Picker, picker
from chatapp.files import beside, chips, folder
from chatapp.files.takes import Takes, takes
from chatapp.models import Conversation, Draft, Project, SavedPrompt
from chatapp.personas import Choosing


@dataclass(frozen=True, slots=True)
class Composer:
    """One composer as a page shows it. `key` makes a second click on Send the same click.

    `now` and `saved_at` (when what stands in it was typed; 0: it is no draft) in milliseconds since 1970: by them a tab knows
    whether what it has itself is newer.
    """

    action: str
    engine: str
    efforts: tuple[str, ...]
    effort: str
    gauge: Gauge
    key: str
    longest: int
    picker: Picker
    draft_action: str
    queue_action: str
    now: int
    saved_at: int = 0
    conversation: UUID | None = None
    project: UUID | None = None  # where a new conversation will belong
    text: str = ""
    problem: str = ""
    files: Sequence[Mapping[str, object]] = ()
    shape: SavedPrompt | None = None  # the answer is to have the shape of this prompt
    personas: Choosing | None = None  # only where a conversation begins
    takes: Takes = field(default_factory=takes)


def composer(
    person: User,
    conversation: Conversation | None,
    *,
    path_bytes: int | None = None,
    text: str = "",
    problem: str = "",
    project: Project | None = None,
    draft: Draft | None = None,
    attachments: Sequence[UUID] = (),
    choice: Choice = HOUSE,
    comparing: Sequence[str] = (),
    shape: SavedPrompt | None = None,
    personas: Choosing | None = None,
) -> Composer:
    """An empty composer, one with its draft, or one that gives back what was not sent.

    `project`: where the conversation that it begins will belong. One query for the files of a project.
    """
    inside = conversation.project if conversation else project
    picked = picker(person, conversation, choice, comparing=comparing, project=project)
    engine = engines.known(settings.CHAT_ENGINE if picked.engine == AUTO else picked.engine)
    if path_bytes is None:
        path_bytes = conversation.leaf.path_bytes if conversation and conversation.leaf else 0
    return Composer(
        action=reverse("send", args=[conversation.public_id]) if conversation else reverse("send-new"),
        engine=engine.id,
        efforts=engine.efforts,
        effort=picked.effort or settings.CHAT_EFFORT,
        gauge=_gauge(picked, path_bytes, inside),
        key=uuid4().hex,
        picker=picked,
        longest=settings.MAX_MESSAGE_CHARACTERS,
        draft_action=reverse("draft", args=[conversation.public_id]) if conversation else reverse("draft-new"),
        queue_action=reverse("queue-add", args=[conversation.public_id]) if conversation else "",
        now=int(timezone.now().timestamp() * 1000),
        saved_at=int(draft.saved_at.timestamp() * 1000) if draft else 0,
        conversation=conversation.public_id if conversation else None,
        project=project.public_id if project else None,
        text=text or (draft.text if draft else ""),
        problem=problem,
        files=[chips.chip(file) for file in drafts.files(draft) or beside.unsent(person, attachments)],
        shape=shape,
        personas=personas,
    )


def _gauge(picked: Picker, path_bytes: int, project: Project | None) -> Gauge:
    files = folder.refs_in(project.pk if project else None)
    named = project.public_id if project else None
    return expected.gauge(picked.engine, picked.effort, path_bytes, project=named, files=files)
