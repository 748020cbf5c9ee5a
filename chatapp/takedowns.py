"""A message that somebody wants removed: hidden for a while, and given back."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from chatapp.models import Message
from chatapp.subjects import KIND
from moderation import subjects
from moderation.takedowns import reach
from moderation.takedowns.reach import Near


class Messages:
    """Words have no copies that we look for."""

    def around(self, subjects: Collection[UUID]) -> Sequence[Near]:
        """Nothing."""
        return []

    def withhold(self, subject: UUID, sentence: str) -> Mapping[str, Any] | None:
        """The sentence stands in its place."""
        if not Message.objects.filter(public_id=subject, hidden="").exists():
            return None
        subjects.of(KIND).hide(subject, sentence)
        return {"hidden": sentence}

    def give_back(self, subject: UUID, before: Mapping[str, Any]) -> bool:
        """Its words, unless the desk put another sentence there."""
        ours = Message.objects.filter(public_id=subject, hidden=before["hidden"]).exists()
        if ours:
            subjects.of(KIND).show(subject)
        return ours


def register() -> None:
    """Tell the desk."""
    reach.register(KIND, Messages())
