"""The one pen of a relay: whatever Redis does to one reply, every other one is written to its end."""

import asyncio
from collections.abc import Iterable
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings as house_settings
from django.test import override_settings

from chatapp import engines, log
from chatapp.events import Event, Kind
from chatapp.models import State
from chatapp.relay.carrier import Carrier, Why
from chatapp.relay.claims import Claimed
from chatapp.relay.writer import Writer
from foundation.redis import asynchronous
from tests.chatapp.lines import BreakingLine

END = Event(Kind.END, state=State.FINISHED)


def carrier(writer: Writer, text: str) -> Carrier:
    """A reply that has this much to say."""
    claimed = Claimed(
        id=1,
        public_id=uuid4(),
        lease=uuid4(),
        epoch=1000,
        owner=uuid4(),
        conversation=uuid4(),
        answer_id=1,
        hold_id=1,
        hold_ticks=0,
        kept_text=text,
        request_id="r-1",
        engine=engines.known(house_settings.CHAT_ENGINE),
        stop_asked=False,
        given_up=False,
        turned_away=0,
        instead_of="",
        look="",
        may_stand_in=False,
        send=None,
    )
    return Carrier(claimed, writer)


async def written(writer: Writer, carriers: Iterable[Carrier]) -> None:
    """Write what they have to say."""
    for each in carriers:
        writer.grew(each)
    await writer.flush()


@pytest.mark.parametrize("only_the_answer", [False, True], ids=["never arrived", "answer lost"])
@pytest.mark.parametrize("at", [1, 2], ids=["saying what is lost", "told anew"])
def test_a_redis_that_fails_leaves_no_reply_without_its_end(tmp_path: Path, at: int, only_the_answer: bool) -> None:
    async def story() -> list[Carrier]:
        async with BreakingLine(tmp_path) as line:
            with override_settings(REDIS_URL=line.url):
                asynchronous()  # this loop's client: nobody else's goes through the line
            writer = Writer()
            carriers = [carrier(writer, f"Reply {number}") for number in range(6)]
            await written(writer, carriers)
            log.forget_now([each.turn.public_id for each in carriers[:4]])
            line.break_at(at, only_the_answer=only_the_answer)  # the first says what is lost, the second tells it anew
            for each in carriers:
                each.closing = True
                each.say_last([END], instead=False)
            writing = asyncio.create_task(writer.run())
            async with asyncio.timeout(10):
                await asyncio.gather(*(each.sealed.wait() for each in carriers))
            writing.cancel()
            assert line.broke.is_set()
            return carriers

    carriers = asyncio.run(story())

    told = [log.folded_now(each.turn.public_id) for each in carriers]
    assert [(fold.text, fold.ended) for fold in told] == [(f"Reply {number}", True) for number in range(6)]
    assert [each.cut for each in carriers] == [None] * 6


def test_a_relay_that_lost_a_turn_says_nothing_more_of_it() -> None:
    async def story() -> tuple[Carrier, Carrier]:
        writer = Writer()
        lost, other = carrier(writer, "Never to be read"), carrier(writer, "Reply")
        lost.end(Why.LOST)
        await written(writer, [lost, other])
        return lost, other

    lost, other = asyncio.run(story())

    assert log.read_now(lost.turn.public_id) == []
    assert log.folded_now(other.turn.public_id).text == "Reply"
