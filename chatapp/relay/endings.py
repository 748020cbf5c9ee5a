"""From what a carrier has seen to how its turn ends, and what is known of the cost."""

from typing import Any

import xai
from chatapp import notices
from chatapp.closing import Bill, Ending
from chatapp.models import State
from chatapp.relay.carrier import Carrier, Why
from usage.models import Payer
from xai.errors import RateLimited
from xai.prices import ticks_for
from xai.values import Finished, Usage

# Each time the engine is left alone for longer (xai/limiter.py); after the last one a person is told.
MOST_TURNED_AWAY = 5


def of(carrier: Carrier) -> tuple[Ending, Bill]:
    """How the turn ends, now that there is nothing more to hear."""
    return _asked(carrier) if carrier.asked else _unasked(carrier)


def goes_back(carrier: Carrier) -> bool:
    """Whether the provider was only too busy: the turn waits in line, and nothing was billed."""
    error = carrier.error
    busy = isinstance(error, RateLimited) and error.billed is xai.Billed.NO
    silent = not (carrier.cut or has_new_text(carrier))
    return busy and silent and carrier.turn.turned_away < MOST_TURNED_AWAY


def has_new_text(carrier: Carrier) -> bool:
    """Whether a word of the answer came that was not kept from before."""
    return len(carrier.text()) > len(carrier.turn.kept_text)


def _unasked(carrier: Carrier) -> tuple[Ending, Bill]:
    """Nothing left the house: stopped, given up, too late, or its files could not be had."""
    turn = carrier.turn
    if turn.stop_asked:
        state, notice = State.STOPPED, ""
    elif carrier.cut:
        state, notice = _state_and_notice(carrier)
    elif carrier.unready:
        state, notice = State.FAILED, carrier.unready
    else:
        state, notice = State.FAILED, "gave_up" if turn.given_up else "too_late"
    return Ending(state, turn.kept_text, notice=notice), Bill(error_type="not_sent")


def _asked(carrier: Carrier) -> tuple[Ending, Bill]:
    carrier.judge_ends()
    state, notice = _state_and_notice(carrier)
    ending = Ending(
        state,
        text=carrier.text(),
        reasoning=carrier.reasoning(),
        label=carrier.label,
        notice=notice,
        verdict=carrier.verdict,
        facts=_facts(carrier),
    )
    return ending, _bill(carrier)


def _state_and_notice(carrier: Carrier) -> tuple[State, str]:
    with_text = bool(carrier.text())
    if carrier.verdict is not None:
        return State.WITHHELD, "withheld"
    if carrier.finished is not None:
        return _of_finished(carrier.finished, with_text)
    if carrier.cut is Why.STOP:
        return State.STOPPED, ""
    if carrier.cut is Why.SPENT:
        return State.INTERRUPTED, "spent"
    if carrier.cut is Why.LEAVING:
        return State.INTERRUPTED, "restarted"
    if carrier.cut is Why.BROKEN:
        return (State.INTERRUPTED if with_text else State.FAILED), "ours"
    if carrier.error is None:  # an end without a finish marker and without an error: xai promises there is none
        return (State.INTERRUPTED, "cut") if with_text else (State.FAILED, "broke")
    code = notices.code_for(carrier.error, with_text=has_new_text(carrier))
    if code in notices.REFUSALS:
        return State.REFUSED, code
    return (State.INTERRUPTED if with_text else State.FAILED), code


def _of_finished(finished: Finished, with_text: bool) -> tuple[State, str]:
    if finished.reason == "filtered":
        return (State.INTERRUPTED if with_text else State.REFUSED), "filtered"
    if not with_text:
        return State.FAILED, "empty"
    return State.FINISHED, "length" if finished.reason == "length" else ""


def _facts(carrier: Carrier) -> dict[str, Any]:
    sent = carrier.turn.send.context if carrier.turn.send else None
    facts: dict[str, Any] = {"thinking_ms": carrier.thinking_ms}
    if sent is not None:
        facts |= {"prompt_version": sent.prompt_version, "left_out": sent.left_out, "summary": sent.summary}
    if (finished := carrier.finished) is not None:
        facts |= {
            "engine_used": (finished.engine or "")[:120],
            "fingerprint": (finished.fingerprint or "")[:120],
            "response_id": (finished.response_id or "")[:120],
            "reason": finished.reason,
        }
    return facts


def _bill(carrier: Carrier) -> Bill:
    usage, exact = _usage(carrier)
    error = carrier.error
    accepted = carrier.accepted
    upstream_id = (accepted.request_id if accepted else None) or (error.request_id if error else None)
    return Bill(
        usage=usage,
        exact=exact,
        upstream_request_id=upstream_id or "",
        status=200 if accepted else (error.status if error else None),
        error_type=error.code if error else (carrier.cut or ""),
        first_token_ms=carrier.first_ms,
        last_token_ms=carrier.last_ms,
        # Nobody knows whether it was accepted: that is no reason to ask the person for money.
        payer=None if accepted else Payer.HOUSE,
    )


def _usage(carrier: Carrier) -> tuple[Usage | None, bool]:
    """What it used, and whether the provider said so. None: it was not billed."""
    if carrier.finished is not None and (said := carrier.finished.usage) is not None:
        if said.ticks is not None:
            return said, True
        return _priced(said, ticks_for(said, carrier.turn.engine.prices)), False
    if carrier.error is not None:
        if carrier.error.billed is xai.Billed.NO:
            return None, False
        if carrier.error.ticks is not None:
            return _priced(carrier.running.usage(), carrier.error.ticks), True
    if not carrier.left:  # stopped while it still waited for a connection
        return None, False
    return carrier.running.usage(), False


def _priced(usage: Usage, ticks: int) -> Usage:
    return Usage(
        usage.input_tokens,
        usage.cached_tokens,
        usage.image_tokens,
        usage.output_tokens,
        usage.reasoning_tokens,
        usage.total_tokens,
        ticks,
    )
