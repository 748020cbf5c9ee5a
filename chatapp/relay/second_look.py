"""What kind of question is it? Where the rules are not sure and who answers depends on it, a cheap engine is asked first.

It has AUTO_ASKS_SECONDS; whatever goes wrong, the rules' choice stands. It is asked once for a turn, whoever carries it: that
it is asked is written down before it is, and that this is over before the question leaves. The person pays for an answer that
came in time, and the receipt says so; one that is late, lost with its relay or of unknown fate is the house's.
"""

import asyncio
import json

import structlog
from django.conf import settings
from django.db import transaction

import xai
from chatapp import context, receipts
from chatapp.closing import Bill
from chatapp.engines import helping, on_offer
from chatapp.engines.router import PURPOSE, Facts, Kind, Routed, route
from chatapp.engines.router.words import ASKED
from chatapp.models import Look, Turn
from chatapp.relay import handing_over
from chatapp.relay.carrier import Carrier, Why
from chatapp.relay.claims import Claimed, Send
from chatapp.relay.handing_over import Handed, To
from chatapp.threads import AWAY, Threads
from foundation.kill_points import reach
from usage import calls
from usage.calls import Call
from usage.limits import NoMoney
from usage.models import Payer
from xai.errors import FateUnknown, NotSent, XaiError
from xai.values import Answer, ChatMessage, ChatRequest

logger = structlog.get_logger(__name__)

PROMPT = "router-1"
MAX_TOKENS = 60
HEAD, TAIL = 2_000, 500  # characters: what is asked stands at the beginning or at the end
SCHEMA = {
    "type": "object",
    "properties": {"kind": {"type": "string", "enum": [kind.value for kind in Kind]}},
    "required": ["kind"],
    "additionalProperties": False,
}


async def taken(carrier: Carrier, threads: Threads) -> bool:
    """Ask, if it is wanted; True: another engine answers than the one this turn was claimed for, and it waits for that."""
    turn, send = carrier.turn, carrier.turn.send
    if not turn.look or send is None or carrier.cut:
        return False
    carrier.say_choosing()
    kind = await _kind(carrier, threads)
    if carrier.cut:
        return False
    try:
        to = await threads.persist(_chosen, turn, send, kind)
        if to is not None:
            if await _handed_over(carrier, send, to, threads):
                logger.info("engine_chosen", turn=str(turn.public_id), engine=to.engine.id, kind=kind)
                carrier.say_waiting()
                return True
            await threads.persist(_settled, turn)
    except NotOurs:
        carrier.end(Why.LOST)
    carrier.say_connecting()
    return False


class NotOurs(Exception):
    """Another relay has the turn by now, and sends it."""


async def _handed_over(carrier: Carrier, send: Send, to: To, threads: Threads) -> bool:
    """False: there is no money for the other. Raises NotOurs."""
    carrier.closing = True  # from here on it is whoever's who takes it next
    handed = await threads.persist(handing_over.hand_over, carrier.turn, send, to, Bill(error_type="not_sent"))
    carrier.closing = handed is Handed.OVER
    if handed is Handed.NOT_OURS:
        raise NotOurs
    return carrier.closing


async def _kind(carrier: Carrier, threads: Threads) -> Kind | None:
    """What it says; None: nothing that helps."""
    turn = carrier.turn
    try:
        call = await threads.run(_opened, turn)
    except AWAY:
        return None
    if call is None:
        return None
    reach("turn.looking")
    trail, answer, failure = xai.Trail(), None, None
    try:
        async with asyncio.timeout(settings.AUTO_ASKS_SECONDS):
            answer = await carrier.unless_cut(xai.upstream().answer(call.request, trail))
    except XaiError as error:
        failure = error
    except TimeoutError:
        pass
    if answer is None:  # of what has left nobody knows whether it is billed
        given_up = FateUnknown(code="given_up") if trail.left else NotSent(code="given_up")
        await threads.persist(call.failed, failure or given_up)
        return None
    await threads.persist(_booked, turn, call, answer)
    reach("turn.looked")
    return read(answer.text)


def read(said: str) -> Kind | None:
    """Its answer is somebody else's text: one of our words, or nothing."""
    try:
        found = json.loads(said)
        return Kind(found["kind"])
    except (ValueError, KeyError, TypeError):
        return None


def _opened(turn: Claimed) -> Call | None:
    """That it is asked, then its money and its send. None: not ours, asked before, or no money for it."""
    ours = Turn.objects.filter(pk=turn.id, lease=turn.lease, look__in=[Look.BOTH, Look.ENGINE])
    if not ours.update(look=Look.BEGUN):
        return None
    row = Turn.objects.select_related("owner", "prompt").get(pk=turn.id)
    try:
        return calls.opened(
            _request(row.prompt.text), purpose=PURPOSE, owner=row.owner, payer=Payer.PERSON, subject=turn.public_id
        )
    except NoMoney:
        return None


def _request(question: str) -> ChatRequest:
    helper = helping.helper()
    shown = question if len(question) <= HEAD + TAIL else f"{question[:HEAD]}\n[…]\n{question[-TAIL:]}"
    return ChatRequest(
        engine=helper.engine,
        effort=helper.effort,
        messages=(ChatMessage("system", context.prompt(PROMPT)), ChatMessage("user", shown)),
        max_output_tokens=MAX_TOKENS,
        json_schema=SCHEMA,
        patience_seconds=settings.AUTO_ASKS_SECONDS,
    )


@transaction.atomic
def _booked(turn: Claimed, call: Call, answer: Answer) -> None:
    Turn.objects.filter(pk=turn.id).update(looked=receipts.looked(call.answered(answer)))


def _chosen(turn: Claimed, send: Send, kind: Kind | None) -> To | None:
    """Who answers such a question; None: the one that was to, as hard as it was to, and the row says why by now.

    Raises NotOurs: the engine has had its time, and the lease perhaps, too.
    """
    if kind is None:
        _settled(turn)
        return None
    row = Turn.objects.select_related("prompt").get(pk=turn.id)
    routed = _routed(row, send, kind)
    effort = routed.effort if turn.look == Look.BOTH else row.effort
    because = {"chosen_because": f"{ASKED}{routed.because}"}
    if (routed.engine.id, effort) == (row.engine, row.effort):
        _settled(turn, **because)
        return None
    return To(routed.engine, effort or None, because | {"effort": effort})


def _settled(turn: Claimed, **told: str) -> None:
    """Who answers is settled, and the question may leave: from here on the reaper takes it for sent. Raises NotOurs."""
    if not Turn.objects.filter(pk=turn.id, lease=turn.lease).update(look=Look.NONE, **told):
        raise NotOurs


def _routed(row: Turn, send: Send, kind: Kind) -> Routed:
    before = (
        Turn.objects.filter(answer=row.prompt.parent_id).exclude(chosen_because="") if row.prompt.parent_id else None
    )
    facts = Facts(
        on_offer(),
        input_tokens=handing_over.ceiling(send.request.messages),
        output_tokens=send.request.max_output_tokens or 0,
        pictures=handing_over.shows_pictures(send.request, beside=send.context.project_files),
        must_see=handing_over.shows_pictures(send.request),
        before=(before.values_list("engine", flat=True).first() or "") if before is not None else "",
    )
    return route(row.prompt.text, facts, kind)
