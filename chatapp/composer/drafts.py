"""What stands unsent in a composer, kept so that another device, or this one after a crash, has it."""

from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import User
from chatapp.models import Attachment, Conversation, Draft
from chatapp.turns import CONTROL

# Somebody who pastes too much is told so when they send; until then it is kept, within reason.
LONGEST_IN_MESSAGES = 4

# Two tabs may write at once, and what was sent first may come last: the words typed last stay.
SAVE = """
INSERT INTO chatapp_draft (owner_id, conversation_id, text, saved_at) VALUES (%s, %s, %s, %s)
ON CONFLICT (owner_id, conversation_id) DO UPDATE SET text = excluded.text, saved_at = excluded.saved_at
WHERE chatapp_draft.saved_at <= excluded.saved_at
"""


def of(person: User, conversation: Conversation | None) -> Draft | None:
    """What stands in the composer of this conversation, or of the next new one. One query."""
    with_files = Exists(Draft.attachments.through.objects.filter(draft=OuterRef("pk")))
    drafts = Draft.objects.owned_by(person).filter(conversation=conversation)
    return drafts.annotate(with_files=with_files).first()


def files(draft: Draft | None) -> list[Attachment]:
    """What was added to a draft that `of` gave. One query, none where nothing was."""
    if draft is None or not vars(draft)["with_files"]:  # what `annotate` adds, no type knows
        return []
    return list(draft.attachments.kept().in_sight().defer("text").order_by("pk"))


def add_file(person: User, place: Conversation | None, file: Attachment) -> None:
    """It stands in the composer of this conversation of theirs from now on, until it is sent or deleted."""
    # Older than whatever was typed: the words in it, none, must not win over those of a tab.
    never = datetime.fromtimestamp(0, UTC)
    draft, _ = Draft.objects.get_or_create(owner=person, conversation=place, defaults={"saved_at": never})
    draft.attachments.add(file)


def save(person: User, conversation: UUID | None, text: str, typed_at: datetime) -> None:
    """Keep what was typed, unless something typed later is kept already. Raises Conversation.DoesNotExist, ValueError.

    `typed_at`: by the house's clock, as the tab reckons it; never later than now. An empty text is kept, too: it is the
    memory that nothing stands there any more, and makes what comes late from before be ignored.
    """
    if len(text) > LONGEST_IN_MESSAGES * settings.MAX_MESSAGE_CHARACTERS:
        raise ValueError("Too long to be kept.")
    place = None
    if conversation is not None:
        rows = Conversation.objects.owned_by(person).kept()
        place = rows.values_list("pk", flat=True).get(public_id=conversation)
    with connection.cursor() as cursor:
        cursor.execute(SAVE, [person.pk, place, CONTROL.sub("", text), min(typed_at, timezone.now())])


def empty(person: User, conversation: Conversation) -> None:
    """What stood there, words and files, went its way. Two queries, in the caller's transaction."""
    put(person, conversation, "")
    Draft.attachments.through.objects.filter(draft__owner=person, draft__conversation=conversation).delete()


def add_files(person: User, conversation: Conversation, files: Iterable[Attachment]) -> None:
    """They stand there, too, beside those that do. In the caller's transaction, after `put`."""
    Draft.objects.owned_by(person).get(conversation=conversation).attachments.add(*files)


def put(person: User, conversation: Conversation, text: str) -> None:
    """Let this stand there from now on, whatever was typed. One query, in the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(SAVE, [person.pk, conversation.pk, CONTROL.sub("", text), timezone.now()])


def moment(milliseconds: str) -> datetime:
    """A tab's reckoning, in milliseconds since 1970. Raises ValueError."""
    try:
        return datetime.fromtimestamp(int(milliseconds) / 1000, UTC)
    except (OverflowError, OSError) as error:
        raise ValueError("Not a moment.") from error
