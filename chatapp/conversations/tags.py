"""The tags a person has given: for suggestions, and to narrow the list."""

from dataclasses import dataclass

from django.db.models import Count, Func

from accounts.models import User
from chatapp.models import Conversation
from chatapp.models.conversation import ConversationQuerySet

MOST = 200
FIRST = 6  # of them stand open in the sidebar; the others behind "more"


@dataclass(frozen=True, slots=True)
class Tag:
    """One of them, and how many conversations of the list have it."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Tags:
    """Those of the sidebar, the most used first. `chosen`: the one the list is narrowed to; empty: it is not."""

    first: tuple[Tag, ...]
    more: tuple[Tag, ...]
    chosen: str = ""


def tags_of(person: User) -> list[str]:
    """The most used first, those of archived conversations, too. One query."""
    return [tag.name for tag in _counted(Conversation.objects.owned_by(person).listed())]


def sidebar_tags(person: User, chosen: str = "") -> Tags:
    """Those of what the list shows. One query."""
    found = _counted(Conversation.objects.owned_by(person).listed().filter(archived_at=None))
    return Tags(found[:FIRST], found[FIRST:], chosen)


def _counted(rows: ConversationQuerySet) -> tuple[Tag, ...]:
    named = rows.exclude(tags=[]).annotate(tag=Func("tags", function="unnest")).values("tag")
    counted = named.annotate(count=Count("pk")).order_by("-count", "tag")
    return tuple(Tag(row["tag"], row["count"]) for row in counted[:MOST])
