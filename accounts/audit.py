"""The audit: an append-only chain of who did what to whom, and why."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import AuditEntry, User
from foundation import request_id

FIRST_HASH = "0" * 64
LOOKED = ".looked"  # ends the name of an act that changed nothing
# Who reads on in the same thing, or whose page asks again by itself, has looked once.
ONE_LOOK = timedelta(minutes=10)
LOCK = 0x5A10_A0D1  # one writer at a time, or two rows would name the same predecessor and the chain would fork


# What waits for the end of a block; None where acts are written at once.
_waiting: ContextVar[list[AuditEntry] | None] = ContextVar("audit_waiting", default=None)


class BrokenChain(Exception):
    """A row does not follow from the one before it. The text names the row."""


@dataclass(frozen=True, slots=True)
class Head:
    """The newest row. Whoever wrote it down elsewhere can later tell whether rows were cut off the end."""

    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"


def record(
    actor: User | None, action: str, target: str, reason: str = "", before: Any = None, after: Any = None
) -> AuditEntry:
    """Write one act into the chain, in the caller's transaction if there is one; actor None is the house itself.

    Holds the chain until that transaction ends: call it last, or inside `at_the_end`, where the row is not there yet.
    `before` and `after` are JSON values without personal data; `target` names things by public id.
    """
    entry = AuditEntry(
        actor=actor,
        action=action,
        target=target,
        reason=reason,
        before=_as_stored(before),
        after=_as_stored(after),
        request_id=request_id.current(),
    )
    waiting = _waiting.get()
    if waiting is None:
        _chain(entry)
    else:
        waiting.append(entry)
    return entry


@contextmanager
def at_the_end() -> Iterator[None]:
    """Write what is recorded inside when the block ends, for who does several things in one transaction.

    Whoever held the chain and then waited for a row could wait in a circle. A block that raises writes nothing.
    """
    outer, mine = _waiting.get(), list[AuditEntry]()
    token = _waiting.set(mine)
    try:
        yield
    finally:
        _waiting.reset(token)
    if outer is not None:
        outer.extend(mine)
        return
    with transaction.atomic():
        for entry in mine:
            _chain(entry)


def looked(actor: User, action: str, target: str, reason: str = "", after: Any = None) -> AuditEntry | None:
    """Write down that somebody with power looked (`action` ends in LOOKED). None: this look goes on from one written."""
    newest = AuditEntry.objects.filter(target=target, at__gte=timezone.now() - ONE_LOOK).order_by("-number")[:50]
    if any((entry.actor_id, entry.action, entry.reason) == (actor.pk, action, reason) for entry in newest):
        return None
    return record(actor, action, target, reason, after=after)


def check(written_down: Head | None = None) -> Head:
    """Prove the chain from its first row and return its head; raises BrokenChain.

    `written_down` is a head noted earlier: it must still be part of the chain, or the end was rewritten.
    """
    head = Head(0, FIRST_HASH)
    seen = written_down is None or written_down == head
    for entry in AuditEntry.objects.order_by("number").iterator(chunk_size=2000):
        head = _follow(head, entry)
        seen = seen or head == written_down
    if not seen:
        raise BrokenChain(
            f"The head noted earlier ({written_down}) is not in the chain: rows were cut off or rewritten."
        )
    return head


def about(target: str) -> "list[AuditEntry]":
    """The newest acts upon one thing; looks change nothing and are left out."""
    acts = AuditEntry.objects.filter(target=target).exclude(action__endswith=LOOKED)
    return list(acts.select_related("actor").order_by("-number")[:50])


@transaction.atomic
def _chain(entry: AuditEntry) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    last = AuditEntry.objects.order_by("-number").first()
    entry.number, entry.previous_hash = (last.number + 1, last.hash) if last else (1, FIRST_HASH)
    entry.at = timezone.now()
    entry.hash = entry.computed_hash()
    entry.save()


def _follow(head: Head, entry: AuditEntry) -> Head:
    if entry.number != head.number + 1:
        raise BrokenChain(f"Row {head.number + 1} is missing: after row {head.number} comes row {entry.number}.")
    if entry.previous_hash != head.hash:
        raise BrokenChain(f"Row {entry.number} does not follow from row {head.number}.")
    if entry.hash != entry.computed_hash():
        raise BrokenChain(f"Row {entry.number} was changed after it was written.")
    return Head(entry.number, entry.hash)


def _as_stored(value: Any) -> Any:
    """As the column will give it back: only what JSON can say, dates and ids as text."""
    return json.loads(json.dumps(value, default=str))
