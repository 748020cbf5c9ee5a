"""Spending in tests, through the same doors as the rooms."""

import uuid

from accounts.models import User
from usage import attempts, holds
from usage.limits import TICKS_PER_USD
from usage.models import Attempt, Charge, Hold
from xai.values import Usage

CENT = TICKS_PER_USD // 100


def held(owner: User, ticks: int, purpose: str = "reply", **changes: float) -> Hold:
    """A hold for something of this person's."""
    return holds.reserve(owner, ticks, purpose=purpose, subject=uuid.uuid4(), **changes)


def sent(hold: Hold, *, engine: str = "grok-4.7", payer: str | None = None) -> Attempt:
    """A send under a hold."""
    return attempts.begin(hold, endpoint="/v1/responses", engine=engine, request_id=uuid.uuid4().hex, payer=payer)


def bought(
    owner: User, ticks: int, *, hold: int | None = None, engine: str = "grok-4.7", purpose: str = "reply"
) -> Charge:
    """Something held, sent, answered, charged and settled."""
    kept = held(owner, ticks if hold is None else hold, purpose)
    usage = Usage(input_tokens=1_200, cached_tokens=128, output_tokens=340, reasoning_tokens=90, total_tokens=1_630)
    entry = attempts.charge(
        sent(kept, engine=engine),
        ticks=ticks,
        exact=True,
        usage=usage,
        upstream_request_id=str(uuid.uuid4()),
        status=200,
        first_token_ms=412,
        last_token_ms=3_870,
    )
    holds.settle(kept)
    return entry
