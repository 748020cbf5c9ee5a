"""What a glass can open. The room that has the conversations says so; this one knows them by public id alone."""

from collections.abc import Collection, Mapping
from typing import Protocol
from uuid import UUID

from accounts.models import User


class Chats(Protocol):
    """The private conversations of the house."""

    def around(self, kind: str, subject: UUID) -> UUID | None:
        """The conversation a case's subject stands in, if it stands in one that is there."""

    def there(self, owner: User, conversation: UUID) -> bool:
        """Whether it is this person's, and kept: neither deleted nor temporary."""

    def named(self, owner: User, conversations: Collection[UUID]) -> Mapping[UUID, str]:
        """What their owner knows these by; one that is gone is left out."""


class NoChats:
    """As long as no room has said anything: there are none."""

    def around(self, kind: str, subject: UUID) -> UUID | None:
        return None

    def there(self, owner: User, conversation: UUID) -> bool:
        return False

    def named(self, owner: User, conversations: Collection[UUID]) -> Mapping[UUID, str]:
        return {}


_rooms: list[Chats] = [NoChats()]


def register(room: Chats) -> None:
    """Called once by the room that has the conversations, when it is ready."""
    _rooms[:] = [room]


def room() -> Chats:
    """Who has them."""
    return _rooms[0]
