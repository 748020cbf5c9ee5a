"""The provider's limits, counted where every process can see them."""

from typing import cast

from foundation.redis import asynchronous, key

# A token bucket by the generic cell rate algorithm: one number per bucket, the time at which it would be empty.
# Returns the milliseconds to wait (0: taken). Time is the server's, so that clocks need not agree.
TAKE = """
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local cooled = tonumber(redis.call('GET', KEYS[2]) or '0')
if cooled > now then return math.ceil(cooled - now) end
local interval = tonumber(ARGV[1])
local burst = tonumber(ARGV[2])
local empty_at = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now)
local wait = empty_at - burst - now
if wait > 0 then return math.ceil(wait) end
local refilled = empty_at + interval * tonumber(ARGV[3])
redis.call('SET', KEYS[1], string.format('%.3f', refilled), 'PX', math.ceil(refilled - now + 1000))
return 0
"""

COOL = """
local time = redis.call('TIME')
local until_ms = time[1] * 1000 + time[2] / 1000 + tonumber(ARGV[1])
if until_ms > tonumber(redis.call('GET', KEYS[1]) or '0') then
  redis.call('SET', KEYS[1], string.format('%.3f', until_ms), 'PX', math.ceil(tonumber(ARGV[1]) + 1000))
end
return 0
"""


class RedisLimiterStore:
    """What `xai` counts its limits in; handed in by `config`."""

    async def take(self, bucket: str, cost: float, per_second: float) -> float:
        """Take `cost` from a bucket that refills at `per_second`; returns seconds to wait, 0 when taken."""
        interval_ms = 1000 / per_second
        burst_ms = 1000.0  # one second's worth may go at once
        wait = await asynchronous().eval(
            TAKE, 2, key("limit", bucket), key("cool", bucket), str(interval_ms), str(burst_ms), str(cost)
        )
        return cast(int, wait) / 1000

    async def cool(self, bucket: str, seconds: float) -> None:
        """The provider said "too many": nobody takes from this bucket for a while."""
        await asynchronous().eval(COOL, 1, key("cool", bucket), str(seconds * 1000))
