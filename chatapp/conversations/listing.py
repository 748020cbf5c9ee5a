"""The lists of conversations: the sidebar, a project, the archive. Each comes in stretches, newest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from chatapp.conversations.words import called, with_question
from chatapp.models import Conversation, Project, Turn
from chatapp.models.conversation import ConversationQuerySet

PAGE = 40
MOST_AT_ONCE = 400  # of stretches already on the page, when the list is fetched anew
MOST_PINNED = 100


@dataclass(frozen=True, slots=True)
class Group:
    """Conversations of one time, under its heading."""

    heading: str
    conversations: list[Conversation]


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of a list; `before` asks for the next one. `pinned`: above it, in the first stretch of the sidebar."""

    groups: list[Group]
    before: str | None
    pinned: list[Conversation]

    @property
    def empty(self) -> bool:
        """Nothing to show at all."""
        return not self.groups and not self.pinned

    @property
    def last_heading(self) -> str:
        """What the next stretch need not say again."""
        return self.groups[-1].heading if self.groups else ""


def listing(person: User, before: str = "", through: str = "", tag: str = "") -> Page:
    """The sidebar: the pinned and the newest, or those before a mark of an earlier stretch. Two queries.

    `through`: the mark of the last stretch that is on the page already; all down to there comes at once.
    `tag`: only those that have it.
    """
    rows = _shown(person).filter(archived_at=None)
    rows = rows.filter(tags__contains=[tag]) if tag else rows
    pinned = [] if before else list(map(called, rows.exclude(pinned_at=None).order_by("-pinned_at")[:MOST_PINNED]))
    return _stretch(rows.filter(pinned_at=None), before, through, pinned)


def in_project(person: User, project: Project, before: str = "") -> Page:
    """What belongs to a project, the archived ones too. One query."""
    return _stretch(_shown(person).filter(project=project), before)


def archived(person: User, before: str = "") -> Page:
    """What was put away. One query."""
    return _stretch(_shown(person).exclude(archived_at=None), before)


def is_unread() -> Exists:
    """Whether the answer shown last ended after its owner had last looked."""
    since = Coalesce(OuterRef("read_at"), OuterRef("created_at"))
    return Exists(Turn.objects.filter(answer=OuterRef("leaf"), ended_at__gt=since))


def _shown(person: User) -> ConversationQuerySet:
    rows: ConversationQuerySet = Conversation.objects.owned_by(person).listed().newest_first()
    writing = Turn.objects.open().filter(conversation=OuterRef("pk"))
    return with_question(rows.annotate(writing=Exists(writing), unread=is_unread()))


def _stretch(
    rows: ConversationQuerySet, before: str, through: str = "", pinned: list[Conversation] | None = None
) -> Page:
    if mark := _moment(before):
        rows = rows.filter(written_at__lt=mark)
    most, mark = PAGE, _moment(through)
    if mark:
        most = max(PAGE, min(MOST_AT_ONCE, rows.filter(written_at__gte=mark).count()))
    found = [called(row) for row in rows[: most + 1]]
    more = found[most - 1].written_at.isoformat() if len(found) > most else None
    return Page(list(_groups(found[:most])), more, pinned or [])


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
