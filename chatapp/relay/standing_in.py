"""Who answers instead when the engine that was to is busy or away."""

import xai
from chatapp.engines import standing_in
from chatapp.relay import endings, handing_over
from chatapp.relay.carrier import Carrier
from chatapp.relay.handing_over import To
from xai.errors import RateLimited, Unavailable


def wanted(carrier: Carrier) -> To | None:
    """The engine that may answer instead; None: nobody, not for this failure, or not wished."""
    turn, error = carrier.turn, carrier.error
    refused = isinstance(error, RateLimited | Unavailable) and error.billed is xai.Billed.NO
    silent = not (carrier.cut or carrier.accepted or endings.has_new_text(carrier))
    if not (refused and silent and turn.may_stand_in and turn.send):
        return None
    request = turn.send.request
    tokens = handing_over.ceiling(request.messages) + (request.max_output_tokens or 0)
    other = standing_in.stand_in(turn.engine, tokens=tokens, pictures=handing_over.shows_pictures(request))
    return To(other, request.effort, {"instead_of": turn.engine.id}) if other else None
