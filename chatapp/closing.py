"""Ending a turn: message, money and state in one transaction, whoever ends it (relay, reaper, a Stop before the start)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F

from chatapp import events, notices, receipts
from chatapp.events import Event, Kind
from chatapp.models import CARRIED, Look, Queued, State, TitleBy, Turn
from chatapp.models import Kind as TurnKind
from foundation import outbox
from foundation.kill_points import reach
from moderation import flags
from moderation.verdicts import Verdict
from usage import attempts, holds
from usage.estimates import TYPICAL_BYTES
from usage.models import Attempt, Hold, Payer
from xai.values import Usage

TITLE_TASK = "chatapp.tasks.give_title"
SHAPE_TASK = "chatapp.tasks.check_shape"
INDEX_TASK = "chatapp.tasks.index"
SUMMARY_TASK = "chatapp.tasks.sum_up"
QUEUE_TASK = "chatapp.tasks.send_queued"


@dataclass(frozen=True, slots=True)
class Bill:
    """What is known about the cost of the send. `usage` None: it was not billed."""

    usage: Usage | None = None
    exact: bool = False
    upstream_request_id: str = ""
    status: int | None = None
    error_type: str = ""
    first_token_ms: int | None = None
    last_token_ms: int | None = None
    payer: Payer | None = None  # None: as the attempt says


@dataclass(frozen=True, slots=True)
class Ending:
    """How a turn ends."""

    state: State
    text: str
    reasoning: str = ""
    label: str = ""
    notice: str = ""
    verdict: Verdict | None = None  # why it is withheld
    facts: dict[str, Any] | None = None  # engine_used, fingerprint, response_id, reason, prompt_version


@transaction.atomic
def close(turn_id: int, lease: UUID | None, ending: Ending, attempt: Attempt | None, bill: Bill) -> Turn | None:
    """End a turn we hold; None: it is not ours any more, and nothing was changed."""
    turn = _held(turn_id, lease)
    if turn is None:
        return None
    _keep_words(turn, ending)
    paid = book(turn, attempt, bill) if attempt is not None else receipts.unsent(turn)
    reach("turn.closing")
    holds.settle(Hold(pk=turn.hold_id))
    told = {"notice": ending.notice, "first_token_ms": bill.first_token_ms, "last_token_ms": bill.last_token_ms}
    changes = told | (ending.facts or {}) | paid
    Turn.objects.move(turn_id, [State(turn.state)], ending.state, lease=lease, **changes)
    for name, value in changes.items():
        setattr(turn, name, value)
    turn.state = ending.state
    _ring_for_title(turn, ending)
    _ring_for_summary(turn)
    if turn.prompt.json_schema is not None and turn.state == State.FINISHED:
        outbox.ring(SHAPE_TASK, str(turn.public_id), queue="calls")
    _ring_for_queue(turn)
    outbox.ring(INDEX_TASK, queue="sweeps")
    return turn


@transaction.atomic
def hand_back(
    turn_id: int, lease: UUID, attempt: Attempt | None, bill: Bill, *, busy: bool = False, elsewhere: bool = False
) -> bool:
    """Let another relay take the turn up: nothing of the answer was shown. What this send cost is booked.

    `busy`: the provider had no room for it, which says nothing against the turn: it was not served, and this claim does not count.
    `elsewhere`: another engine is asked instead, nor does it count.
    """
    turn = _held(turn_id, lease)
    if turn is None:
        return False
    paid = book(turn, attempt, bill) if attempt is not None else {}
    counts: dict[str, Any] = {"claims": F("claims") - 1, "taken_at": None} if busy or elsewhere else {}
    counts |= {"turned_away": F("turned_away") + 1} if busy else {}
    counts |= {"look": Look.NONE} if turn.look == Look.BEGUN else {}  # whoever takes it sends it without asking
    return Turn.objects.move(turn_id, [State(turn.state)], State.WAITING, lease=lease, **paid, **counts)


def book(turn: Turn, attempt: Attempt, bill: Bill) -> dict[str, Any]:
    """Write what a send cost into the ledger; returns what the turn's receipt says from now on."""
    if bill.usage is None:
        attempts.not_billed(attempt, error_type=bill.error_type, status=bill.status)
        return receipts.unsent(turn)
    charge = attempts.charge(
        attempt,
        ticks=bill.usage.ticks or 0,
        exact=bill.exact,
        usage=bill.usage,
        upstream_request_id=bill.upstream_request_id,
        status=bill.status,
        error_type=bill.error_type,
        first_token_ms=bill.first_token_ms,
        last_token_ms=bill.last_token_ms,
        payer=bill.payer,
    )
    return receipts.figures(turn, charge)


def _held(turn_id: int, lease: UUID | None) -> Turn | None:
    """The turn if it is still ours to end, and nobody else's until this transaction is over."""
    ours = Turn.objects.filter(pk=turn_id, lease=lease, state__in=CARRIED if lease else [State.WAITING])
    # The answer, too: whoever hides it now waits, and whoever has hidden it is seen.
    locked = ours.select_for_update(of=("self", "answer"), no_key=True)
    return locked.select_related("conversation", "answer", "prompt").first()


def words(turn: Turn, *, whole: bool) -> Iterator[Event]:
    """The last events of a turn that has ended; with `whole`, all a log needs that begins anew."""
    answer = turn.answer
    if whole:
        yield from events.pieces(Kind.REASONING, answer.shown_reasoning)
        yield from events.pieces(Kind.TEXT, answer.shown_text)
        if answer.label:
            yield events.label(answer.label)
        if turn.instead_of:
            yield events.instead(notices.instead(turn.instead_of, turn.engine))
    notice = notices.of(turn.notice)
    if notice:
        more = {"owner": notice.owner.value, "step": notice.step.value}
        yield Event(Kind.NOTICE, text=answer.in_its_place or notice.sentence, code=notice.code, more=more)
    yield Event(Kind.END, state=turn.state, more={"receipt": receipts.of(turn).as_frame()})


def _keep_words(turn: Turn, ending: Ending) -> None:
    answer = turn.answer
    # Not the clause's own sentence: that one speaks of what was never sent, and this was sent, and cost something.
    if ending.verdict is not None:  # what a reviewer hid meanwhile stays hidden
        answer.hidden = notices.NOTICES["withheld"].sentence
    answer.text, answer.reasoning, answer.label = ending.text, ending.reasoning, ending.label
    answer.path_bytes = turn.prompt.path_bytes + len(answer.shown_text.encode())
    changed = ["text", "reasoning", "label", "path_bytes"]
    answer.save(update_fields=[*changed, "hidden"] if ending.verdict is not None else changed)
    if ending.verdict is not None:
        flags.raise_flag(subject_kind="message", subject=answer.public_id, owner=turn.owner, verdict=ending.verdict)


def _ring_for_title(turn: Turn, ending: Ending) -> None:
    """After the first answer, the conversation gets a title from the helper engine."""
    untitled = turn.conversation.title_by == TitleBy.NOBODY
    if untitled and turn.answer.shown_text and turn.kind == TurnKind.FIRST:
        outbox.ring(TITLE_TASK, str(turn.conversation.public_id), queue="calls")


def _ring_for_summary(turn: Turn) -> None:
    """A long conversation is summed up before the next question, not while somebody waits for an answer."""
    if turn.answer.path_bytes > settings.CONTEXT_TOKENS * TYPICAL_BYTES and not turn.conversation.temporary:
        outbox.ring(SUMMARY_TASK, str(turn.public_id), queue="calls")


def _ring_for_queue(turn: Turn) -> None:
    """What waits behind this answer may go. Whoever queues waits for our lock on the turn, or we see their row."""
    if Queued.objects.filter(conversation=turn.conversation_id).exists():
        outbox.ring(QUEUE_TASK, str(turn.conversation.public_id), queue="sweeps")


def mark_sealed(turn_ids: list[int]) -> int:
    """The logs of these turns hold their end."""
    return Turn.objects.filter(pk__in=turn_ids, sealed=False).update(sealed=True)
