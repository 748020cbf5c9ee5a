"""Deleting what was beside a question: its bytes go at once, its row says that something was there.

Rows are the list of what is to be done: one that is deleted and still has contents is tried again by the sweep.
"""

from datetime import timedelta
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import BigIntegerField, Exists, Func, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import User
from chatapp.files import keeping
from chatapp.models import Attached, Attachment, Draft, Message, Project, Queued, Turn
from foundation import outbox
from foundation.outages import DOWN
from moderation.models import Case

log = structlog.get_logger(__name__)

AT_ONCE = 500
TASK = "chatapp.tasks.purge_files"


class Unnest(Func):
    """A row for each element of an array."""

    function = "unnest"
    set_returning = True
    output_field = BigIntegerField()


def delete(person: User, file: UUID) -> Attachment:
    """Take one's own file out of every store now. Raises Attachment.DoesNotExist."""
    with transaction.atomic():
        row = Attachment.objects.owned_by(person).kept().select_for_update().get(public_id=file)
        _mark(Attachment.objects.filter(pk=row.pk))
    row.refresh_from_db(fields=["deleted_at", "text"])
    _emptied(row)
    return row


def leave(project: Project) -> int:
    """The files of a project that ends; in the caller's transaction, the bytes go soon after. How many."""
    inside = Attachment.objects.filter(project=project)
    count = let_go(Q(project=project))
    inside.update(project=None)
    return count


def let_go(of: Q) -> int:
    """Those that match are nobody's any more; in the caller's transaction, the bytes go soon after. How many."""
    count = _mark(Attachment.objects.filter(of).filter(Q(deleted_at=None) | ~Q(conversation=None)))
    if count:
        outbox.ring(TASK, queue="sweeps")
    return count


def remove_with(message: Message) -> int:
    """A message was destroyed: what stood beside it alone is let go, the rest stands beside the others. How many went.

    Of a project, too: it is on no shelf any more as it is. In the caller's transaction.
    """
    others = Attached.objects.filter(attachment=OuterRef("pk")).exclude(message=message)
    alone = list(Attachment.objects.filter(~Exists(others), places__message=message).values_list("pk", flat=True))
    message.attached.exclude(attachment__in=alone).delete()
    return let_go(Q(pk__in=alone))


def purge() -> int:
    """Empty every store of what was deleted, or added and never sent; how many rows were looked at."""
    _mark(_never_sent())
    stands = Exists(Attached.objects.filter(attachment=OuterRef("pk")))
    due = Attachment.objects.exclude(deleted_at=None).filter(~Q(key="") | ~Q(text="") | Q(temporary=True) | ~stands)
    rows = list(due.exclude(evidence()).defer("text").order_by("deleted_at")[:AT_ONCE])
    return sum(_emptied(row) for row in rows)


def named(keys: set[str]) -> set[str]:
    """Those of these keys that a row names: the others are left over from something that died."""
    rows = Attachment.objects.filter(Q(key__in=keys) | Q(thumb_key__in=keys)).values_list("key", "thumb_key")
    return keys & {key for row in rows for key in row}


def _mark(rows: QuerySet[Attachment]) -> int:
    """Hidden from now on. What is locked or suspected keeps its contents: evidence is not destroyed by its owner."""
    rows.filter(evidence()).update(deleted_at=Now())
    return rows.exclude(evidence()).update(deleted_at=Now(), text="", label="")


def _emptied(row: Attachment) -> bool:
    """Its contents are gone; the row stays while a message stands beside it."""
    if Attachment.objects.filter(evidence(), pk=row.pk).exists():
        return False
    try:
        keeping.forget(row)
    except DOWN as error:
        log.warning("file_not_emptied", file=str(row.public_id), cause=type(error).__name__)
        return False
    if Attached.objects.filter(attachment=row).exists():
        row.key = row.thumb_key = row.text = row.label = ""
        row.temporary = False
        row.save(update_fields=["key", "thumb_key", "text", "label", "temporary"])
    else:
        row.delete()
    return True


def _never_sent() -> QuerySet[Attachment]:
    """Long enough in no message, no project, no draft and no queue: whoever put it into a composer has gone."""
    kept = Attachment.objects.kept().filter(conversation=None, project=None)
    old = kept.filter(created_at__lt=timezone.now() - timedelta(hours=settings.FILE_UNSENT_HOURS))
    return old.exclude(
        Exists(Attached.objects.filter(attachment=OuterRef("pk")))
        | Exists(Draft.attachments.through.objects.filter(attachment=OuterRef("pk")))
        | Exists(Queued.attachments.through.objects.filter(attachment=OuterRef("pk")))
    )


def evidence() -> Q:
    """Files of conversations in which something is locked or suspected, and those of a project that stand beside a question
    or went to an engine there.

    By what went, not by where things are now: their owner may move a conversation, and end a project.
    """
    here = _cases(conversation=OuterRef("conversation"))
    turns = Turn.objects.filter(conversation__in=_cases().values("conversation"))
    beside = Attached.objects.filter(message__conversation__in=_cases().values("conversation"))
    return (
        Q(Exists(here))
        | Q(pk__in=beside.values("attachment"))
        | Q(pk__in=turns.annotate(file=Unnest("project_file_ids")).values("file"))
    )


def _cases(**where: object) -> QuerySet[Message]:
    held = Case.objects.held().filter(subject_kind="message")
    return Message.objects.filter(public_id__in=held.values("subject"), **where)
