"""The provider's limits are counted where every process sees them, and alone in one process by the same rules."""

import asyncio
from collections.abc import Callable

import pytest

from foundation.limiter_store import RedisLimiterStore
from xai.limiter import LimiterStore
from xai.memory_store import InMemoryStore
from xai.settings import Limit

FREE = Limit(60_000_000)  # nothing in the way but what the test puts there
STORES: dict[str, Callable[[], LimiterStore]] = {"shared": RedisLimiterStore, "alone": InMemoryStore}


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest) -> LimiterStore:
    return STORES[request.param]()


async def go(store: LimiterStore, limit: Limit, *wishes: tuple[str, int]) -> list[bool]:
    return (await store.admit("grok", limit, wishes, fixed=False))[0]


async def cooled(store: LimiterStore) -> None:
    """Wait until the shortest cooling there is has passed."""
    left = 1.0
    while left:
        left, _ = await store.pace("grok")
        await asyncio.sleep(left)


def people(count: int) -> list[tuple[str, int]]:
    return [(f"turn-{n}", 0) for n in range(count)]


async def test_a_moment_lets_a_burst_go_and_says_when_the_next_may(store: LimiterStore) -> None:
    went, wait = await store.admit("grok", Limit(480), people(4), fixed=False)

    assert went == [True, True, False, False]
    assert 0.05 < wait <= 0.14


async def test_no_minute_sees_more_than_its_limit(store: LimiterStore) -> None:
    """Spaced by more than a minute's share from the first one on: a fixed window of the provider's never overflows."""
    went, wait = await store.admit("grok", Limit(2), people(2), fixed=False)

    assert went == [True, False]
    assert 30 < wait <= 31


async def test_tokens_are_counted_by_the_minute_and_given_back(store: LimiterStore) -> None:
    limit = Limit(60_000_000, tokens_per_minute=1_000)
    assert await go(store, limit, ("a", 700), ("b", 200), ("c", 200)) == [True, True, False]

    _, wait = await store.admit("grok", limit, [("c", 200)], fixed=False)
    await store.settle("grok", "a", reserved=700, used=100, age=0, well=True)

    assert 58 < wait <= 62
    assert await go(store, limit, ("c", 200)) == [True]


async def test_one_that_is_larger_than_the_whole_minute_goes_alone(store: LimiterStore) -> None:
    limit = Limit(60_000_000, tokens_per_minute=1_000)

    assert await go(store, limit, ("huge", 5_000), ("small", 1)) == [True, False]


async def test_a_429_leaves_the_engine_alone_and_halves_how_many_go_at_once(store: LimiterStore) -> None:
    assert all(await go(store, FREE, *people(8)))
    await store.keep("grok", [key for key, _ in people(8)], 60)

    await store.heed("grok", 30)
    await store.heed("grok", 1)  # of the same burst: neither shorter nor halved again

    _, wait = await store.admit("grok", FREE, [("next", 0)], fixed=False)
    assert 29 < wait <= 30
    assert (await store.admit("another", FREE, [("next", 0)], fixed=False))[0] == [True]


async def test_after_the_cooling_half_as_many_go_and_each_good_answer_lets_the_number_grow(store: LimiterStore) -> None:
    await go(store, FREE, *people(4))
    await store.heed("grok", 0)  # four were under way: two from now on
    for key, _ in people(4):
        await store.settle("grok", key, reserved=0, used=0, age=0, well=False)
    await cooled(store)

    assert await go(store, FREE, *people(4)) == [True, True, False, False]
    for key in ("turn-0", "turn-1"):
        await store.settle("grok", key, reserved=0, used=0, age=0, well=True)
    assert await go(store, FREE, *people(4)) == [True, True, False, False]
    for key in ("turn-0", "turn-1"):
        await store.settle("grok", key, reserved=0, used=0, age=0, well=True)
    assert await go(store, FREE, *people(4)) == [True, True, True, False]


async def test_what_has_ended_is_not_kept_under_way(store: LimiterStore) -> None:
    """The keeping and the end may cross on their way."""
    await go(store, FREE, ("ended", 0), ("going", 0))
    await store.settle("grok", "ended", reserved=0, used=0, age=0, well=True)

    await store.keep("grok", ["ended", "going"], 60)

    assert await go(store, FREE, ("ended", 0), ("going", 0)) == [True, False]


async def test_what_is_under_way_is_let_in_once(store: LimiterStore) -> None:
    """Two relays see the same row: one gets the ticket."""
    assert await go(store, FREE, ("turn", 0)) == [True]

    assert await go(store, FREE, ("turn", 0), ("other", 0)) == [False, True]


async def test_what_a_process_learned_outranks_what_another_believes_but_not_a_setting(store: LimiterStore) -> None:
    await store.learned("grok", Limit(2))

    assert (await store.admit("grok", FREE, people(2), fixed=True))[0] == [True, True]
    assert (await store.admit("grok", FREE, people(4)[2:], fixed=False))[0] == [True, False]


async def test_the_pace_is_who_went_lately_and_how_long_nobody_will(store: LimiterStore) -> None:
    await go(store, FREE, *people(15))
    await store.heed("grok", 12)

    wait, per_second = await store.pace("grok")

    assert 11 < wait <= 12
    assert per_second in (15, 7.5)  # the second may have turned meanwhile


async def test_many_takers_share_one_bucket() -> None:
    limit, count = Limit(960), 12
    one, two = RedisLimiterStore(), RedisLimiterStore()

    async def ask(store: RedisLimiterStore, n: int) -> bool:
        return (await store.admit("grok", limit, [(f"{id(store)}-{n}", 0)], fixed=False))[0][0]

    went = await asyncio.gather(*[ask(store, n) for store in (one, two) for n in range(count)])

    assert 4 <= went.count(True) <= 5
