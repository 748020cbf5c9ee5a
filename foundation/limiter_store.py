"""The provider's limits, counted where every process can see them. `xai/memory_store.py` is the same for one process."""

import random
from collections.abc import Sequence
from typing import Any, cast

from foundation.redis import asynchronous, key
from xai.memory_store import (
    CLAIM_SECONDS,
    FORGET_SECONDS,
    LATELY,
    LONGEST_COOLING,
    WINDOW,
    burst,
    interval,
)
from xai.settings import Limit

# Three keys an engine: `pace` (scalars), `window` (tokens and requests by second), `running` (who, until when).
# Time is the server's, so that clocks need not agree; scripts are one step, so that no two processes see the same room.
KEPT_SECONDS = 86_400  # what was learned of an engine's limits
BEGIN = """
local time = redis.call('TIME')
local second = tonumber(time[1])
local now = second * 1000 + math.floor(time[2] / 1000)
"""
# One number says how full the requests' bucket is: when it would be empty (the generic cell rate algorithm).
ADMIT = (
    BEGIN
    + """
local rpm, burst, interval, tpm = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local claim, window = tonumber(ARGV[5]), tonumber(ARGV[6])
local p = redis.call('HMGET', KEYS[1], 'cool_until', 'empty_at', 'most', 'most_until', 'rpm', 'burst', 'interval', 'tpm')
if ARGV[7] == '' and p[5] then
  rpm, burst, interval, tpm = tonumber(p[5]), tonumber(p[6]), tonumber(p[7]), tonumber(p[8])
end
local cooled = tonumber(p[1] or '0') - now
local empty_at = math.max(tonumber(p[2] or '0'), now)
local most = math.huge
if p[3] and tonumber(p[4] or '0') > now then most = math.floor(tonumber(p[3])) end
redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', now)
local running = redis.call('ZCARD', KEYS[3])
local spent, seconds, flat = 0, {}, redis.call('HGETALL', KEYS[2])
for i = 1, #flat, 2 do
  local at = tonumber(string.sub(flat[i], 2))
  if at <= second - window then
    redis.call('HDEL', KEYS[2], flat[i])
  elseif string.sub(flat[i], 1, 1) == 't' then
    spent = spent + tonumber(flat[i + 1])
    seconds[#seconds + 1] = {at, tonumber(flat[i + 1])}
  end
end
table.sort(seconds, function(one, other) return one[1] < other[1] end)

local function until_tokens(tokens)
  if tpm == 0 or spent == 0 or spent + tokens <= tpm then return nil end
  local left = spent
  for _, each in ipairs(seconds) do
    left = left - each[2]
    if left <= 0 or left + tokens <= tpm then return math.max((each[1] + window) * 1000 - now, 1) end
  end
  return 1000
end
local function obstacle(name, tokens)
  if cooled > 0 then return cooled end
  if name ~= '' and running >= most then return 0 end
  local early = rpm > 0 and empty_at + interval - now - burst * interval or 0
  if early > 0.5 then return math.ceil(early) end
  return until_tokens(tokens)
end

local answer, stopped, wait = {}, false, 0
local tokens_taken, requests_taken = 0, 0
for i = 8, #ARGV, 2 do
  local name, tokens = ARGV[i], tonumber(ARGV[i + 1])
  local may = not (name ~= '' and redis.call('ZSCORE', KEYS[3], name))
  if may and not stopped then
    local blocked = obstacle(name, tokens)
    if blocked then stopped, wait = true, math.ceil(blocked) end
  end
  may = may and not stopped
  if may then
    if rpm > 0 then empty_at = empty_at + interval end
    if spent == 0 and tokens > 0 then seconds[#seconds + 1] = {second, 0} end
    spent = spent + tokens
    tokens_taken, requests_taken = tokens_taken + tokens, requests_taken + 1
    if name ~= '' then
      redis.call('ZADD', KEYS[3], now + claim, name)
      running = running + 1
    end
  end
  answer[#answer + 1] = may and 1 or 0
end
if requests_taken > 0 then
  redis.call('HSET', KEYS[1], 'empty_at', string.format('%.3f', empty_at))
  redis.call('HINCRBY', KEYS[2], 'n' .. second, requests_taken)
  redis.call('HINCRBY', KEYS[2], 't' .. second, tokens_taken)
  redis.call('EXPIRE', KEYS[1], 86400)
  redis.call('EXPIRE', KEYS[2], window + 10)
  redis.call('EXPIRE', KEYS[3], 3600)
end
answer[#answer + 1] = wait
return answer
"""
)
SETTLE = (
    BEGIN
    + """
redis.call('ZREM', KEYS[3], ARGV[1])
local field = 't' .. math.floor((now - tonumber(ARGV[3])) / 1000)
if redis.call('HEXISTS', KEYS[2], field) == 1 and redis.call('HINCRBY', KEYS[2], field, ARGV[2]) < 0 then
  redis.call('HSET', KEYS[2], field, 0)
end
if ARGV[4] == '1' then
  local most = tonumber(redis.call('HGET', KEYS[1], 'most') or '0')
  if most > 0 then redis.call('HSET', KEYS[1], 'most', string.format('%.4f', most + 1 / most), 'strikes', 0) end
end
return 0
"""
)
# Many 429s of one burst are one: what was sent before we knew halves nothing again.
HEED = (
    BEGIN
    + """
local p = redis.call('HMGET', KEYS[1], 'cool_until', 'most', 'most_until', 'strikes')
local cool_until, most = tonumber(p[1] or '0'), nil
local strikes = tonumber(p[3] or '0') > now and tonumber(p[4] or '0') or 0
if p[2] and tonumber(p[3] or '0') > now then most = tonumber(p[2]) end
if cool_until <= now then
  strikes = strikes + 1
  redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', now)
  local running = redis.call('ZCARD', KEYS[3])
  most = math.max(1, math.floor(math.min(most or math.huge, running) / 2))
end
local wait = tonumber(ARGV[1])
if wait == 0 then wait = math.min(1000 * 2 ^ (math.max(strikes, 1) - 1), tonumber(ARGV[2])) * tonumber(ARGV[3]) end
cool_until = math.max(cool_until, now + math.max(wait, 1000))
redis.call('HSET', KEYS[1], 'cool_until', string.format('%.3f', cool_until), 'most', most or 1,
  'most_until', now + tonumber(ARGV[4]), 'strikes', strikes)
redis.call('EXPIRE', KEYS[1], 86400)
return 0
"""
)
PACE = (
    BEGIN
    + """
local went, first, flat = 0, second, redis.call('HGETALL', KEYS[2])
for i = 1, #flat, 2 do
  if string.sub(flat[i], 1, 1) == 'n' and tonumber(string.sub(flat[i], 2)) > second - tonumber(ARGV[1]) then
    went = went + tonumber(flat[i + 1])
    first = math.min(first, tonumber(string.sub(flat[i], 2)))
  end
end
local cooled = math.ceil(tonumber(redis.call('HGET', KEYS[1], 'cool_until') or '0') - now)
return {math.max(0, cooled), went, second - first + 1}
"""
)
KEEP = (
    BEGIN
    + """
for i = 2, #ARGV do redis.call('ZADD', KEYS[3], 'XX', now + tonumber(ARGV[1]), ARGV[i]) end
redis.call('EXPIRE', KEYS[3], 3600)
return 0
"""
)


class RedisLimiterStore:
    """What `xai` counts its limits in; handed in by `config`."""

    async def admit(
        self, engine: str, limit: Limit, wishes: Sequence[tuple[str, int]], *, fixed: bool
    ) -> tuple[list[bool], float]:
        """Let in as many of these (key, tokens) as may go now; and the seconds until the next may, 0: unknown."""
        flat = [part for wish in wishes for part in wish]
        said = await _run(
            ADMIT, engine, *_numbers(limit), CLAIM_SECONDS * 1000, WINDOW, "fixed" if fixed else "", *flat
        )
        return [may == 1 for may in said[:-1]], said[-1] / 1000

    async def keep(self, engine: str, keys: Sequence[str], seconds: float) -> None:
        """Of these, those that have not ended are under way for so long at least."""
        await _run(KEEP, engine, seconds * 1000, *keys)

    async def settle(self, engine: str, key: str, *, reserved: int, used: int, age: float, well: bool) -> None:
        """One that was let in `age` seconds ago has ended."""
        await _run(SETTLE, engine, key, used - reserved, age * 1000, "1" if well else "")

    async def heed(self, engine: str, seconds: float) -> None:
        """The provider said "too many": leave it alone, and fewer at once."""
        jitter = random.uniform(1, 1.25)
        await _run(HEED, engine, seconds * 1000, LONGEST_COOLING * 1000, jitter, FORGET_SECONDS * 1000)

    async def learned(self, engine: str, limit: Limit) -> None:
        """The provider's headers say this."""
        rpm, most, step, tpm = _numbers(limit)
        name = _keys(engine)[0]
        await asynchronous().hset(name, mapping={"rpm": rpm, "burst": most, "interval": step, "tpm": tpm})
        await asynchronous().expire(name, KEPT_SECONDS)

    async def pace(self, engine: str) -> tuple[float, float]:
        """Seconds in which nobody goes, and how many went lately, a second."""
        wait, went, span = await _run(PACE, engine, LATELY)
        return wait / 1000, went / span


def _keys(engine: str) -> list[str]:
    return [key("limit", engine, part) for part in ("pace", "window", "running")]


def _numbers(limit: Limit) -> tuple[float, float, float, float]:
    """As the scripts want them; milliseconds."""
    rpm = limit.requests_per_minute
    return rpm, burst(rpm), interval(rpm) * 1000, limit.tokens_per_minute


async def _run(script: str, engine: str, *arguments: Any) -> Any:
    client = asynchronous()
    return cast(Any, await client.eval(script, 3, *_keys(engine), *[str(each) for each in arguments]))
