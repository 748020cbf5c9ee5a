"""Files beside messages: what a question may bring with it, and what stands beside those on a page."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.conf import settings
from django.db.models import Prefetch, Q, prefetch_related_objects

from accounts.models import User
from chatapp import refusals
from chatapp.models import Attached, Attachment, Conversation, Message, Project
from usage import estimates

MOST_AT_HAND = 100


def chosen(person: User, ids: Sequence[UUID]) -> list[Attachment]:
    """This person's files in sight with these ids, in this order. One query, none without ids. Raises Refused."""
    ids = list(dict.fromkeys(ids))
    if not ids:
        return []
    if len(ids) > settings.MAX_FILES_PER_MESSAGE:
        raise refusals.too_many_files(len(ids))
    rows = Attachment.objects.owned_by(person).kept().in_sight().filter(public_id__in=ids).defer("text")
    found = {row.public_id: row for row in rows}
    if len(found) < len(ids):
        raise refusals.file_gone()
    files = [found[each] for each in ids]
    if any(file.stored_at is None for file in files):
        raise refusals.file_not_ready()
    return files


def of(question: Message) -> list[Attachment]:
    """Those of a question that may be read, which are still there, in order. One query, none where there are none."""
    if not question.file_count or question.in_its_place:
        return []
    places = question.attached.filter(attachment__deleted_at=None).select_related("attachment")
    return [place.attachment for place in places.defer("attachment__text")]


def label(files: Iterable[Attachment]) -> str:
    """The sentence of the policy that stands beside a question with these, mostly none."""
    return next((file.label for file in files if file.label), "")


def unsent(person: User, ids: Sequence[UUID]) -> list[Attachment]:
    """Those of these that are still there and in sight, to stand in a composer. One query, none without ids."""
    if not ids:
        return []
    rows = Attachment.objects.owned_by(person).kept().in_sight().filter(public_id__in=ids).defer("text")
    found = {row.public_id: row for row in rows}
    return [found[each] for each in dict.fromkeys(ids) if each in found]


def at_hand(person: User, conversation: UUID | None, project: UUID | None) -> list[Attachment]:
    """What may be put beside a question here once more: what stands in this conversation and in its project, newest first.

    Raises Conversation.DoesNotExist, Project.DoesNotExist.
    """
    here = Q(pk__in=[])
    if conversation:
        place = Conversation.objects.owned_by(person).kept().get(public_id=conversation)
        here = Q(conversation=place) | Q(project=place.project_id) if place.project_id else Q(conversation=place)
    elif project:
        here = Q(project=Project.objects.owned_by(person).get(public_id=project))
    rows = Attachment.objects.owned_by(person).kept().in_sight().filter(here).exclude(stored_at=None)
    return list(rows.defer("text").order_by("-created_at")[:MOST_AT_HAND])


def check_place(files: Iterable[Attachment], place: Conversation | None) -> None:
    """A file belongs to one conversation, with which it is deleted; a project's belong to all of its. Raises Refused."""
    here = {None, place.pk if place else None}
    if any(file.project_id is None and file.conversation_id not in here for file in files):
        raise refusals.file_gone()


def weight_bytes(files: Iterable[Attachment]) -> int:
    """What these files add to a path, as the bytes of a text that would cost the same."""
    return sum(file.tokens for file in files) * estimates.TYPICAL_BYTES


def shown(messages: Iterable[Message]) -> dict[int, list[Attachment]]:
    """What stands beside each of these that may be read, also what was deleted since. No query where nothing does, else one."""
    with_files = [message for message in messages if message.file_count and not message.in_its_place]
    rows = Attached.objects.select_related("attachment").defer("attachment__text")
    prefetch_related_objects(with_files, Prefetch("attached", rows))
    return {message.pk: [each.attachment for each in message.attached.all()] for message in with_files}


def own(person: User, file: UUID) -> Attachment:
    """One's own file that is in sight, and not deleted, nor the conversation it is in. Raises Attachment.DoesNotExist."""
    rows = Attachment.objects.owned_by(person).kept().in_sight().exclude(conversation__deleted_at__isnull=False)
    return rows.exclude(stored_at=None).get(public_id=file)
