"""The provider's limits are counted where every process sees them."""

import asyncio

from foundation.limiter_store import RedisLimiterStore


async def test_a_bucket_gives_a_seconds_worth_and_then_says_how_long_to_wait() -> None:
    store = RedisLimiterStore()

    waits = [await store.take("grok", 1, per_second=5) for _ in range(8)]

    assert waits[:5] == [0, 0, 0, 0, 0]
    assert all(0 < wait <= 0.8 for wait in waits[6:])


async def test_two_takers_share_one_bucket() -> None:
    one, two = RedisLimiterStore(), RedisLimiterStore()

    waits = await asyncio.gather(*[store.take("grok", 1, per_second=4) for store in (one, two) for _ in range(6)])

    assert 4 <= waits.count(0) <= 5


async def test_a_cooled_bucket_gives_nothing_until_it_has_cooled() -> None:
    store = RedisLimiterStore()
    await store.cool("grok", 30)

    wait = await store.take("grok", 1, per_second=100)

    assert 29 < wait <= 30
    assert await store.take("another", 1, per_second=100) == 0


async def test_a_short_cooling_never_shortens_a_long_one() -> None:
    store = RedisLimiterStore()
    await store.cool("grok", 30)
    await store.cool("grok", 1)

    assert await store.take("grok", 1, per_second=100) > 29
