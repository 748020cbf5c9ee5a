"""What the answer to an order means: sent or not, billed or not, and where the job goes (reliability, section 3).

not sent                        nobody was asked                queued again, with backoff
turned away for now             429, 503 with its own body      queued again, not before Retry-After
refused                         other 4xx                       refused, or failed when it is our account
made and withheld               moderation of the result        blocked, and billed
unknown                         timeout, cut, 5xx, nonsense     uncertain: never sent again by itself
"""

import random
from dataclasses import dataclass

from django.conf import settings

from studio.outcomes import Outcome
from studio.states import State
from xai import errors

LONGEST_PAUSE_SECONDS = 60.0
# What waits for days fails thousands of times: from here on the count says nothing more, and would not fit its column.
MOST_TRIES = 100


@dataclass(frozen=True, slots=True)
class Fate:
    """Where a failed send leads. `billed`: the provider asks money for it."""

    to: State
    outcome: Outcome
    billed: bool = False


TURNED_AWAY = Fate(State.QUEUED, Outcome.BUSY)
NOT_SENT = Fate(State.QUEUED, Outcome.UNREACHABLE)
UNKNOWN = Fate(State.UNCERTAIN, Outcome.FATE_UNKNOWN)

# The first class that fits counts.
REFUSALS: tuple[tuple[type[errors.XaiError], Fate], ...] = (
    (errors.NotSent, NOT_SENT),
    (errors.RateLimited, TURNED_AWAY),
    (errors.Unavailable, TURNED_AWAY),
    (errors.SafetyRefused, Fate(State.REFUSED, Outcome.SAFETY)),
    (errors.WrongKey, Fate(State.FAILED, Outcome.HOUSE_ACCOUNT)),
    (errors.NoCredit, Fate(State.FAILED, Outcome.HOUSE_ACCOUNT)),
    (errors.NotPermitted, Fate(State.FAILED, Outcome.HOUSE_ACCOUNT)),
    (errors.EngineUnknown, Fate(State.FAILED, Outcome.ENGINE_GONE)),
    (errors.NotThere, Fate(State.FAILED, Outcome.ENGINE_GONE)),
    (errors.Refused, Fate(State.REFUSED, Outcome.INVALID)),
)


def of_a_send(error: Exception) -> Fate:
    """Where a send that raised this leads. What we cannot prove to be free is unknown."""
    if not isinstance(error, errors.XaiError) or error.billed == errors.Billed.UNKNOWN:
        return UNKNOWN
    if isinstance(error, errors.Moderated):
        return Fate(State.BLOCKED, Outcome.MODERATED, billed=True)
    if error.billed == errors.Billed.YES:  # answered and billed, with nothing in it we could show
        return Fate(State.FAILED, Outcome.DAMAGED, billed=True)
    for kind, fate in REFUSALS:
        if isinstance(error, kind):
            return fate
    return UNKNOWN


def pause_seconds(tries: int, retry_after: float | None = None) -> float:
    """How long to wait after so many failed tries: doubling, with jitter, never before the provider's own word."""
    longest: float = min(settings.STUDIO_RETRY_SECONDS * 2**tries, LONGEST_PAUSE_SECONDS)
    return max(longest * random.uniform(0.5, 1), retry_after or 0)
