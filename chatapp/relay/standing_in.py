"""Gives a turn whose engine is busy or away to another engine: back to waiting, under the other's name.

One transaction: the send is closed as not billed, the hold grows if the other is dearer, and whoever takes the turn next
finds it as any other. A relay that dies before or after loses nothing.
"""

from django.db import transaction

import xai
from chatapp import closing, hints
from chatapp.closing import Bill
from chatapp.engines import standing_in
from chatapp.files import refs
from chatapp.models import Turn
from chatapp.relay import endings
from chatapp.relay.carrier import Carrier
from chatapp.relay.claims import Claimed
from foundation.kill_points import reach
from usage import estimates, holds
from usage.limits import NoMoney
from usage.models import Attempt, Hold
from xai.catalogue import fitting
from xai.errors import RateLimited, Unavailable
from xai.values import ChatRequest, Engine


def wanted(carrier: Carrier) -> Engine | None:
    """The engine that may answer instead; None: nobody, not for this failure, or not wished."""
    turn, error = carrier.turn, carrier.error
    refused = isinstance(error, RateLimited | Unavailable) and error.billed is xai.Billed.NO
    silent = not (carrier.cut or carrier.accepted or endings.has_new_text(carrier))
    if not (refused and silent and turn.may_stand_in and turn.send):
        return None
    request = turn.send.request
    tokens = _ceiling(request) + (request.max_output_tokens or 0)
    pictures = any(ref.is_picture for each in request.messages for ref in refs.files_of(each))
    return standing_in.stand_in(turn.engine, tokens=tokens, pictures=pictures)


def hand_over(turn: Claimed, other: Engine, bill: Bill) -> bool:
    """Let the other engine answer. False: it is not ours any more, or there is no money for the other."""
    try:
        return _hand_over(turn, other, bill)
    except NoMoney:
        return False


@transaction.atomic
def _hand_over(turn: Claimed, other: Engine, bill: Bill) -> bool:
    assert turn.send is not None
    _cover(turn, other)
    if not closing.hand_back(turn.id, turn.lease, _attempt(turn), bill, elsewhere=True):
        return False
    Turn.objects.filter(pk=turn.id).update(engine=other.id, instead_of=turn.engine.id)
    hints.ring(hints.Hint.NEW, turn.public_id)
    reach("turn.handing_over")
    return True


def _cover(turn: Claimed, other: Engine) -> None:
    """Hold as much as the other may cost. Raises NoMoney."""
    assert turn.send is not None
    request = turn.send.request
    most = estimates.chat_hold_ticks(
        other,
        input_tokens=_ceiling(request),
        max_output_tokens=request.max_output_tokens or 0,
        effort=fitting(request.effort, other),
    )
    hold = Hold.objects.get(pk=turn.hold_id)
    if most > hold.ticks:
        holds.grow(hold, most - hold.ticks)


def _ceiling(request: ChatRequest) -> int:
    """The most that it may be billed as; its files are not loaded yet, only named."""
    return estimates.ceiling_tokens((each.text for each in request.messages), pictures=refs.ceiling(request.messages))


def _attempt(turn: Claimed) -> Attempt | None:
    return turn.send.attempt if turn.send else None
