"""The pictures of a message that is judged: those beside it and, of an answer, those beside the question it was given to."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.models import User
from chatapp.files.deleting import evidence
from chatapp.models import Attached, Attachment, AttachmentKind, Message
from moderation.models import Case, Takedown
from moderation.models.takedown import Reached
from moderation.subjects import Hashes

KIND = "message"


def pictures(subjects: Collection[UUID]) -> Mapping[UUID, list[str]]:
    """Where reviewers find those beside these messages, hidden or not, that are still there. One query."""
    places = _shown().filter(message__public_id__in=subjects).select_related("attachment", "message")
    found: dict[UUID, list[str]] = {}
    for place in places.defer("attachment__text").order_by("message", "position", "pk"):
        found.setdefault(place.message.public_id, []).append(_address(place.message.public_id, place.attachment))
    return found


def with_question(subject: UUID, reviewer: User) -> list[str]:
    """The same of one, for the page on which this reviewer judges it: before its own those of its question."""
    message = Message.objects.filter(public_id=subject).select_related("parent").first()
    if message is None:
        return []
    places = _shown().filter(message__in=_messages(message, reviewer)).select_related("attachment")
    rows = places.defer("attachment__text").order_by("message__depth", "position", "pk")
    return [_address(subject, file) for file in dict.fromkeys(place.attachment for place in rows)]


def opened(reviewer: User, subject: UUID, file: UUID) -> Attachment:
    """One of them. Raises DoesNotExist: also where this reviewer judges no such message."""
    message = _on_the_desk(reviewer, subject)
    places = _shown().filter(message__in=_messages(message, reviewer), attachment__public_id=file)
    place = places.select_related("attachment").first()
    if place is None:
        raise Attachment.DoesNotExist
    found: Attachment = place.attachment
    return found


def hashes(subject: UUID) -> Hashes | None:
    """By what those beside it are known again, also the deleted ones; None where there are none. One query."""
    beside = Attachment.objects.filter(places__message__public_id=subject, kind=AttachmentKind.PICTURE)
    found = list(beside.order_by("pk").values_list("sha256", "pdq"))
    return Hashes([same for same, _ in found], frames=[alike for _, alike in found if alike]) if found else None


def _on_the_desk(reviewer: User, subject: UUID) -> Message:
    """What a case or a request for removal is about that this reviewer is shown. Raises Message.DoesNotExist."""
    cases = Case.objects.shown_to(reviewer).about(KIND, subject)
    asked = Reached.objects.filter(takedown__in=Takedown.objects.shown_to(reviewer), kind=KIND, subject=subject)
    locked = Case.objects.locked_to(reviewer).about(KIND, subject)
    if locked.exists() or not (cases.exists() or asked.exists()):
        raise Message.DoesNotExist
    found: Message = Message.objects.select_related("parent").get(public_id=subject)
    return found


def _messages(message: Message, reviewer: User) -> list[int]:
    """It and its question, but for one that is out of sight or locked: that is judged by itself."""
    asked = message.parent
    if asked is None or asked.role != "user" or asked.in_its_place:
        return [message.pk]
    locked = Case.objects.locked_to(reviewer).about(KIND, asked.public_id)
    return [message.pk] if locked.exists() else [message.pk, asked.pk]


def _shown() -> QuerySet[Attached]:
    """Places of pictures with bytes; of what was deleted only evidence has them."""
    kept = Q(attachment__deleted_at=None, attachment__stored_at__isnull=False)
    held = Q(attachment__in=Attachment.objects.filter(evidence()))
    return Attached.objects.filter(kept | held, attachment__kind=AttachmentKind.PICTURE)


def _address(subject: UUID, file: Attachment) -> str:
    return reverse("message-picture-for-desk", args=[subject, file.public_id])
