"""Requests for removal of somebody with an account: known by a mail address that is confirmed, there and here."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import QuerySet

from accounts import verified
from accounts.models import User
from moderation.models import Takedown
from moderation.reports import weights
from moderation.takedowns import forgetting


def of(person: User) -> "QuerySet[Takedown]":
    """What they asked. In their name anybody may ask: where the address was not confirmed, it is not theirs."""
    names = [weights.name(None, each) for each in verified.of(person)]
    return Takedown.objects.filter(reporter__in=names, confirmed_at__isnull=False, forgotten_at=None).order_by("pk")


def exported(person: User) -> Iterator[Mapping[str, Any]]:
    """All that they wrote, and what became of it; not the key of its page."""
    for each in of(person):
        yield {
            "number": each.number, "who": each.who, "contact": each.contact, "where": each.where, "why": each.why,
            "signature": each.signature, "intimate": each.intimate, "asked_at": each.asked_at, "state": each.state,
            "decided_at": each.decided_at, "reason": each.reason,
        }  # fmt: skip


def erase(person: User) -> int:
    """Forget what is decided. What is open is judged all the same, and forgotten when they have been told; returns how many."""
    theirs = Takedown.objects.filter(
        pk__in=list(of(person).select_for_update(no_key=True).values_list("pk", flat=True))
    )
    open_ones = theirs.open().update(asker_left=True, asked_as="")
    return open_ones + forgetting.forget(theirs.exclude(decided_at=None))
