"""What an owner does with links: make one, move it on, take it back, see how often each was read."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.sharing.link import PRESET_DAYS, terms
from chatapp import conversations, trees
from chatapp.models import Attached, Attachment, Conversation, Message, Share
from foundation import idempotency
from foundation.wakeups import wake
from moderation import standing

LISTED = 200


class NothingYet(Exception):
    """The first answer is still being written: there is nothing to read."""


def files_of(conversation: Conversation) -> list[Attachment]:
    """The files on the path shown, each once: what can be ticked."""
    if conversation.leaf_id is None:
        return []
    return on_path(trees.way(conversation.leaf_id))


def on_path(keys: Collection[int]) -> list[Attachment]:
    """Those beside these messages that are still there, each once; what is out of sight takes its own with it. One query."""
    shown = Message.objects.filter(pk__in=keys).readable()
    places = Attached.objects.filter(message__in=shown, attachment__deleted_at=None).select_related("attachment")
    rows = places.defer("attachment__text").order_by("message__depth", "position", "pk")
    return list({place.attachment_id: place.attachment for place in rows}.values())


def begins_out_of_sight(leaf: int, *, adult: bool = True) -> bool:
    """Whether a first question or its answer, of which titles are made, may not be read in this message's conversation."""
    first = Message.objects.filter(conversation__messages=leaf, depth__lte=2)
    for_nobody = ~Q(hidden="", takedown_at=None)
    return bool(first.filter(for_nobody if adult else for_nobody | Q(adults_only=True)).exists())


def share(
    person: User,
    conversation: UUID,
    *,
    key: str,
    days: int = PRESET_DAYS,
    password: str = "",
    files: Collection[UUID] = (),
) -> Share:
    """A link to the path shown now; once per key. Raises Conversation.DoesNotExist: also for a temporary one, or one
    in which nothing was said; NothingYet, Limited. An answer still being written is not in it, also when it has ended."""
    standing.may_publish(person)
    agreed = terms(days=days, password=password)
    with transaction.atomic():
        place = shareable(person, conversation)
        leaf = trees.last_ended(place.leaf_id or 0)
        if leaf is None:
            raise NothingYet
        ticked = [file for file in files_of(place) if file.public_id in files]
        made = Share(
            owner=person,
            conversation=place,
            leaf_id=leaf,
            title=_title(place),
            updated_at=agreed["made_at"],
            **agreed,
        )
        asked = {"share": conversation, "days": days, "password": bool(password), "files": sorted(map(str, files))}
        try:
            idempotency.remember(person.pk, key, idempotency.fingerprint(asked), {"share": str(made.public_id)})
        except idempotency.AlreadyDone as done:
            return Share.objects.owned_by(person).get(public_id=done.outcome["share"])
        made.save(force_insert=True)
        made.files.set(ticked)
        _tell(made)
    return made


def update(person: User, share: UUID) -> Share:
    """Let a live link show the path shown now, and its files that are still on it. Raises Share.DoesNotExist, Limited."""
    standing.may_publish(person)
    with transaction.atomic():
        found = Share.objects.owned_by(person).live().select_for_update(of=("self",)).get(public_id=share)
        place = conversations.own(person, found.conversation.public_id)
        leaf = trees.last_ended(place.leaf_id) if place.leaf_id else None
        found.leaf_id, found.title, found.updated_at = leaf or found.leaf_id, _title(place), timezone.now()
        found.save(update_fields=["leaf", "title", "updated_at"])
        found.files.set(found.files.filter(pk__in=[file.pk for file in files_of(place)]))
        _tell(found)
    return found


def revoke(person: User, share: UUID) -> Share:
    """The link opens nothing from now on. Once more changes nothing. Raises Share.DoesNotExist."""
    with transaction.atomic():
        found = Share.objects.owned_by(person).select_for_update().get(public_id=share)
        if found.revoked_at is None:
            found.revoked_at = timezone.now()
            found.save(update_fields=["revoked_at"])
            _tell(found)
    return found


def mine(person: User) -> list[Share]:
    """All of a person's links, the newest first, whether they still open or not."""
    rows = Share.objects.owned_by(person).filter(conversation__deleted_at=None).select_related("conversation")
    return list(rows.order_by("-made_at")[:LISTED])


def live_of(conversation: Conversation) -> list[Share]:
    """The links of one conversation that open now."""
    return list(Share.objects.live().filter(conversation=conversation).order_by("-made_at"))


def shareable(person: User, conversation: UUID) -> Conversation:
    """One's own that can be shared. Raises Conversation.DoesNotExist."""
    place = conversations.own(person, conversation)
    if place.temporary or place.leaf_id is None:
        raise Conversation.DoesNotExist
    return place


def _title(place: Conversation) -> str:
    return str(place)  # what it is called in the list, also while nobody has given it a name


def _tell(share: Share) -> None:
    wake(share.owner.public_id, "share", share.conversation.public_id)
