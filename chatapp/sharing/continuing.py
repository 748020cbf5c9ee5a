"""Going on from what one read: a conversation of the reader's own that begins with it."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from chatapp import copies, trees
from chatapp.models import Share, TitleBy
from chatapp.notices import FOR_ADULTS
from chatapp.sharing import reading
from chatapp.trees import Node
from foundation import idempotency
from foundation.wakeups import wake


def continue_from(person: User, share: Share, *, key: str) -> UUID:
    """Copy what the link shows, with the files that were ticked; once per key.

    Raises KeyReused, Refused where there is no room for the files, StorageDown. The key comes first: a second click waits
    for the first one's copy instead of making another.
    """
    asked = idempotency.fingerprint({"continue": share.public_id})
    if earlier := idempotency.earlier(person.pk, key, asked):
        return UUID(earlier["conversation"])
    ticked = set(share.files.values_list("pk", flat=True))
    place = uuid4()
    try:
        with transaction.atomic():
            idempotency.remember(person.pk, key, asked, {"conversation": str(place)})
            nodes = copies.with_files_of(person, as_read(trees.path(share.leaf_id), adult=person.is_adult), ticked)
            trees.write(
                person,
                nodes,
                public_id=place,
                title=reading.of(share, viewer=person).title,
                title_by=TitleBy.PERSON,
                written_at=timezone.now(),
            )
            wake(person.public_id, "conversation", place)
    except idempotency.AlreadyDone as done:
        return UUID(done.outcome["conversation"])
    return place


def as_read(nodes: Sequence[Node], *, adult: bool) -> list[Node]:
    """The same without what the page under the link does not show: the thinking, how an answer was asked for, and what is for
    adults only, for who is none."""
    return [_as_read(node, kept_from=node.adults_only and not adult) for node in nodes]


def _as_read(node: Node, *, kept_from: bool) -> Node:
    read = replace(node, reasoning="", effort="", notice="")
    return replace(read, text="", hidden=read.hidden or FOR_ADULTS, files=()) if kept_from else read
