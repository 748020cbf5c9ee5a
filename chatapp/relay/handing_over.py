"""Gives a turn to another engine before a word of it was said: back to waiting, under the other's name.

One transaction: the send is closed as not billed, the hold grows if the other is dearer, and whoever takes the turn next
finds it as any other. A relay that dies before or after loses nothing.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from django.db import transaction

from chatapp import closing, context, hints
from chatapp.closing import Bill
from chatapp.files import refs
from chatapp.models import Turn
from chatapp.relay import asking_less
from chatapp.relay.claims import Claimed, Send
from foundation.kill_points import reach
from usage import estimates, holds
from usage.limits import NoMoney
from usage.models import Hold
from xai.catalogue import fitting
from xai.values import ChatMessage, ChatRequest, Engine


@dataclass(frozen=True, slots=True)
class To:
    """Who is to answer, and how hard it thinks. `told`: what the turn's row says of it from then on."""

    engine: Engine
    effort: str | None
    told: Mapping[str, Any] = field(default_factory=dict)


class Handed(Enum):
    """What came of it. Where there is no money nothing has changed, and whoever had the turn has it still."""

    OVER = auto()
    NO_MONEY = auto()
    NOT_OURS = auto()  # another relay has it: say nothing, send nothing


def hand_over(turn: Claimed, send: Send, to: To, bill: Bill) -> Handed:
    """Let the other engine answer."""
    try:
        return Handed.OVER if _hand_over(turn, send, to, bill) else Handed.NOT_OURS
    except NoMoney:
        return Handed.NO_MONEY


@transaction.atomic
def _hand_over(turn: Claimed, send: Send, to: To, bill: Bill) -> bool:
    if not closing.hand_back(turn.id, turn.lease, send.attempt, bill, elsewhere=True):
        return False
    _cover(turn, to)
    Turn.objects.filter(pk=turn.id).update(engine=to.engine.id, **to.told)
    hints.ring(hints.Hint.NEW, turn.public_id)
    reach("turn.handing_over")
    return True


def _cover(turn: Claimed, to: To) -> None:
    """Hold as much as the other may cost: it may read more of the conversation than the first had room for. Raises NoMoney."""
    row = Turn.objects.select_related("than__answer").get(pk=turn.id)
    path = context.path_to(row.prompt_id)
    room = asking_less.answer_tokens(row, path)
    built = context.of_turn(row, path, engine=to.engine, room_tokens=room)
    most = estimates.chat_hold_ticks(
        to.engine,
        input_tokens=ceiling(built.messages),
        max_output_tokens=room,
        effort=fitting(to.effort, to.engine),
    )
    hold = Hold.objects.get(pk=turn.hold_id)
    if most > hold.ticks:
        holds.grow(hold, most - hold.ticks)


def ceiling(messages: Sequence[ChatMessage]) -> int:
    """The most that they may be billed as; their files are not loaded yet, only named."""
    return estimates.ceiling_tokens((each.text for each in messages), pictures=refs.ceiling(messages))


def shows_pictures(request: ChatRequest, *, beside: Collection[int] = ()) -> bool:
    """Whether only an engine that sees can answer it; with `beside`, pictures other than these."""
    shown = (ref for each in request.messages for ref in refs.files_of(each))
    return any(ref.is_picture and ref.pk not in beside for ref in shown)
