"""Conversations: the list, names, branches, deleting and having back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Case as Choice
from django.db.models import CharField, Exists, OuterRef, Subquery, Value, When
from django.db.models.functions import Left
from django.utils import timezone

from accounts.models import User
from chatapp import hints, log
from chatapp.models import Conversation, Message, Role, TitleBy, Turn
from chatapp.models.conversation import TITLE_CHARACTERS, ConversationQuerySet
from chatapp.naming import first_words
from foundation.wakeups import wake
from moderation.models import Case
from moderation.models.case import Lane

PAGE = 40
PURGED_AT_ONCE = 50
WORDS_CHARACTERS = 400  # of a question: more than a title holds, whatever it begins with


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
    rows = _with_question(rows.annotate(writing=Exists(writing)))
    if mark := _moment(before):
        rows = rows.filter(written_at__lt=mark)
    found = [called(row) for row in rows[: PAGE + 1]]
    more = found[PAGE - 1].written_at.isoformat() if len(found) > PAGE else None
    return Page(list(_groups(found[:PAGE])), more)


def own(person: User, conversation: UUID) -> Conversation:
    """One's own, for showing: under its title or, as in the list, its first words. Raises DoesNotExist."""
    rows = Conversation.objects.owned_by(person).kept().select_related("leaf")
    return called(_with_question(rows).get(public_id=conversation))


def deleted(person: User, conversation: UUID) -> Conversation:
    """One's own that is deleted and can still be had back, for showing. Raises DoesNotExist."""
    rows = Conversation.objects.owned_by(person).undoable()
    return called(_with_question(rows).get(public_id=conversation))


def called(found: Conversation, question: str = "") -> Conversation:
    """For showing, never for saving: while nobody has given it a title, the first words of its question stand there."""
    asked = question or vars(found).get("asked", "")
    if not found.title and asked:
        found.title = first_words(asked)
    return found


def rename(person: User, conversation: UUID, title: str) -> Conversation:
    """Give it a name of one's own; an empty one is refused with ValueError. Raises DoesNotExist."""
    words = " ".join(title.split())[:TITLE_CHARACTERS]
    if not words or not words.isprintable():
        raise ValueError("A title needs a word.")
    with transaction.atomic():
        found = _own(person, conversation)
        found.title, found.title_by = words, TitleBy.PERSON
        found.save(update_fields=["title", "title_by"])
        wake(person.public_id, "conversation", found.public_id)
    return found


def give_title(conversation: UUID, title: str) -> bool:
    """The engine's title, unless a person was quicker."""
    untitled = Conversation.objects.filter(public_id=conversation, title_by=TitleBy.NOBODY)
    return bool(untitled.update(title=title[:TITLE_CHARACTERS], title_by=TitleBy.ENGINE))


def show(person: User, conversation: UUID, message: UUID) -> Conversation:
    """Show another branch: the one through this message, to its newest end. Raises DoesNotExist."""
    with transaction.atomic():
        found = _own(person, conversation)
        leaf = Message.objects.get(public_id=message, conversation=found)
        while child := leaf.children.order_by("-pk").first():
            leaf = child
        found.leaf = leaf
        found.save(update_fields=["leaf"])
    return found


def delete(person: User, conversation: UUID) -> Conversation:
    """Hide it now, stop what is written in it, purge it after DELETE_UNDO_MINUTES. Raises DoesNotExist."""
    with transaction.atomic():
        found = _own(person, conversation)
        found.deleted_at = timezone.now()
        found.delete_after = found.deleted_at + timedelta(minutes=settings.DELETE_UNDO_MINUTES)
        found.save(update_fields=["deleted_at", "delete_after"])
        writing = Turn.objects.open().filter(conversation=found)
        for turn in writing.filter(stop_asked_at=None).values_list("public_id", flat=True):
            hints.ring(hints.Hint.STOP, turn)
        writing.update(stop_asked_at=timezone.now())
        wake(person.public_id, "conversation", found.public_id)
    return found


def restore(person: User, conversation: UUID) -> Conversation:
    """Have it back, while that is possible. Raises DoesNotExist."""
    with transaction.atomic():
        found = Conversation.objects.owned_by(person).undoable().select_for_update().get(public_id=conversation)
        found.deleted_at = found.delete_after = None
        found.save(update_fields=["deleted_at", "delete_after"])
        wake(person.public_id, "conversation", found.public_id)
    return found


def purge() -> int:
    """Remove for good what can no longer be had back; returns how many. What a locked case is about stays, hidden."""
    due = Conversation.objects.to_purge().exclude(pk__in=_locked()).values_list("pk", flat=True)
    return sum(_purge(pk) for pk in due[:PURGED_AT_ONCE])


def _purge(pk: int) -> bool:
    with transaction.atomic():
        found = Conversation.objects.to_purge().select_for_update(skip_locked=True).filter(pk=pk).first()
        if found is None or Turn.objects.open().filter(conversation=found).exists():
            return False  # a relay is still closing it
        turns = list(Turn.objects.filter(conversation=found).values_list("public_id", flat=True))
        found.delete()
        transaction.on_commit(lambda: log.forget_now(turns), robust=True)
    return True


def _locked() -> list[int]:
    cases = Case.objects.filter(subject_kind="message", lane=Lane.LOCKED).values_list("subject", flat=True)
    return list(Message.objects.filter(public_id__in=list(cases)).values_list("conversation_id", flat=True))


def _with_question(rows: ConversationQuerySet) -> ConversationQuerySet:
    """With what was asked first, of those without a title: the others cost nothing."""
    first = Message.objects.filter(conversation=OuterRef("pk"), parent=None, role=Role.USER, hidden="").order_by("pk")
    words = Subquery(first.annotate(words=Left("text", WORDS_CHARACTERS)).values("words")[:1])
    return rows.annotate(asked=Choice(When(title="", then=words), default=Value(""), output_field=CharField()))


def _own(person: User, conversation: UUID) -> Conversation:
    return Conversation.objects.owned_by(person).kept().select_for_update(of=("self",)).get(public_id=conversation)


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
