"""Once a second, one batched UPDATE: where each turn stands, its text so far, and that we still hold it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

# A lease that is not ours any more matches nothing: whoever lost a turn learns it here.
STATES = """
UPDATE chatapp_turn t SET state = v.state, epoch = v.epoch, lease_until = clock_timestamp() + make_interval(secs => %s)
FROM unnest(%s::bigint[], %s::uuid[], %s::text[], %s::int[]) AS v(id, lease, state, epoch)
WHERE t.id = v.id AND t.lease = v.lease
RETURNING t.id, t.stop_asked_at IS NOT NULL
"""
TEXTS = """
UPDATE chatapp_message m SET text = v.text, reasoning = v.reasoning
FROM unnest(%s::bigint[], %s::uuid[], %s::bigint[], %s::text[], %s::text[]) AS v(turn, lease, id, text, reasoning)
JOIN chatapp_turn t ON t.id = v.turn AND t.lease = v.lease
WHERE m.id = v.id
"""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """One turn as its relay has it. `text` None: it has not grown since the last one."""

    turn: int
    lease: UUID
    state: str
    epoch: int
    answer: int
    text: str | None
    reasoning: str = ""


@transaction.atomic
def write(checkpoints: Sequence[Checkpoint]) -> dict[int, bool]:
    """Save them all; returns, for each turn that is still ours, whether somebody asked to stop it."""
    # Mostly locked in this order, which an UPDATE does not promise; one that loses a deadlock is repeated.
    rows = sorted(checkpoints, key=lambda each: each.turn)
    with connection.cursor() as cursor:
        cursor.execute(STATES, [settings.RELAY_LEASE_SECONDS, *_columns(rows, "turn", "lease", "state", "epoch")])
        ours = dict(cursor.fetchall())
        grown = [each for each in rows if each.text is not None and each.turn in ours]
        if grown:
            cursor.execute(TEXTS, _columns(grown, "turn", "lease", "answer", "text", "reasoning"))
    return ours


def _columns(rows: Iterable[Checkpoint], *names: str) -> list[list[object]]:
    return [[getattr(row, name) for row in rows] for name in names]
