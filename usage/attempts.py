"""Sends, each committed before its first byte goes out and closed once: charged, or known to be free.

An attempt nobody closes is one whose fate nobody knows; when its hold is due, a sweep books it to the house.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from usage.holds import due_after
from usage.models import Attempt, Budget, Charge, Exactness, Hold, Payer
from usage.models.attempt import AttemptQuerySet, State
from xai.values import Usage

REQUEST_ID_CHARACTERS = 64
ERROR_CHARACTERS = 60
UPSTREAM_ID_CHARACTERS = 120
# What the provider says is not believed beyond sense: an entry that cannot be written would be no entry at all.
MOST_TICKS = 10**16  # a million dollars
MOST_TOKENS = 2**31 - 1

COUNT_SENDS = """
UPDATE usage_hold SET sends = sends + 1, due_at = %s WHERE id = ANY(%s) AND settled_at IS NULL RETURNING *
"""


class HoldEnded(Exception):
    """The hold was settled: there is no money behind this send. Reserve again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Send:
    """A request about to go out. `payer` None: as the hold says."""

    hold: int
    endpoint: str
    engine: str
    request_id: str
    payer: Payer | str | None = None


def begin(
    hold: Hold,
    *,
    endpoint: str,
    engine: str,
    request_id: str,
    payer: Payer | str | None = None,
    seconds: float | None = None,
) -> Attempt:
    """Write down a send. Commit it BEFORE sending, and send it with `attempt.trace`. Raises HoldEnded.

    If it is still open after `seconds` (default UNCERTAIN_HOLD_HOURS), a sweep ends its hold. Two queries.
    """
    send = Send(hold=hold.pk, endpoint=endpoint, engine=engine, request_id=request_id, payer=payer)
    begun = begin_all([send], seconds)
    if not begun:
        raise HoldEnded(str(hold))
    return begun[hold.pk]


@transaction.atomic(savepoint=False)
def begin_all(sends: Sequence[Send], seconds: float | None = None) -> dict[int, Attempt]:
    """The same for many sends, one of each hold; those whose hold has ended are left out. By hold; two queries."""
    due_at = timezone.now() + due_after(seconds)
    counted = {hold.pk: hold for hold in Hold.objects.raw(COUNT_SENDS, [due_at, [send.hold for send in sends]])}
    attempts = [_attempt(send, counted[send.hold]) for send in sends if send.hold in counted]
    return {attempt.hold_id: attempt for attempt in Attempt.objects.bulk_create(attempts)}


@transaction.atomic(savepoint=False)
def charge(
    attempt: Attempt,
    *,
    ticks: int,
    exact: bool,
    usage: Usage | None = None,
    upstream_request_id: str | None = None,
    status: int | None = None,
    error_type: str = "",
    first_token_ms: int | None = None,
    last_token_ms: int | None = None,
    payer: Payer | str | None = None,
) -> Charge:
    """Book what a send cost, in ticks; a second call returns the first entry. `exact`: the provider said the figure.

    A person pays for at most one send of a hold and at most what is held: our repeats, what comes after the end of
    the hold, and what goes beyond it are the house's. Four queries.
    """
    ticks = min(max(ticks, 0), MOST_TICKS)
    hold = Hold.objects.select_for_update().get(pk=attempt.hold_id)
    unbooked = Attempt.objects.filter(pk=attempt.pk).exclude(state=State.CHARGED)
    if not _close(unbooked, State.CHARGED, status, error_type):
        return Charge.objects.get(attempt=attempt)
    person_pays = (payer or attempt.payer) == Payer.PERSON == hold.payer and hold.is_open and hold.paid is None
    person_ticks = min(ticks, hold.ticks) if person_pays else 0
    _count(hold, ticks, person_ticks if person_pays else None)
    return Charge.objects.create(
        attempt=attempt,
        hold=hold,
        owner_id=hold.owner_id,
        payer=Payer.PERSON if person_pays else Payer.HOUSE,
        month=hold.month,
        purpose=hold.purpose,
        subject=hold.subject,
        request_id=attempt.request_id,
        trace=attempt.trace,
        upstream_request_id=(upstream_request_id or "")[:UPSTREAM_ID_CHARACTERS],
        engine=attempt.engine,
        endpoint=attempt.endpoint,
        **_tokens(usage or Usage()),
        ticks=ticks,
        person_ticks=person_ticks,
        exactness=Exactness.REPORTED if exact else Exactness.ESTIMATED,
        first_token_ms=_not_before(first_token_ms),
        last_token_ms=_not_before(last_token_ms),
        status=status,
        error_type=error_type[:ERROR_CHARACTERS],
    )


def not_billed(attempt: Attempt, *, error_type: str, status: int | None = None) -> bool:
    """Close a send that cost nothing: it never left, or was refused. False: it was closed already. One query."""
    return _close(Attempt.objects.filter(pk=attempt.pk).open(), State.NOT_BILLED, status, error_type)


def _attempt(send: Send, hold: Hold) -> Attempt:
    public_id, request_id = uuid.uuid4(), send.request_id[:REQUEST_ID_CHARACTERS]
    return Attempt(
        public_id=public_id,
        hold=hold,
        n=hold.sends,
        payer=send.payer or hold.payer,
        endpoint=send.endpoint,
        engine=send.engine,
        request_id=request_id,
        trace=f"{request_id}-{public_id.hex[:8]}" if request_id else f"{hold.purpose}-{public_id.hex}",
    )


def _close(attempts: AttemptQuerySet, state: State, status: int | None, error_type: str) -> bool:
    closed_at = timezone.now()
    return bool(
        attempts.update(state=state, status=status, error_type=error_type[:ERROR_CHARACTERS], closed_at=closed_at)
    )


def _count(hold: Hold, ticks: int, paid: int | None) -> None:
    """Add a charge to its hold; the budget of a hold that has ended is told at once, for no settling will tell it."""
    hold.charged += ticks
    hold.paid = hold.paid if paid is None else paid
    hold.save(update_fields=["charged", "paid"])
    if not hold.is_open:
        Budget.objects.filter(month=hold.month).update(spent=F("spent") + ticks)


def _tokens(usage: Usage) -> dict[str, int]:
    counted = {
        "input_tokens": usage.input_tokens,
        "cached_tokens": usage.cached_tokens,
        "image_tokens": usage.image_tokens,
        "output_tokens": usage.output_tokens,
        "reasoning_tokens": usage.reasoning_tokens,
        "total_tokens": usage.total_tokens or usage.input_tokens + usage.output_tokens + usage.reasoning_tokens,
    }
    return {name: min(max(count, 0), MOST_TOKENS) for name, count in counted.items()}


def _not_before(milliseconds: int | None) -> int | None:
    """A clock that was set back meanwhile must not cost us the entry."""
    return None if milliseconds is None else max(milliseconds, 0)
