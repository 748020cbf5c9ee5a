"""From an admitted question to a given answer: the part both text routes share."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from aiohttp import web

from simulator import header_set, tokens
from simulator.catalogue import LanguageModel
from simulator.conversation import Conversation, Said
from simulator.refusals import encoded
from simulator.replies.titles import is_helper
from simulator.scenes import Ending, Play
from simulator.speech import HIDDEN_THOUGHT, Bill, prepare
from simulator.staging import begin, given_instead, note, plan, stage_before
from simulator.telling import Frames, Telling
from simulator.wire import Wire, hang_up
from simulator.world import WORLD, World

MESSAGES_KEPT, SAID_KEPT = 12, 300  # of a request, in its record


@dataclass
class Asked:
    """An admitted question, and how its route dresses the answer."""

    route: str
    model: LanguageModel
    conversation: Conversation
    effort: str | None
    most: int | None
    stream: bool
    priority: bool
    affinity: str
    frames: Callable[[Telling], Frames]
    whole: Callable[[Telling], dict[str, object]]


async def answer(request: web.Request, asked: Asked) -> web.StreamResponse:
    """Play the scenes, enter the request in the log, and give the answer."""
    world = request.app[WORLD]
    conversation = asked.conversation
    cues, play = plan(request, asked.route, conversation.asked, conversation.cues, helper=is_helper(conversation))
    record = note(request, asked.route, asked.model.id, conversation.asked, cues)
    record.said = [f"{said.role}: {said.text[:SAID_KEPT]}" for said in conversation.said[-MESSAGES_KEPT:]]
    record.stream, record.helper = asked.stream, is_helper(conversation)
    bill = billed(world, asked, play)
    record.input_tokens, record.cached = bill.text_input + bill.pictures, bill.cached
    record.ticks = bill.ticks(record)
    if (too_many := world.limits.refusal(world.journal.records.values(), record)) is not None:
        return given_instead(world, too_many, record, lambda: None)
    if (staged := await stage_before(request, play, record, lambda: begin(world, record))) is not None:
        return staged
    speech = prepare(play, conversation, asked.model, asked.effort, asked.most, world.stage.again)
    telling = Telling(play, speech, record, bill)
    begin(world, record)
    world.tellings[record.id] = telling
    try:
        return await (told if asked.stream else sent_whole)(request, world, asked, telling)
    except (asyncio.CancelledError, ConnectionError):
        close(world, telling, world.how_lost())
        raise
    finally:
        world.tellings.pop(record.id, None)


def billed(world: World, asked: Asked, play: Play) -> Bill:
    """The input side of the bill. The beginning that an affine conversation has sent before is cached, in steps of 128."""
    hidden = tokens.HIDDEN_REASONING if asked.model.reasons else tokens.HIDDEN_PLAIN
    text = asked.conversation.text_tokens + hidden
    said = asked.conversation.said
    place = (asked.model.id, asked.affinity)  # each model has a cache of its own
    before = world.contexts.get(place, ()) if asked.affinity else ()
    known = max(128, hidden + beginning(before, said)) if before else 128
    if asked.affinity:
        world.contexts[place] = said
    effort = asked.effort or asked.model.default_effort or "medium"
    factor = HIDDEN_THOUGHT.get(effort, 4) if play.thinking_tokens is None else 1
    return Bill(
        asked.model, text, min(known, text) // 128 * 128, asked.conversation.picture_tokens, asked.priority, factor
    )


def beginning(before: Sequence[Said], said: Sequence[Said]) -> int:
    """How many tokens both begin with: any change to an earlier message ends the match there."""
    same = 0
    for old, new in zip(before, said, strict=False):
        if old != new:
            return same + (tokens.count(alike(old.text, new.text)) if old.role == new.role else 0)
        same += new.tokens
    return same


def alike(one: str, other: str) -> str:
    """What both texts begin with."""
    return "".join(a for a, _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def close(world: World, telling: Telling, how: str) -> None:
    """Enter the end of an answer in the log, once."""
    world.tellings.pop(telling.record.id, None)
    if not telling.record.ended:
        telling.settle()
        world.journal.end(telling.record, how)
        world.connections.ended(telling.record.id, how)


async def sent_whole(request: web.Request, world: World, asked: Asked, telling: Telling) -> web.StreamResponse:
    """The answer in one piece."""
    await telling.wait_all()
    if telling.play.ending is not None:
        return await broken_off(request, world, asked, telling, telling.play.ending)
    telling.record.status = 200
    close(world, telling, "finished")
    headers = header_set.inference(telling.record.id) | world.limits.headers()
    headers |= header_set.timings(
        telling.started, telling.first_at or time.monotonic(), time.monotonic(), telling.record.tokens
    )
    usual = telling.play.content_type == "text/event-stream"
    headers["Content-Type"] = "application/json" if usual else telling.play.content_type
    response = web.Response(body=encoded(asked.whole(telling)), headers=headers)
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response.enable_compression(web.ContentCoding.gzip)
    return response


async def broken_off(
    request: web.Request, world: World, asked: Asked, telling: Telling, ending: Ending
) -> web.StreamResponse:
    """Half of the answer's body, and then silence or the end of the connection. All of it is billed."""
    body = encoded(asked.whole(telling))
    headers = header_set.inference(telling.record.id) | world.limits.headers()
    response = web.StreamResponse(headers={**headers, "Content-Type": "application/json"})
    response.content_length = len(body)
    telling.record.status = 200
    await response.prepare(request)
    await response.write(body[: len(body) // 2])
    if ending.how == "hang":
        await asyncio.Event().wait()
    close(world, telling, "cut")
    hang_up(request, reset=ending.how == "reset")
    return response


async def told(request: web.Request, world: World, asked: Asked, telling: Telling) -> web.StreamResponse:
    """The answer as a stream."""
    wire = Wire(request, telling.play, header_set.inference(telling.record.id) | world.limits.headers())
    frames = asked.frames(telling)
    telling.record.status = 200
    await wire.open()
    ending = await telling.stream(wire, frames)
    if ending is not None:
        await play_ending(world, telling, wire, frames, ending)
        return wire.response
    close(world, telling, "finished")
    await wire.send(frames.closing(telling))
    await wire.close()
    return wire.response


async def play_ending(world: World, telling: Telling, wire: Wire, frames: Frames, ending: Ending) -> None:
    """Stop in the middle, the way the scene says."""
    if ending.how == "hang":
        await asyncio.Event().wait()
    close(world, telling, "error told" if ending.how == "error" else "cut")
    if ending.how == "error":
        await wire.send(frames.error(ending.frame))
    if ending.how == "finish":
        await wire.send(frames.finishing(telling))
    if ending.how in ("close", "reset"):
        wire.hang_up(reset=ending.how == "reset")
    else:
        await wire.close()
