"""What the composer keeps of a person: unsent words, queued messages, saved prompts."""

from collections.abc import Iterator, Mapping
from typing import Any

from accounts import privacy
from accounts.models import User
from chatapp.models import Draft, Queued, SavedPrompt


def register() -> None:
    """Write the store down."""
    privacy.register("chatapp.composer", export=export, erase=erase)


def export(person: User) -> Iterator[Mapping[str, Any]]:
    """All that stands unsent, and the prompts kept to use again; nothing of temporary chats."""
    drafts = Draft.objects.owned_by(person).exclude(text="").exclude(conversation__temporary=True)
    for draft in drafts.select_related("conversation").order_by("pk"):
        place = draft.conversation
        yield {
            "what": "draft",
            "conversation": place.public_id if place else None,
            "text": draft.text,
            "saved_at": draft.saved_at,
        }
    for queued in Queued.objects.owned_by(person).filter(conversation__temporary=False).select_related("conversation"):
        yield {
            "what": "queued",
            "conversation": queued.conversation.public_id,
            "text": queued.text,
            "json_schema": queued.json_schema,
            "created_at": queued.created_at,
        }
    for kept in SavedPrompt.objects.owned_by(person).order_by("pk"):
        shape = {"json_schema": kept.json_schema, "created_at": kept.created_at}
        yield {"what": "prompt", "name": kept.name, "text": kept.text, **shape}


def erase(person: User) -> Mapping[str, int]:
    """All of it, at once: nothing of this was ever sent."""
    return {
        "drafts": Draft.objects.owned_by(person).delete()[0],
        "queued": Queued.objects.owned_by(person).delete()[0],
        "prompts": SavedPrompt.objects.owned_by(person).delete()[0],
    }
