"""Reading through a glass: each conversation that is opened is written down, for the audit and for its owner."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts import audit
from accounts.models import User
from moderation.glass import chats
from moderation.glass.opening import still_opens, target_of
from moderation.models import Glass, GlassLook

LISTED = 50


@dataclass(frozen=True, slots=True)
class Told:
    """One broken glass as its owner reads of it. Who it was is not said: staff answers as one."""

    opened_at: datetime
    until: datetime
    live: bool
    everything: bool  # all conversations were open, not one
    reason: str
    read: tuple[tuple[UUID, str], ...]  # (conversation, what it is called; nothing: it is gone)


def found(reviewer: User, glass: UUID) -> Glass:
    """A glass of one's own that still opens something. Raises Glass.DoesNotExist: also for one that has ended, or
    whose right has."""
    mine = Glass.objects.live().broken_by(reviewer).select_related("owner", "opened_by", "case")
    one = mine.get(public_id=glass)
    if not still_opens(one):
        raise Glass.DoesNotExist
    return one


def looked(glass: Glass, conversation: UUID) -> None:
    """Write down that this conversation was opened, before it is shown."""
    GlassLook.objects.bulk_create([GlassLook(glass=glass, conversation=conversation)], ignore_conflicts=True)
    after = {"conversation": conversation}
    audit.record(
        glass.opened_by, "glass.looked", f"{target_of(glass)} conversation:{conversation}", glass.reason, after=after
    )


def upon(owner: User) -> list[Told]:
    """Who looked into this person's conversations: what, when, why, until when."""
    glasses = Glass.objects.owned_by(owner).newest_first().prefetch_related("looks")[:LISTED]
    names = chats.room().named(owner, {look.conversation for glass in glasses for look in glass.looks.all()})
    live = set(Glass.objects.owned_by(owner).live().values_list("pk", flat=True))
    return [
        Told(
            glass.opened_at,
            glass.closed_at or glass.ends_at,
            glass.pk in live,
            glass.conversation is None,
            glass.reason,
            tuple((look.conversation, names.get(look.conversation, "")) for look in glass.looks.all()),
        )
        for glass in glasses
    ]
