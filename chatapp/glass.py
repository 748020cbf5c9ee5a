"""What staff may read of private conversations through a glass they broke: one path, as its owner sees it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from accounts.models import User
from chatapp import subjects
from chatapp.conversations.words import called, with_question
from chatapp.models import Conversation, Message
from chatapp.models.conversation import ConversationQuerySet
from chatapp.sharing import shares
from chatapp.sharing.reading import Reading, number
from moderation.glass import chats
from moderation.models import Glass

LISTED = 200
ENDINGS = 50


@dataclass(frozen=True, slots=True)
class Ending:
    """One branch of a conversation, by its last message."""

    message: UUID
    words: str
    shown: bool


class Parlour:
    """How the desk knows this room's conversations."""

    def around(self, kind: str, subject: UUID) -> UUID | None:
        """The conversation of an answer."""
        if kind != subjects.KIND:
            return None
        found = Message.objects.filter(public_id=subject).values_list("conversation__public_id", flat=True)
        return found.first()

    def there(self, owner: User, conversation: UUID) -> bool:
        """Kept and not temporary: what was deleted is not brought back, and a temporary chat was never to be read."""
        return _readable(owner).filter(public_id=conversation).exists()

    def named(self, owner: User, conversations: Collection[UUID]) -> Mapping[UUID, str]:
        """As their list calls them."""
        if not conversations:
            return {}
        found = with_question(_readable(owner).filter(public_id__in=conversations))
        return {each.public_id: str(called(each)) for each in found}


def listed(glass: Glass) -> list[Conversation]:
    """What a glass opens, the last written in first."""
    rows = _readable(glass.owner)
    if glass.conversation is not None:
        rows = rows.filter(public_id=glass.conversation)
    return [called(each) for each in with_question(rows).order_by("-written_at", "-pk")[:LISTED]]


def opened(glass: Glass, conversation: UUID) -> Conversation:
    """One of them. Raises Conversation.DoesNotExist: also where the glass does not reach."""
    if not glass.covers(conversation):
        raise Conversation.DoesNotExist
    return called(with_question(_readable(glass.owner)).get(public_id=conversation))


def reading(place: Conversation, *, ending: str = "", part: str = "") -> Reading:
    """The path shown now, or the one that ends at this message, in parts; files by name."""
    leaf = _leaf(place, ending)
    files = shares.files_of(place) if leaf else []
    return Reading(str(place), leaf, {file.pk for file in files}, number(part))


def endings(place: Conversation, ending: str = "") -> list[Ending]:
    """Every branch there is, the newest first: what was meant to be overlooked may stand on one that is not shown."""
    now = _leaf(place, ending)
    last = Message.objects.filter(conversation=place, children=None).order_by("-pk")[:ENDINGS]
    return [Ending(each.public_id, each.shown_text[:80], each.pk == now) for each in last]


def _leaf(place: Conversation, ending: str) -> int:
    chosen = Message.objects.filter(conversation=place, public_id=ending).first() if _is_id(ending) else None
    return chosen.pk if chosen else place.leaf_id or 0


def _is_id(words: str) -> bool:
    try:
        UUID(words)
    except ValueError:
        return False
    return True


def _readable(owner: User) -> ConversationQuerySet:
    return Conversation.objects.owned_by(owner).kept().lasting()


def register() -> None:
    """Tell the desk that there are conversations."""
    chats.register(Parlour())
