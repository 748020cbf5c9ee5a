"""The list of conversations, by time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import User
from chatapp.conversations.words import called, with_question
from chatapp.models import Conversation, Turn

PAGE = 40


@dataclass(frozen=True, slots=True)
class Group:
    """Conversations of one time, under its heading."""

    heading: str
    conversations: list[Conversation]


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of the list; `before` asks for the next one."""

    groups: list[Group]
    before: str | None


def listing(person: User, before: str = "") -> Page:
    """The newest conversations, or those before a mark of an earlier page. One query."""
    rows = Conversation.objects.owned_by(person).kept().exclude(leaf=None).newest_first()
    writing = Turn.objects.open().filter(conversation=OuterRef("pk"))
    rows = with_question(rows.annotate(writing=Exists(writing)))
    if mark := _moment(before):
        rows = rows.filter(written_at__lt=mark)
    found = [called(row) for row in rows[: PAGE + 1]]
    more = found[PAGE - 1].written_at.isoformat() if len(found) > PAGE else None
    return Page(list(_groups(found[:PAGE])), more)


def _groups(rows: list[Conversation]) -> Iterator[Group]:
    now = timezone.now()
    for heading, group in groupby(rows, key=lambda row: heading_of(row.written_at, now)):
        yield Group(heading, list(group))


def heading_of(written_at: datetime, now: datetime) -> str:
    """Today, Yesterday, This week, then months; with the year when it is another one."""
    days = (now.date() - written_at.date()).days
    if days <= 0:
        return "Today"
    if days == 1:
        return "Yesterday"
    if days < 7:
        return "This week"
    return f"{written_at:%B}" if written_at.year == now.year else f"{written_at:%B %Y}"


def _moment(said: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
