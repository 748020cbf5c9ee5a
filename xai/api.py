"""The keyed door to the provider: one request with its limits, clocks, tries and refusals.

The only place that holds the key, and it goes to the base URL's own host: addresses are made here from paths,
nothing is redirected, and downloads pass through another door.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

import httpx
import structlog

from xai import errors, reading, refusals
from xai.exchange import Clocks, Exchange, Trail
from xai.limiter import Limiter
from xai.patience import Patience
from xai.pools import Pool
from xai.settings import XaiSettings

logger = structlog.get_logger("xai")
Result = TypeVar("Result")

AGENT = "Salon/1"
UNSAFE = re.compile(r"[^A-Za-z0-9._:-]")
ERROR_BYTES = 256 << 10
OTHER = "other"  # the bucket of calls that belong to no engine


@dataclass(frozen=True, slots=True)
class Call:
    """One request of ours. `free`: it only reads, so it may be sent again whatever became of it.

    `admitted`: somebody has a ticket for it, and waits in a line of their own when the provider says "too many".
    """

    method: str
    path: str
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    engine: str = OTHER
    tokens: int = 0
    trace: str = ""
    free: bool = False
    admitted: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """What answer is wanted. `empty`: a 200 may say anything, also an error of the thing asked about."""

    max_bytes: int
    statuses: tuple[int, ...] = (200,)
    empty: bool = False


class Reply:
    """A whole answer, whatever its status."""

    def __init__(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.status = status
        self.headers = headers
        self.body = body
        self.request_id = headers.get("x-request-id") or None

    @cached_property
    def value(self) -> reading.Json:
        """The JSON object in it, an empty one if there is none."""
        try:
            return reading.mapping(reading.parsed(self.body))
        except ValueError:
            return reading.NOTHING


class Api:
    """Sends calls. Belongs to one event loop."""

    def __init__(self, settings: XaiSettings, limiter: Limiter) -> None:
        self._settings = settings
        self.limiter = limiter

    async def persist(self, call: Call, patience: Patience, send: Callable[[], Awaitable[Result]]) -> Result:
        """Send within the limits, and again where that is safe and useful."""

        admitted = call.admitted

        async def once() -> Result:
            nonlocal admitted
            if not admitted:
                await self.limiter.admit(call.engine, 0 if call.admitted else call.tokens, patience)
            admitted = False  # the ticket is for one request
            try:
                return await send()
            except errors.XaiError as error:
                failure = error.of_a_free_call() if call.free else error
            if call.admitted and isinstance(failure, errors.RateLimited):
                failure.may_retry = False  # not from here: others wait before us
            raise failure

        async def told(failure: errors.XaiError, pause: float | None) -> None:
            logger.info("The provider did not serve a request.", **self._noted(call, failure, pause))
            if isinstance(failure, errors.RateLimited) and failure.status is not None:
                await self.limiter.heed(call.engine, failure.retry_after)

        return await patience.persist(once, told)

    async def whole(
        self, call: Call, pool: Pool, clocks: Clocks, patience: Patience, *, terms: "Terms", trail: Trail | None = None
    ) -> Reply:
        """Send and read the whole answer. One of another status, or a 200 that holds an error, is raised."""
        trail = trail or Trail()

        async def send() -> Reply:
            trail.tried(exchange := self.exchange(call, pool, clocks, terms.max_bytes))
            try:
                response = await exchange.open()
                self.check_encoding(response)
                wanted = response.status_code in terms.statuses
                body = await (everything(exchange) if wanted else beginning(exchange))
            finally:
                exchange.close()
            reply = Reply(response.status_code, response.headers, body)
            if not wanted:
                raise self.refusal(reply)
            if reply.status == 200:
                await self.limiter.learn(call.engine, reply.headers)
                if not terms.empty:
                    self.check(reply)
            return reply

        async def noted() -> Reply:
            try:
                return await send()
            except errors.XaiError as error:
                if error.billed is errors.Billed.NO:
                    trail.tried(None)
                raise

        return await self.persist(call, patience, noted)

    def check(self, reply: Reply) -> None:
        """Raises for a 200 that holds an error, or no JSON object at all."""
        if reply.value is reading.NOTHING:
            raise errors.Unreadable(status=reply.status, request_id=reply.request_id)
        if refusals.is_error(reply.value):
            raise self.refusal(reply)

    def exchange(self, call: Call, pool: Pool, clocks: Clocks, max_bytes: int) -> Exchange:
        """A request, not yet sent, with the key on it."""
        settings = self._settings
        headers = {
            "User-Agent": AGENT,
            "Accept-Encoding": "identity",  # one compressed packet can grow a thousandfold
            **call.headers,
        }
        if settings.api_key:
            headers["Authorization"] = f"Bearer {settings.api_key}"
        if call.body is not None:
            headers["Content-Type"] = "application/json"
        if call.trace:
            headers["X-Request-Id"] = UNSAFE.sub("", call.trace)[:128]
        url = f"{settings.base_url}{call.path}"
        request = httpx.Request(call.method, url, headers=headers, content=call.body)
        return Exchange(pool, request, clocks, max_bytes=max_bytes, key=settings.api_key)

    def refusal(self, reply: Reply) -> errors.XaiError:
        """The error that this answer stands for."""
        return refusals.refusal(reply.status, reply.headers, reply.body, key=self._settings.api_key)

    async def heard_from(self, call: Call, response: httpx.Response) -> None:
        """An answer came: its headers tell the limits."""
        await self.limiter.learn(call.engine, response.headers)

    def check_encoding(self, response: httpx.Response) -> None:
        """Raises Unreadable for an answer that is compressed although we asked for plain bytes."""
        if response.headers.get("content-encoding", "identity").lower() not in ("", "identity"):
            raise errors.Unreadable(
                code="encoded_answer", status=response.status_code, request_id=response.headers.get("x-request-id")
            )

    def _noted(self, call: Call, failure: errors.XaiError, pause: float | None) -> dict[str, object]:
        return {"path": call.path, "engine": call.engine, "trace": call.trace, "pause": pause, **failure.log_fields()}


async def everything(exchange: Exchange) -> bytes:
    """The whole body. Each read restarts the idle clock; the total runs on."""
    parts: list[bytes] = []
    while chunk := await exchange.read():
        exchange.heard()
        parts.append(chunk)
    return b"".join(parts)


async def beginning(exchange: Exchange) -> bytes:
    """As much of an error's body as comes and is of use; a status is an answer even when its body breaks off."""
    parts: list[bytes] = []
    size = 0
    exchange.heard()
    try:
        while size < ERROR_BYTES and (chunk := await exchange.read()):
            parts.append(chunk)
            size += len(chunk)
    except errors.FateUnknown:
        pass
    return b"".join(parts)
