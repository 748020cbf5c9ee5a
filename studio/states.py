"""The life of a job: its states, and which may follow which (design, section 4)."""

from django.db import models


class State(models.TextChoices):
    """Where a job is. The words are the interface's, too."""

    AWAITING = "awaiting", "waiting for a person's word"
    QUEUED = "queued", "queued"
    SUBMITTING = "submitting", "being submitted"
    RENDERING = "rendering", "rendering"
    FETCHING = "fetching", "being fetched"
    INSPECTING = "inspecting", "being checked"
    REVIEWING = "reviewing", "being looked at"
    READY = "ready", "ready"
    BLOCKED = "blocked", "not shown"
    REFUSED = "refused", "refused"
    FAILED = "failed", "failed"
    EXPIRED = "expired", "expired"
    CANCELLED = "cancelled", "cancelled"
    UNCERTAIN = "uncertain", "uncertain"


# An order is born in one of these: nothing has been sent yet.
BORN = frozenset({State.AWAITING, State.QUEUED, State.REFUSED})

NEXT: dict[State, frozenset[State]] = {
    State.AWAITING: frozenset({State.QUEUED, State.REFUSED, State.CANCELLED, State.EXPIRED}),
    State.QUEUED: frozenset({State.SUBMITTING, State.AWAITING, State.REFUSED, State.CANCELLED, State.FAILED}),
    State.SUBMITTING: frozenset(
        {
            State.QUEUED,  # proved not to have been sent, or turned away for now
            State.RENDERING,
            State.FETCHING,  # pictures come with the answer
            State.REFUSED,
            State.BLOCKED,
            State.FAILED,
            State.UNCERTAIN,
        }
    ),
    State.RENDERING: frozenset({State.FETCHING, State.BLOCKED, State.FAILED, State.EXPIRED, State.CANCELLED}),
    State.FETCHING: frozenset({State.INSPECTING, State.FAILED, State.EXPIRED, State.CANCELLED}),
    State.INSPECTING: frozenset({State.READY, State.REVIEWING, State.BLOCKED, State.FAILED, State.CANCELLED}),
    State.REVIEWING: frozenset({State.READY, State.BLOCKED}),
    State.UNCERTAIN: frozenset({State.RENDERING, State.CANCELLED}),
    State.READY: frozenset(),
    State.BLOCKED: frozenset(),
    State.REFUSED: frozenset(),
    State.FAILED: frozenset(),
    State.EXPIRED: frozenset(),
    State.CANCELLED: frozenset(),
}

# What a person ended a person may take back, and nobody else: a reviewer within seconds, or when an appeal was won.
TAKEN_BACK: dict[State, frozenset[State]] = {
    State.REFUSED: frozenset({State.AWAITING}),
    State.READY: frozenset({State.REVIEWING}),
    State.BLOCKED: frozenset({State.REVIEWING}),
}

ENDED = frozenset(state for state, following in NEXT.items() if not following)

# Only the owner knows how an uncertain job ends; the house does nothing more about it.
RESTING = ENDED | {State.UNCERTAIN}

# A process of ours does the next step, without asking anybody.
WORKED_ON = frozenset({State.QUEUED, State.SUBMITTING, State.RENDERING, State.FETCHING, State.INSPECTING})

# Nothing has left the house: a cancel ends the job and costs nothing.
UNSENT = frozenset({State.AWAITING, State.QUEUED})

# Something was sent: a cancel is a mark, acted on when the cost is known.
SENT = frozenset({State.SUBMITTING, State.RENDERING, State.FETCHING, State.INSPECTING})
