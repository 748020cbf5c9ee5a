"""Notices: sentences to one person, shown in the header of every page until they put them away."""

from uuid import UUID

from django.utils import timezone

from accounts.models import Notice, User
from foundation.wakeups import wake


def tell(owner: User, code: str, *, body: str, subject_url: str = "") -> Notice:
    """Leave a notice for its owner, in the caller's transaction; open tabs are woken once that has committed.

    `body` says what happened, what it cost and what to do; `code` is what tests and exports know it by.
    """
    notice = Notice.objects.create(owner=owner, code=code, body=body, subject_url=subject_url)
    wake(owner.public_id, "notice", notice.public_id)
    return notice


def put_away(owner: User, notice: UUID | None = None) -> int:
    """Mark one notice, or all of them, as read; returns how many were not yet."""
    unread = Notice.objects.owned_by(owner).unread()
    if notice:
        unread = unread.filter(public_id=notice)
    return unread.update(read_at=timezone.now())
