"""The one door to the provider: what can be asked of it."""

import asyncio
import io
import time
from collections.abc import Callable
from functools import partial
from typing import BinaryIO, TypeVar

import httpx

from xai import catalogue, downloads, errors, parameters, patience, pictures, reading, videos
from xai.api import Api, Call, Reply, Terms, beginning, everything
from xai.catalogue import Catalogue
from xai.chat import ChatRoute
from xai.exchange import Clocks, Exchange, Trail
from xai.limiter import Limiter, LimiterStore, Ticket
from xai.pools import Pools
from xai.price_tables import MediaPrices
from xai.responses import ResponsesRoute
from xai.routes import Route, packed
from xai.settings import XaiSettings
from xai.sse import SseParser
from xai.stream import Opened, ReplyStream, Tell
from xai.values import (
    Answer,
    ChatRequest,
    Engine,
    FilmRequest,
    Finished,
    KeyState,
    MediaRequest,
    PictureRequest,
    Pictures,
    ReasoningDelta,
    StreamEvent,
    TextDelta,
    VideoProgress,
)

Asked = TypeVar("Asked", bound=MediaRequest)

ROUTES: dict[str, Route] = {"responses": ResponsesRoute(), "chat": ChatRoute()}
CHARACTERS_A_TOKEN = 4  # a guess that only the limiter uses
USUAL_OUTPUT = 1000
# How many times the patience for a first word, by effort; an engine that takes none and thinks is in the middle.
THINKS_LONGER = {"none": 1, "minimal": 1, "low": 2, "medium": 4, "high": 8, "xhigh": 16}
ALWAYS_THINKS = "medium"
PICTURE_BYTES = 32 << 20
UPLOAD_BYTES_A_SECOND = 2 << 20  # a slow line out of a house
POLLED = (200, 202, 400, 404, 410)


class Upstream:
    """The provider, for one event loop. Every call raises XaiError and nothing else."""

    def __init__(self, settings: XaiSettings, store: LimiterStore, known: Catalogue) -> None:
        self._settings = settings
        self._known = known
        self._route = ROUTES[settings.route]
        self._pools = Pools(settings)
        limits = catalogue.known_limits(), catalogue.default_limit()
        self._api = Api(settings, Limiter(store, settings.limits, *limits, self._name))

    # --- chat ---

    @property
    def limiter(self) -> Limiter:
        """Who may go now. Whoever has a ticket sends with `admitted`."""
        return self._api.limiter

    def stream(self, request: ChatRequest, *, admitted: bool = False) -> ReplyStream:
        """A reply as it arrives. Nothing is sent before the first event is asked for."""
        settings = self._settings
        parser = SseParser(max_line=settings.max_line_bytes, max_event=settings.max_event_bytes)

        async def open_it(tried: Tell) -> Opened:
            call = await self._chat(request, stream=True, admitted=admitted)
            opening = partial(self._open, call, request, tried)
            return await self._api.persist(call, patience.of_a_reply(settings, request.patience_seconds), opening)

        return ReplyStream(open_it, parser, settings.tail_seconds)

    async def answer(self, request: ChatRequest, trail: Trail | None = None) -> Answer:
        """A whole reply at once. Raises XaiError. Whoever may give it up asks the `trail` whether it had left by then."""
        settings = self._settings
        call = await self._chat(request, stream=False)
        clocks = self._clocks(first=settings.read_seconds, total=settings.read_seconds)
        terms = Terms(settings.max_answer_bytes)
        ticket = Ticket(self._name(request.engine), "", call.tokens)
        patient = patience.of_a_reply(settings, request.patience_seconds)
        reply = await self._api.whole(call, self._pools.calls, clocks, patient, terms=terms, trail=trail)
        answer = self._route.answer(reply.value, request, reply.request_id)
        await self.limiter.settle(ticket, answer.usage.total_tokens if answer.usage else None, well=True)
        return answer

    # --- pictures and videos ---

    async def imagine(self, request: PictureRequest) -> Pictures:
        """Make pictures, of words or of pictures.

        Raises Moderated (billed) when all were withheld; never repeated when its fate is unknown.
        """
        settings = self._settings
        call = await self._paid(pictures.path(request), pictures.body, request)
        clocks = self._clocks(first=settings.picture_seconds, total=settings.picture_seconds, body=call.body)
        terms = Terms(settings.max_pictures_bytes)
        reply = await self._api.whole(call, self._pools.media, clocks, patience.of_a_job(settings), terms=terms)
        return await pictures.pictures(reply, self._fetched)

    async def start_video(self, request: FilmRequest) -> str:
        """Begin a video and return the id to ask with. Raises FateUnknown when it may have been begun."""
        call = await self._paid(videos.start_path(request), videos.body, request)
        return videos.started(await self._small(call, media=True))

    async def poll_video(self, request_id: str) -> VideoProgress:
        """How a video stands. Free, and repeated by itself when the provider stumbles."""
        terms = Terms(self._settings.max_answer_bytes, POLLED, empty=True)
        reply = await self._small(Call("GET", videos.path(request_id), free=True), terms)
        refused = reply.status not in (200, 202)
        return videos.progress(request_id, reply, self._api.refusal(reply) if refused else None)

    async def fetch(self, url: str, into: BinaryIO, *, limit: int) -> int:
        """Write the file at this address into `into`; its size in bytes, at most `limit`. Raises NotFetched."""
        settings = self._settings
        return await downloads.fetch(
            url,
            into,
            limit=limit,
            hosts=settings.media_hosts,
            pool=self._pools.downloads,
            clocks=self._clocks(
                first=settings.fetch_idle_seconds, idle=settings.fetch_idle_seconds, total=settings.fetch_seconds
            ),
            patience=patience.of_a_job(settings),
        )

    # --- what there is ---

    async def engines(self, *, fresh: bool = False) -> tuple[Engine, ...]:
        """The engines that chat, with what they take and cost. Remembered for a while unless `fresh`."""
        known = self._known
        if fresh or time.monotonic() - known.asked_at > self._settings.catalogue_seconds:
            models, languages = await asyncio.gather(self._small(_get("/models")), self._languages())
            known.engines = catalogue.engines_in(models.value, languages)
            known.pictures = catalogue.pictures_in(models.value)
            known.asked_at = time.monotonic()
        return known.engines

    async def picture_prices(self) -> tuple[MediaPrices, ...]:
        """What the catalogue says pictures cost; empty where it says nothing and the dated table holds."""
        await self.engines()
        return self._known.pictures

    def engine(self, name: str) -> Engine | None:
        """What is known of an engine by now, without asking: the catalogue if it was read, else the dated table."""
        return self._known.engine(name)

    async def check_key(self) -> KeyState:
        """Whether the key works, asked in the cheapest way. Raises WrongKey."""
        said = (await self._small(_get("/api-key"))).value
        return KeyState(
            redacted_key=reading.text(said, "redacted_api_key"),
            name=reading.text(said, "name"),
            team_id=reading.text(said, "team_id"),
            acls=reading.words(said, "acls"),
            team_blocked=reading.flag(said, "team_blocked"),
            key_blocked=reading.flag(said, "api_key_blocked"),
            key_disabled=reading.flag(said, "api_key_disabled"),
        )

    async def aclose(self) -> None:
        """Close every connection."""
        await self._pools.aclose()

    # --- inside ---

    def _name(self, engine: str) -> str:
        known = self._known.engine(engine)
        return known.id if known else engine

    async def _chat(self, request: ChatRequest, *, stream: bool, admitted: bool = False) -> Call:
        if not any(request.messages):
            raise errors.InvalidRequest("nothing to say", code="empty_request")
        known = self._known.engine(request.engine)
        effort = catalogue.fitting(request.effort, known)
        request = parameters.fitting(request, known.id if known else request.engine, self._settings.route)
        characters = sum(len(each.text) for each in request.messages)
        pictures = request.picture_tokens
        body = self._route.body(request, effort, stream=stream)
        return Call(
            "POST",
            self._route.path,
            # Megabytes of pictures take longer to pack than other streams of this loop may wait.
            await asyncio.to_thread(packed, body) if pictures else packed(body),
            headers=self._route.headers(request),
            engine=request.engine,
            tokens=characters // CHARACTERS_A_TOKEN + pictures + (request.max_output_tokens or USUAL_OUTPUT),
            trace=request.trace,
            admitted=admitted,
        )

    async def _paid(self, path: str, body: Callable[[Asked], dict[str, object]], request: Asked) -> Call:
        # Megabytes of pictures and film take longer to pack than streams of this loop may wait.
        content = await asyncio.to_thread(lambda: packed(body(request)))
        return Call("POST", path, content, engine=request.engine, trace=request.trace)

    async def _small(self, call: Call, terms: Terms | None = None, *, media: bool = False) -> Reply:
        settings = self._settings
        return await self._api.whole(
            call,
            self._pools.media if media else self._pools.calls,
            self._clocks(first=settings.call_seconds, total=settings.call_seconds, body=call.body),
            patience.of_a_job(settings),
            terms=terms or Terms(settings.max_answer_bytes),
        )

    async def _open(self, call: Call, request: ChatRequest, tried: Tell) -> Opened:
        settings = self._settings
        clocks = self._clocks(first=self._first_word_seconds(request), total=settings.total_seconds)
        exchange = self._api.exchange(call, self._pools.stream, clocks, settings.max_stream_bytes)
        tried(exchange)
        try:
            response = await exchange.open()
            self._api.check_encoding(response)
            if response.status_code != 200:
                raise self._api.refusal(Reply(response.status_code, response.headers, await beginning(exchange)))
            await self._api.heard_from(call, response)
            return await self._opened(exchange, response, request)
        except BaseException as error:
            exchange.close()
            if isinstance(error, errors.XaiError) and error.billed is errors.Billed.NO:
                tried(None)
            raise

    async def _opened(self, exchange: Exchange, response: httpx.Response, request: ChatRequest) -> Opened:
        """A stream, if it says so or looks so; else an error under a 200, or a server that answers all at once."""
        request_id = response.headers.get("x-request-id") or None
        reader = self._route.reader(request_id, self._settings.api_key)
        if "event-stream" in response.headers.get("content-type", "").lower():
            return Opened(exchange, request_id, reader)
        begun = await exchange.read()
        if not begun.lstrip().startswith(b"{"):
            return Opened(exchange, request_id, reader, begun)
        reply = Reply(200, response.headers, begun + await everything(exchange))
        self._api.check(reply)
        answer = self._route.answer(reply.value, request, request_id)
        return Opened(exchange, request_id, None, whole=_events(answer))

    def _first_word_seconds(self, request: ChatRequest) -> float:
        """Who waits for a word waits longer for one that is thought about first."""
        engine = self._known.engine(request.engine)
        effort = catalogue.fitting(request.effort, engine) or (engine.default_effort if engine else None)
        if effort is None:
            effort = "none" if "non-reasoning" in request.engine else ALWAYS_THINKS
        return self._settings.first_data_seconds * THINKS_LONGER.get(effort, THINKS_LONGER[ALWAYS_THINKS])

    async def _languages(self) -> reading.Json | None:
        try:
            return (await self._small(_get("/language-models"))).value
        except errors.NotThere:
            return None  # a server of the same shape that has only the plain list

    async def _fetched(self, url: str) -> bytes:
        into = io.BytesIO()
        await self.fetch(url, into, limit=PICTURE_BYTES)
        return into.getvalue()

    def _clocks(self, *, first: float, total: float, idle: float | None = None, body: bytes | None = None) -> Clocks:
        """`body`: what is sent, which takes its own time when it is large."""
        settings = self._settings
        sending = upload_seconds(len(body or b""))
        return Clocks(
            pool=settings.pool_seconds,
            connect=settings.connect_seconds,
            write=settings.write_seconds + sending,
            first=first + sending,
            idle=settings.idle_seconds if idle is None else idle,
            total=total + sending,
        )


def upload_seconds(size: int) -> float:
    """What sending so many bytes may take above the usual clocks."""
    return size / UPLOAD_BYTES_A_SECOND


def _get(path: str) -> Call:
    return Call("GET", path, free=True)


def _events(answer: Answer) -> tuple[StreamEvent, ...]:
    """A whole answer told as a stream would have told it."""
    end = Finished(answer.reason, answer.engine, answer.response_id, answer.fingerprint, answer.usage)
    thought = (ReasoningDelta(answer.reasoning),) if answer.reasoning else ()
    said = (TextDelta(answer.text),) if answer.text else ()
    return (*thought, *said, end)
