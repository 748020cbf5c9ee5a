"""Taking turns: one conditional UPDATE, and in the same transaction the row of the send that follows.

Which turns are taken, and when, is the line's to say (chatapp/line).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts import ages
from chatapp import context, engines, events
from chatapp.context import Context, Path
from chatapp.engines import parameters
from chatapp.models import Kind, Look, Turn
from chatapp.relay import asking_less
from foundation.kill_points import reach
from usage import attempts
from usage.models import Attempt
from xai.values import ChatRequest, Engine

AT_ONCE = 16  # a claim is one transaction: a longer one would keep its first turn waiting for its last
MAX_CLAIMS = 3  # a turn that three relays died of is not given to a fourth

TAKE = """
UPDATE chatapp_turn t
SET state = 'connecting', lease = %s, lease_until = clock_timestamp() + make_interval(secs => %s), claims = claims + 1, epoch = epoch + %s,
  taken_at = clock_timestamp()
FROM accounts_user u, chatapp_conversation c
WHERE t.owner_id = u.id AND t.conversation_id = c.id AND t.id IN (
  SELECT id FROM chatapp_turn WHERE id = ANY(%s) AND state = 'waiting' FOR UPDATE SKIP LOCKED
)
RETURNING t.*, u.stand_in, u.public_id AS owner_public_id, u.birth_date AS owner_birth_date, c.public_id AS conversation_public_id
"""


@dataclass(frozen=True, slots=True)
class Send:
    """What goes to the provider, and the attempt it is booked under."""

    request: ChatRequest
    attempt: Attempt
    context: Context


@dataclass(frozen=True, slots=True)
class Claimed:
    """A turn this relay has, with all it needs to carry it. `send` None: it ends before anything is sent."""

    id: int
    public_id: UUID
    lease: UUID
    epoch: int
    owner: UUID
    conversation: UUID
    answer_id: int
    hold_id: int
    hold_ticks: int
    kept_text: str
    request_id: str
    engine: Engine
    stop_asked: bool
    given_up: bool
    turned_away: int
    instead_of: str
    may_stand_in: bool
    look: str
    send: Send | None
    minor: bool = False  # whoever asked is under age, and stricter rules apply to what is shown


@transaction.atomic
def take(ids: Sequence[int]) -> list[Claimed]:
    """Claim those of these that still wait, and write down their sends. Another relay sees none of them."""
    lease = uuid4()
    seconds = settings.RELAY_LEASE_SECONDS
    rows = list(Turn.objects.raw(TAKE, [lease, seconds, events.EPOCHS_PER_CLAIM, list(ids)]))
    sends = _sends([turn for turn in rows if not _ends_here(turn)])
    _note_files(rows, sends)
    claimed = [_claimed(turn, sends.get(turn.pk)) for turn in sorted(rows, key=lambda turn: turn.due_at)]
    if claimed:
        reach("turn.claiming")
    return claimed


def _claimed(turn: Any, send: Send | None) -> Claimed:
    return Claimed(
        id=turn.pk,
        public_id=turn.public_id,
        lease=turn.lease,
        epoch=turn.epoch,
        owner=turn.owner_public_id,
        conversation=turn.conversation_public_id,
        answer_id=turn.answer_id,
        hold_id=turn.hold_id,
        hold_ticks=send.attempt.hold.ticks if send else 0,
        kept_text=turn.kept_text,
        request_id=turn.request_id,
        engine=engines.known(turn.engine),
        stop_asked=turn.stop_asked_at is not None,
        given_up=turn.claims > MAX_CLAIMS,
        turned_away=turn.turned_away,
        instead_of=turn.instead_of,
        may_stand_in=may_stand_in(turn),
        look=turn.look if settings.AUTO_ASKS_SECONDS and turn.look != Look.BEGUN else "",
        send=send,
        minor=_is_minor(turn.owner_birth_date),
    )


def _is_minor(born: date | None) -> bool:
    return born is None or ages.age_on(born, timezone.now().date()) < settings.MINIMUM_STUDIO_AGE


def may_stand_in(turn: Any) -> bool:
    """Whether another engine may answer: wished, not tried yet, and not where engines are compared or an answer goes on."""
    if turn.instead_of or turn.comparison or turn.kind == Kind.CONTINUE:
        return False
    return bool(turn.stand_in) and settings.FALLBACK_ENGINE != "off"


def _ends_here(turn: Turn) -> bool:
    return turn.stop_asked_at is not None or turn.claims > MAX_CLAIMS or _late(turn.asked_at)


def _sends(turns: Sequence[Any]) -> dict[int, Send]:
    """What goes out, by turn; without those whose hold a sweep has ended: they come too late. Three queries
    for all, four when one is to be shorter or longer than another. Whose question was taken from sight is stopped."""
    paths = context.paths_to(turn.prompt_id for turn in turns) if turns else {}
    for turn in turns:
        if paths[turn.prompt_id].withheld:
            turn.stop_asked_at = timezone.now()
    turns = [turn for turn in turns if not paths[turn.prompt_id].withheld]
    if not turns:
        return {}
    # Every send of ours is a row before its first byte leaves: whatever happens then, somebody finds it.
    begun = attempts.begin_all(
        [
            attempts.Send(
                hold=turn.hold_id, endpoint=engines.endpoint(), engine=turn.engine, request_id=turn.request_id
            )
            for turn in turns
        ]
    )
    wished = {turn.than_id for turn in turns if turn.than_id}  # mostly none, and then nobody is asked
    stands = {each.pk: each for each in Turn.objects.filter(pk__in=wished).select_related("answer")} if wished else {}
    for turn in turns:
        turn.than = stands.get(turn.than_id)
    return {turn.pk: _send(turn, begun[turn.hold_id], paths[turn.prompt_id]) for turn in turns if turn.hold_id in begun}


def _send(turn: Any, attempt: Attempt, path: Path) -> Send:
    room = asking_less.answer_tokens(turn, path)
    engine = engines.known(turn.engine)
    built = context.of_turn(turn, path, engine=engine, room_tokens=room)
    request = ChatRequest(
        engine=turn.engine,
        messages=built.messages,
        effort=turn.effort or None,
        max_output_tokens=room,
        # Whoever has another engine to ask does not try this one for long.
        patience_seconds=settings.FALLBACK_AFTER_SECONDS if may_stand_in(turn) else None,
        **_parameters(turn.parameters),
        cache_key=str(turn.conversation_public_id),
        # The rest of an answer has no shape of its own; the whole of it is read when it has come.
        json_schema=None if turn.kind == Kind.CONTINUE else path.json_schema,
        trace=attempt.trace,
    )
    return Send(request, attempt, built)


def _note_files(turns: Sequence[Turn], sends: Mapping[int, Send]) -> None:
    """Which of a project's files each takes along, before it goes: known also if nobody lives to tell. One query, mostly none."""
    noted = []
    for turn in turns:
        taken = list(sends[turn.pk].context.project_files) if turn.pk in sends else turn.project_file_ids
        if taken != turn.project_file_ids:
            turn.project_file_ids = taken
            noted.append(turn)
    if noted:
        Turn.objects.bulk_update(noted, ["project_file_ids"])


def _parameters(column: Any) -> dict[str, Any]:
    values = dict(parameters.brought_back(column))
    values.pop("max_output_tokens", None)  # a column of its own
    return values


def _late(asked_at: datetime) -> bool:
    return timezone.now() - asked_at > timedelta(seconds=settings.TURN_DEADLINE_SECONDS)
