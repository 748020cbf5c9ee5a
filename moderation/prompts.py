"""Refused prompts as a subject of their own: there is no message yet to hide or show."""

import hashlib
from typing import Any
from uuid import UUID

from moderation import subjects
from moderation.gates import Room
from moderation.models import Case, RefusedPrompt

KIND = "prompt"


def keep(owner: Any, text: str, room: Room) -> UUID:
    """Remember what was refused; returns its public id."""
    return RefusedPrompt.objects.create(owner=owner, text=text, room=room, text_sha256=_sha256(text)).public_id


def waits(owner: Any, text: str) -> bool:
    """Whether a case about these very words of theirs is open: the same again tells the desk nothing new."""
    waiting = Case.objects.open().filter(owner=owner, subject_kind=KIND).values("subject")
    same = RefusedPrompt.objects.owned_by(owner).filter(text_sha256=_sha256(text))
    return same.filter(public_id__in=waiting).exists()


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class Prompt:
    """How the desk looks at a refused prompt. Nothing was sent, so there is nothing to hide."""

    def excerpt(self, subject: UUID) -> str:
        return RefusedPrompt.objects.filter(public_id=subject).values_list("text", flat=True).first() or ""

    def preview(self, subject: UUID) -> str:
        return ""

    def link(self, subject: UUID) -> str:
        return ""

    def hide(self, subject: UUID, sentence: str) -> str:
        return "It was never sent, and you were not charged."

    def show(self, subject: UUID) -> str:
        return "Nothing was sent at the time; send it again if you still need it."


def register() -> None:
    """Make "prompt" a kind of subject."""
    subjects.register(KIND, Prompt())
