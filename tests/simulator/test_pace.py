"""Words come when they should."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.simulator.calls import Caller
from tests.support.simulator import Simulator


@pytest.mark.parametrize("route", ["chat", "responses"])
def test_tokens_come_by_an_absolute_schedule(call: Caller, route: str) -> None:
    started = time.monotonic()

    heard = call.hear(route, "[[scene:pace rate=100 tokens=60 first=0.1]]")

    took = heard.arrivals[-1] - started
    # 0.1 s and 59 gaps of 10 ms; never early, and late only by what the machine is busy with.
    assert 0.69 <= took < 3
    assert len(heard.arrivals) > 30


def test_a_stamped_token_is_its_number_and_the_time_it_left(call: Caller) -> None:
    before = time.monotonic_ns()

    heard = call.hear("responses", "[[scene:pace rate=200 tokens=40 stamp=1]]")

    stamps = [word.split(":") for word in heard.text.split()]
    times = [int(stamp) for _, stamp in stamps]
    assert [int(number) for number, _ in stamps] == list(range(40))
    assert times == sorted(times)
    assert before < times[0]
    assert times[-1] - times[0] >= 39 * 5_000_000 * 0.9


def test_a_flood_is_not_paced(call: Caller, stand_in: Simulator) -> None:
    started = time.monotonic()

    heard = call.hear("chat", "[[scene:flood tokens=5000]]")

    assert stand_in.requests()[0]["tokens"] == 5000
    assert heard.frames[-1] == "data: [DONE]"
    assert time.monotonic() - started < 5


def test_many_streams_at_once_are_all_complete(call: Caller, stand_in: Simulator) -> None:
    with ThreadPoolExecutor(30) as pool:
        heard = list(pool.map(lambda n: call.hear("responses", f"[[scene:pace rate=100 tokens=50]] {n}"), range(30)))

    assert len({one.text for one in heard}) == 1
    assert all(one.events[-1]["type"] == "response.completed" for one in heard)
    assert [row["tokens"] for row in stand_in.requests()] == [50] * 30
