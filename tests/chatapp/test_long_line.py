"""A long line costs the house little: few trips to tell it, few looks while it stands, and no ticket is lost in a crowd."""

import asyncio
import time

import pytest
from django.db import transaction
from pytest_django import Settings

from accounts.models import User
from chatapp import hints
from chatapp.hints import Hint
from chatapp.line import telling
from chatapp.models import State, Turn
from chatapp.relay.run import STANDING_SECONDS
from chatapp.threads import Threads
from foundation import limiter_store, redis
from tests.chatapp.relays import RunningRelay, ask, ended, somebody_waits, until
from tests.support.simulator import Simulator
from usage.models import Hold


@pytest.fixture(autouse=True)
def one_engine(settings: Settings) -> None:
    """Nobody else stands in for the engine everybody waits for."""
    settings.FALLBACK_ENGINE = "off"


# --- telling -------------------------------------------------------------------------------------------------------------


def trips() -> int:
    """How often Valkey has read from a socket until now."""
    return int(redis.sync().info("stats")["total_reads_processed"])


def calls(command: str) -> int:
    """How often anybody gave Valkey this command until now."""
    return int(redis.sync().info("commandstats").get(f"cmdstat_{command}", {"calls": 0})["calls"])


async def tell() -> None:
    threads = Threads()
    await telling.tell(threads)
    threads.close()


@pytest.mark.django_db(transaction=True)
def test_telling_a_long_line_its_places_takes_no_trip_for_each(alice: User, settings: Settings) -> None:
    settings.MAX_WRITING_TURNS_PER_PERSON = 100
    for number in range(24):
        ask(alice, f"Number {number}?")
    published, before = calls("publish"), trips()

    asyncio.run(tell())

    assert calls("publish") == published + 24
    assert trips() - before < 15


# --- looking -------------------------------------------------------------------------------------------------------------


def test_a_line_that_stands_is_not_ranked_anew_for_each_who_joins_it(
    alice: User, relay: RunningRelay, simulator: Simulator
) -> None:
    simulator.set_scene("rate_limited retry_after=30", routes=["responses"])
    turn = ask(alice, "Why?")
    until(lambda: Turn.objects.filter(pk=turn.pk, state=State.WAITING, turned_away=1).exists(), "back in line")
    looks, began = calls("eval"), time.monotonic()

    for _ in range(300):
        hints.ring_now(Hint.NEW, turn.public_id)

    most = (time.monotonic() - began) / STANDING_SECONDS + 6  # each look at a line asks the limiter
    assert calls("eval") - looks < most


# --- letting in ----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_ticket_outlasts_a_claim_that_takes_long(
    alice: User, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the turn is let in a second time, by another relay, and is not counted as under way when it is."""
    monkeypatch.setattr(limiter_store, "CLAIM_SECONDS", 1)
    turn, relay = ask(alice, "Why?"), RunningRelay()
    running = redis.key("limit", turn.engine, "running")

    def kept_until() -> float:
        return float(redis.sync().zscore(running, str(turn.public_id)) or 0)

    with transaction.atomic():
        Hold.objects.select_for_update().get(pk=turn.hold.pk)  # no send can be written down for it
        relay.start()
        until(somebody_waits, "the claim waits")
        first = kept_until()
        until(lambda: kept_until() > first, "the ticket is kept")

    assert ended(turn).state == State.FINISHED
    relay.stop()
    assert len(simulator.requests(route="responses", helper=False)) == 1
