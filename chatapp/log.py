"""A turn's log: the Redis stream `turn:{public_id}:log`. The only place that knows the stream.

The id of an entry is `epoch-n`, so that a cursor is a place in the stream, an event can be written only once, and a relay
that lost its lease can write nothing below a newer epoch.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha1
from typing import Any, NamedTuple, cast
from uuid import UUID, uuid4

import hiredis
from django.conf import settings
from redis.exceptions import NoScriptError, ResponseError

from chatapp import events
from chatapp.events import Cursor, Event, Kind
from chatapp.fold import Fold, Gap
from foundation.redis import asynchronous, key, sync

Place = tuple[int, int]  # a cursor without ceremony: epoch, n
Entries = list[tuple[Place, bytes, bool]]  # each with its place, its frame, and whether it is the end
READ_AT_ONCE = 500  # entries of each log in one answer
TAKE_OVER_TRIES = 50  # of a log that grows meanwhile; each reads only what is new, so mostly the second is the last

# For each event: written if it is the next one, which the length of the stream tells; else the reason why not.
# Returns pairs (number of the event in the call, epoch of the last entry there is or -1).
APPEND = """
local function last_epoch(key)
  local entry = redis.call('XREVRANGE', key, '+', '-', 'COUNT', 1)[1]
  return entry and tonumber(string.match(entry[1], '^%d+')) or -1
end
local astray = {}
for i, key in ipairs(KEYS) do
  local at = i * 4 - 1
  local epoch, n, frame, ended = ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3]
  local fits
  if n == '1' then
    fits = last_epoch(key) < tonumber(epoch)
    if fits then redis.call('DEL', key) end
  else
    fits = redis.call('XLEN', key) == tonumber(n) - 1
  end
  if fits then
    local written
    if ended == '' then
      written = redis.pcall('XADD', key, epoch .. '-' .. n, 'f', frame)
    else
      written = redis.pcall('XADD', key, epoch .. '-' .. n, 'f', frame, 'x', '1')
    end
    fits = type(written) ~= 'table'
  end
  if not fits then
    astray[#astray + 1] = {i - 1, last_epoch(key)}
  elseif ended ~= '' then
    redis.call('EXPIRE', key, ARGV[2])
  elseif n == '1' then
    redis.call('EXPIRE', key, ARGV[1])
  end
end
return astray
"""
# Puts a log told anew in the place of the one that was read, unless that one has grown meanwhile.
REPLACE = """
local entry = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1]
if (entry and entry[1] or '') ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[1])
for i = 4, #ARGV do
  redis.call('XADD', KEYS[1], ARGV[2] .. '-' .. (i - 3), 'f', ARGV[i])
end
redis.call('EXPIRE', KEYS[1], ARGV[3])
return 1
"""
APPEND_SHA = sha1(APPEND.encode()).hexdigest()  # noqa: S324  how Redis names scripts


class Line:
    """A connection kept for one speaker, and spoken to without redis-py's ceremony.

    Packing a read of 200 logs takes redis-py more than a millisecond, and its answer three objects an entry; here both are
    left to hiredis.
    """

    def __init__(self) -> None:
        self._connection: Any = None

    async def ask(self, *command: bytes | str | int) -> Any:
        """Send one command and return its answer as it comes. Raises redis' errors; a broken connection is given up."""
        if self._connection is None:
            self._connection = await asynchronous().connection_pool.get_connection()  # type: ignore[no-untyped-call]
        try:
            packed = hiredis.pack_command(command)  # type: ignore[arg-type]  # its stub knows tuples of one
            await self._connection.send_packed_command([packed], check_health=False)
            return await self._connection.read_response()
        except ResponseError:
            raise
        except BaseException:  # also a read that was given up: its answer would be taken for the next one's
            connection, self._connection = self._connection, None
            await connection.disconnect(nowait=True)
            await asynchronous().connection_pool.release(connection)
            raise


class Entry(NamedTuple):
    """One event on its way into a log. A tuple: one is made for nearly every token."""

    turn: UUID
    key: str
    cursor: Cursor
    frame: bytes
    ends: bool


@dataclass(frozen=True, slots=True)
class Astray:
    """An entry the log did not take. `newer`: somebody else has begun a newer epoch; else Redis lost what was before."""

    entry: Entry
    newer: bool


def key_of(turn: UUID) -> str:
    """Where the log is."""
    return key("turn", turn, "log")


def numbered(turn: UUID, after: Cursor, told: Iterable[Event], key: str = "") -> list[Entry]:
    """Events as entries, numbered on from a cursor. Whoever asks often brings the log's key along."""
    key, name, epoch = key or key_of(turn), str(turn), after.epoch
    entries: list[Entry] = []
    for n, event in enumerate(told, after.n + 1):
        frame = events.frame(name, epoch, n, event)
        entries.append(Entry(turn, key, Cursor(epoch, n), frame, event.kind is Kind.END))
    return entries


class Pen:
    """Writes events of many turns in one round trip. Belongs to one relay."""

    def __init__(self) -> None:
        self._line = Line()

    async def append(self, entries: Sequence[Entry]) -> list[Astray]:
        """Write them; returns those that do not fit. Raises redis' errors."""
        keys, arguments = _arguments(entries)
        try:
            answer = await self._line.ask("EVALSHA", APPEND_SHA, len(keys), *keys, *arguments)
        except NoScriptError:  # a Redis that was started anew has forgotten it
            answer = await self._line.ask("EVAL", APPEND, len(keys), *keys, *arguments)
        return _astray(entries, answer)


def append_now(entries: Sequence[Entry]) -> list[Astray]:
    """The same once, from plain code."""
    answer = sync().register_script(APPEND)(*_arguments(entries))
    return _astray(entries, answer)


def read_now(turn: UUID) -> list[bytes]:
    """All frames of a log, from plain code; empty when there is none. Raises redis' errors."""
    found = cast(list[tuple[bytes, dict[bytes, bytes]]], sync().xrange(key_of(turn)))
    return [fields[b"f"] for _, fields in found]


def folded_now(turn: UUID) -> Fold:
    """The turn as its log tells it, from plain code."""
    folded = Fold()
    for frame in read_now(turn):
        folded.take(*events.parse(frame))
    return folded


def take_over_now(turn: UUID, epoch: int) -> Fold | None:
    """Tell what a log holds anew under this epoch: whoever wrote it can write no more. Returns exactly what was told.

    From an event that is missing or cannot be read on, nothing is told: the database has the rest. None: somebody newer
    has the log, or it would not keep still. Raises redis' errors.
    """
    told, last = Fold(), b""
    replace = sync().register_script(REPLACE)
    for _ in range(TAKE_OVER_TRIES):
        last = _read_on(turn, told, last)
        if last and int(last.partition(b"-")[0]) >= epoch:
            return None
        frames = [entry.frame for entry in numbered(turn, Cursor(epoch, 0), told.opening())]
        if replace([key_of(turn)], [last, epoch, _open_log_seconds(), *frames]):
            return told
    return None


def _read_on(turn: UUID, told: Fold, last: bytes) -> bytes:
    """Add what the log holds after `last`; returns the last there is."""
    found = sync().xrange(key_of(turn), min=b"(" + last if last else "-")
    for last, fields in cast(list[tuple[bytes, dict[bytes, bytes]]], found):  # noqa: B007  that is what is asked for
        with suppress(Gap, ValueError, LookupError, TypeError):  # nothing after it fits either, until a new epoch
            told.take(*events.parse(fields[b"f"]))
    return last


def forget_now(turns: Iterable[UUID]) -> None:
    """Remove logs before they expire (a purged conversation)."""
    keys = [key_of(turn) for turn in turns]
    if keys:
        sync().delete(*keys)


async def exists(turn: UUID) -> bool:
    """Whether the log is (still) there."""
    return bool(await asynchronous().exists(key_of(turn)))


class Tail:
    """One blocking read over many logs. `wake` ends it early, whenever it comes."""

    def __init__(self) -> None:
        self._line = Line()
        self._wake_key = key("reader", uuid4().hex, "wake")
        self._woken: bytes | str = "0-0"

    async def read(self, places: Mapping[str, Place]) -> list[tuple[str, Entries]]:
        """What each log (by key) holds after its place; waits for the first, at most REDIS_BLOCK_SECONDS."""
        block = int(settings.REDIS_BLOCK_SECONDS * 1000)
        ids = [f"{epoch}-{n}" for epoch, n in places.values()]
        begin = ("XREAD", "COUNT", READ_AT_ONCE, "BLOCK", block, "STREAMS")
        return self._sorted(await self._line.ask(*begin, self._wake_key, *places, self._woken, *ids))

    async def wake(self) -> None:
        """Let `read` return now, also if it is only about to begin."""
        await asynchronous().xadd(self._wake_key, {"w": "1"}, maxlen=1, approximate=False)
        await asynchronous().expire(self._wake_key, settings.LOG_EXPIRE_SECONDS)

    def _sorted(self, answer: Any) -> list[tuple[str, Entries]]:
        pairs = answer.items() if isinstance(answer, dict) else answer or ()
        found: list[tuple[str, Entries]] = []
        for name, entries in pairs:
            where = name.decode()
            if where == self._wake_key:
                self._woken = entries[-1][0]
            else:
                found.append((where, [_read(entry_id, fields) for entry_id, fields in entries]))
        return found


def _read(entry_id: bytes, fields: list[bytes]) -> tuple[Place, bytes, bool]:
    epoch, _, n = entry_id.partition(b"-")
    return (int(epoch), int(n)), fields[1], len(fields) > 2


def _arguments(entries: Sequence[Entry]) -> tuple[list[str], list[bytes | int]]:
    keys = [entry.key for entry in entries]
    # An open log outlives its turn's deadline; an ended one stays for whoever is about to read its end.
    arguments: list[bytes | int] = [
        _open_log_seconds(),
        settings.LOG_EXPIRE_SECONDS,
    ]
    for entry in entries:
        arguments += (entry.cursor.epoch, entry.cursor.n, entry.frame, b"1" if entry.ends else b"")
    return keys, arguments


def _open_log_seconds() -> int:
    return int(settings.TURN_DEADLINE_SECONDS) + settings.LOG_EXPIRE_SECONDS


def _astray(entries: Sequence[Entry], answer: object) -> list[Astray]:
    pairs = cast(list[list[int]], answer)
    return [Astray(entries[i], last > entries[i].cursor.epoch) for i, last in pairs]
