"""From any cursor, over reconnects, on both routes: the very letters the provider sent."""

import base64
import random

import pytest

from accounts.models import User
from chatapp import log
from chatapp.events import Cursor, Event, Kind
from chatapp.fold import Fold, fold
from chatapp.models import State
from tests.chatapp.relays import ask, ended
from tests.chatapp.tabs import Tab
from tests.support.processes import Processes, Web
from tests.support.simulator import Simulator

# Multi-byte letters, joined emoji, line separators of Unicode, controls a terminal would obey, text like our own frames.
ODD = (
    "Grüße, שלום, 你好, नमस्ते — 👩‍👩‍👧‍👦🏳️‍🌈 e\u0301\u2028line\u2029paragraph\u0085next\r\n\ttab "
    'data: [DONE]\n\nevent: x\n{"turn":"x","e":1,"n":1,"k":"end"} \\u2028 \\ud83d \ufeff\u200b\u00ad <b>&amp;</b> 𝄞𐍈\n'
)
ROUTES = ("responses", "chat")


def saying(text: str, *scenes: str) -> str:
    """A question that makes the stand-in say exactly this."""
    echo = f"[[scene:echo base64={base64.b64encode(text.encode()).decode()} chunk=3]]"
    return " ".join(["Say it.", echo, *(f"[[scene:{scene}]]" for scene in scenes)])


SCENES = ["drip bytes=1", "drip bytes=3", "crlf", "unknown_events", "pace rate=300"]


@pytest.mark.parametrize("route", ROUTES)
def test_every_letter_arrives_as_it_was_sent(
    alice: User, processes: Processes, simulator: Simulator, web: Web, route: str
) -> None:
    processes.relay(XAI_ROUTE=route)

    for scene in SCENES:
        turn = ask(alice, saying(ODD * 2, scene))
        with Tab(web, alice) as tab:
            tab.watch(turn)
            read = tab.read(turn)

        answered = ended(turn)
        assert (scene, read.text) == (scene, ODD * 2)
        assert (scene, answered.state, answered.answer.text) == (scene, State.FINISHED, ODD * 2)

    assert [request["route"] for request in simulator.requests(accepted=True)] == [route] * len(SCENES)


def test_from_every_cursor_the_rest_is_what_is_missing(
    alice: User, processes: Processes, simulator: Simulator, web: Web
) -> None:
    processes.relay(RELAY_TICK_MS="1")
    turn = ended(ask(alice, saying(ODD * 3, "pace rate=200")))
    frames = log.read_now(turn.public_id)
    assert len(frames) > 30

    with Tab(web, alice) as tab:
        for known in range(len(frames)):
            have = fold(frames[:known])
            tab.folds[str(turn.public_id)] = have
            tab.watch(turn, have.cursor)
            assert tab.read(turn) == fold(frames)


def test_a_tab_that_comes_and_goes_misses_nothing(
    alice: User, processes: Processes, simulator: Simulator, web: Web
) -> None:
    other = processes.web(1)
    processes.relay()
    turn = ask(alice, saying(ODD * 4, "pace rate=120"))
    have, connections = Fold(), 0

    while not have.ended:
        connections += 1
        with Tab(random.choice([web, other]), alice) as tab:
            tab.folds[str(turn.public_id)] = have
            tab.watch(turn, have.cursor)
            tab.read(turn, letters=len(have.text) + random.randint(5, 60))

    assert connections > 3
    assert have.text == ended(turn).answer.text == ODD * 4


def test_a_cursor_from_before_the_log_was_told_anew_gets_all_of_it(
    alice: User, processes: Processes, simulator: Simulator, web: Web
) -> None:
    processes.relay()
    turn = ended(ask(alice, saying(ODD)))
    old = fold(log.read_now(turn.public_id))
    anew = [Event(Kind.TEXT, text=old.text), Event(Kind.END, state=old.state)]
    log.append_now(log.numbered(turn.public_id, Cursor(old.cursor.epoch + 1, 0), anew))

    with Tab(web, alice) as tab:
        tab.watch(turn, Cursor(old.cursor.epoch, 2))
        read = tab.read(turn)

    assert read.text == ODD
    assert read.cursor == Cursor(old.cursor.epoch + 1, 2)
