"""One question to an engine, answered at once: titles, classifiers, captions. Hold, send, charge, settle.

A process that dies in between leaves an open send; the sweep books it when the call can no longer be running.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID, uuid4

import structlog
from django.conf import settings
from django.db import transaction

import xai
from accounts.models import User
from foundation import background_loop, request_id
from foundation.kill_points import reach
from usage import attempts, estimates, holds
from usage.models import Attempt, Charge, Hold, Payer
from xai.errors import Billed, TimedOut, XaiError
from xai.prices import ticks_for
from xai.values import Answer, ChatRequest, Engine, TokenPrices, Usage

log = structlog.get_logger(__name__)

ENDPOINTS: Mapping[str, str] = {"responses": "/v1/responses", "chat": "/v1/chat/completions"}
# For an engine nobody lists: the prices of the dearest one in the tables.
DEAREST = TokenPrices(prompt=20_000, cached=20_000, image=20_000, completion=60_000)


def ask(
    request: ChatRequest,
    *,
    purpose: str,
    owner: User | None,
    payer: Payer | str = Payer.HOUSE,
    subject: UUID | None = None,
) -> Answer:
    """Ask, wait for the whole answer (at most CALL_SECONDS), and book it. Not inside a transaction.

    `owner` is for whom, `payer` who pays, `subject` what it is about. Raises OverAllowance or OverBudget before anything
    is sent, and XaiError, booked or closed, after.
    """
    call = opened(request, purpose=purpose, owner=owner, payer=payer, subject=subject)
    reach("call.sending")
    try:
        answer = _answered(call.request)
    except XaiError as error:
        call.failed(error)
        raise
    reach("call.answered")
    call.answered(answer)
    return answer


@transaction.atomic(durable=True)
def opened(
    request: ChatRequest, *, purpose: str, owner: User | None, payer: Payer | str, subject: UUID | None
) -> "Call":
    """For whoever asks on a loop of its own: money and send, committed before a byte goes out; in somebody else's
    transaction they would not be. Send `request` of what is returned, then close it. Raises as `ask` does before it asks.
    """
    engine = _engine(request)
    about = subject or (owner.public_id if owner else uuid4())
    if payer == Payer.PERSON:
        assert owner is not None, "a person who pays must be named"
        hold = holds.reserve(owner, _ceiling(request, engine), purpose=purpose, subject=about)
    else:
        hold = holds.reserve_house(_ceiling(request, engine), purpose=purpose, subject=about, owner=owner)
    attempt = attempts.begin(
        hold,
        endpoint=ENDPOINTS[settings.XAI_ROUTE],
        engine=request.engine,
        request_id=request_id.current(),
        seconds=2 * settings.CALL_SECONDS,  # by then the call itself has been given up
    )
    return Call(replace(request, trace=attempt.trace), engine, hold, attempt)


def at_most(request: ChatRequest) -> int:
    """What would be put aside for this request, in ticks: the price to be shown before somebody asks for it."""
    return _ceiling(request, _engine(request))


def _engine(request: ChatRequest) -> Engine:
    return xai.known_engine(request.engine) or Engine(id=request.engine, prices=DEAREST)


def _ceiling(request: ChatRequest, engine: Engine) -> int:
    """The most it may cost, in ticks."""
    return estimates.chat_hold_ticks(
        engine,
        input_tokens=estimates.ceiling_tokens(
            (message.text for message in request.messages), pictures=request.picture_tokens
        ),
        max_output_tokens=request.max_output_tokens or settings.MAX_OUTPUT_TOKENS,
        effort=request.effort,
    )


def _answered(request: ChatRequest) -> Answer:
    """Ask on this process's loop. Too long a wait ends like any other whose fate is unknown: TimedOut."""

    async def asked() -> Answer:
        return await xai.upstream().answer(request)

    try:
        return background_loop.run(asked(), settings.CALL_SECONDS)
    except TimeoutError as error:
        raise TimedOut(code="call_timed_out") from error


@dataclass
class Call:
    """One call that may go out: what its engine costs, its money, its send, and when it began. Close it once."""

    request: ChatRequest
    engine: Engine
    hold: Hold
    attempt: Attempt
    _began: float = field(default_factory=time.monotonic)

    def answered(self, answer: Answer) -> Charge:
        """Book an answer: to the tick where the provider said it, else by its tokens, else by its length."""
        usage = answer.usage or self._guess(answer)
        exact = answer.usage is not None and usage.ticks is not None
        ticks = ticks_for(usage, self.engine.prices) if usage.ticks is None else usage.ticks
        with transaction.atomic():
            charge = attempts.charge(
                self.attempt,
                ticks=ticks,
                exact=exact,
                usage=usage,
                upstream_request_id=answer.request_id,
                status=200,
                last_token_ms=self._elapsed_ms(),
            )
            holds.settle(self.hold)
        return charge

    def failed(self, error: XaiError) -> None:
        """Book a failure: free; billed; or perhaps billed, and then the house's: the most it can have cost, estimated."""
        log.warning("call_failed", purpose=self.hold.purpose, trace=self.attempt.trace, **error.log_fields())
        with transaction.atomic():
            if error.billed is Billed.NO:
                attempts.not_billed(self.attempt, error_type=error.code, status=error.status)
            else:
                attempts.charge(
                    self.attempt,
                    ticks=self.hold.ticks if error.ticks is None else error.ticks,
                    exact=error.ticks is not None,
                    upstream_request_id=error.request_id,
                    status=error.status,
                    error_type=error.code,
                    last_token_ms=self._elapsed_ms(),
                    payer=None if error.billed is Billed.YES else Payer.HOUSE,
                )
            holds.settle(self.hold)

    def _guess(self, answer: Answer) -> Usage:
        """What it probably used, when the provider does not say."""
        return estimates.charge_for_cut(
            self.engine,
            texts=[message.text for message in self.request.messages],
            text=answer.text,
            reasoning=answer.reasoning,
            pictures=self.request.picture_tokens,
        )

    def _elapsed_ms(self) -> int:
        return round((time.monotonic() - self._began) * 1000)
