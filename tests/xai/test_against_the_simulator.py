"""Our door and the stand-in provider, over real HTTP: what we think a thing cost is what its own log says."""

import asyncio
import base64
import io
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from urllib.parse import urlsplit

import av
import pytest
from av.video.frame import VideoFrame
from PIL import Image

from tests.support.simulator import Simulator
from tests.xai.conftest import ask, told, told_until_broken, words
from xai import errors, media_limits, prices
from xai.catalogue import Catalogue
from xai.errors import Billed
from xai.memory_store import InMemoryStore
from xai.provider import Upstream
from xai.settings import XaiSettings
from xai.values import (
    Accepted,
    ChangeRequest,
    ChatMessage,
    ExtendRequest,
    FilmRequest,
    Finished,
    MediaIn,
    PictureIn,
    PictureRequest,
    ReasoningDelta,
    TextDelta,
    VideoProgress,
    VideoRequest,
)

Open = Callable[..., Upstream]
ROUTES = pytest.mark.parametrize("route", ["responses", "chat"])
FOX = PictureRequest("grok-imagine-image-2.0", "a fox", ratio="16:9", quality="low", trace="click-p")
FILM = VideoRequest("grok-imagine-video", "a fox", seconds=2, trace="click-v")


@pytest.fixture
async def opened(simulator: Simulator) -> AsyncIterator[Open]:
    """Makes doors to the stand-in."""
    made: list[Upstream] = []

    def make(**changes: object) -> Upstream:
        hosts = tuple(f"http://{name}:{simulator.port}" for name in ("localhost", "127.0.0.1"))
        settings = XaiSettings(base_url=simulator.base_url, api_key=simulator.key, retries=0, media_hosts=hosts)
        made.append(Upstream(replace(settings, **changes), InMemoryStore(), Catalogue()))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for each in made:
        await each.aclose()


async def bill(simulator: Simulator, trace: str = "click-1") -> list[dict[str, object]]:
    """What the provider accepted under this trace."""
    return await asyncio.to_thread(lambda: simulator.requests(accepted=True, trace=trace))


@ROUTES
async def test_a_reply_costs_what_the_provider_wrote_down(simulator: Simulator, opened: Open, route: str) -> None:
    upstream = opened(route=route)

    events = await told(upstream.stream(ask("Write a short poem about rain", effort="low")))

    end = events[-1]
    (row,) = await bill(simulator)
    assert isinstance(events[0], Accepted)
    assert isinstance(end, Finished)
    assert end.usage is not None
    assert words(events)
    assert any(isinstance(event, ReasoningDelta) for event in events)
    assert end.usage.ticks == row["ticks"]
    engine = upstream.engine("grok-4.7")
    assert engine is not None
    assert prices.ticks_for(end.usage, engine.prices) == end.usage.ticks


@ROUTES
async def test_a_whole_answer_costs_what_the_provider_wrote_down(
    simulator: Simulator, opened: Open, route: str
) -> None:
    answer = await opened(route=route).answer(ask("Say hello", engine="grok-4.20-0309-non-reasoning", effort="low"))

    (row,) = await bill(simulator)
    assert answer.text
    assert answer.usage is not None
    assert answer.usage.ticks == row["ticks"]


@ROUTES
@pytest.mark.parametrize(
    "scene", ["drip bytes=1 seconds=0", "crlf", "unknown_events", "done_mark on=0", "done_mark on=1", "usage_on_each", "empty_finish",
              "wrong_content_type"],
)  # fmt: skip
async def test_quirks_change_nothing(simulator: Simulator, opened: Open, route: str, scene: str) -> None:
    upstream = opened(route=route)
    plain = words(await told(upstream.stream(ask("Tell me about tea"))))
    simulator.set_scene(scene)

    events = await told(upstream.stream(ask("Tell me about tea")))

    assert words(events) == plain
    assert isinstance(events[-1], Finished)
    assert events[-1].usage is not None


@ROUTES
@pytest.mark.parametrize(
    ("scene", "kind", "billed"),
    [
        ("cut after=5", errors.Cut, Billed.YES),
        ("cut after=5 how=reset", errors.Cut, Billed.YES),
        ("cut after=5 how=end", errors.Cut, Billed.YES),
        ("error_inside after=5", errors.XaiError, Billed.YES),
        ("error_inside after=5 form=object", errors.XaiError, Billed.YES),
        ("hang after=5", errors.TimedOut, Billed.YES),
        ("slow_first_token", errors.TimedOut, Billed.UNKNOWN),
        ("gzip_bomb", errors.Unreadable, Billed.UNKNOWN),
        ("rate_limited", errors.RateLimited, Billed.NO),
        ("rate_limited retry_after=17", errors.RateLimited, Billed.NO),
        ("out_of_credit", errors.NoCredit, Billed.NO),
        ("out_of_credit status=429", errors.NoCredit, Billed.NO),
        ("wrong_key", errors.WrongKey, Billed.NO),
        ("no_permission", errors.NotPermitted, Billed.NO),
        ("safety_refused", errors.SafetyRefused, Billed.NO),
        ("context_too_long", errors.ContextTooLong, Billed.NO),
        ("outage", errors.Unavailable, Billed.NO),
        ("outage status=500", errors.ServerBroke, Billed.UNKNOWN),
        ("outage html=1", errors.ServerBroke, Billed.UNKNOWN),
        ("error_with_200", errors.Unavailable, Billed.NO),
    ],
)
async def test_faults_are_told_apart(
    simulator: Simulator, opened: Open, route: str, scene: str, kind: type, billed: Billed
) -> None:
    simulator.set_scene(scene)

    clocks = {"first_data_seconds": 0.5, "idle_seconds": 0.5} if kind is errors.TimedOut else {}
    events, error = await told_until_broken(opened(route=route, **clocks).stream(ask("Tell me about tea")))

    assert isinstance(error, kind)
    assert isinstance(error, errors.XaiError)
    assert error.billed is billed
    heard = any(isinstance(event, (TextDelta, ReasoningDelta)) for event in events)
    assert heard == (billed is Billed.YES)
    # Whatever we call free the provider has not billed, and what we call billed it has.
    rows = await bill(simulator)
    assert billed is Billed.UNKNOWN or bool(rows) == (billed is Billed.YES)


@ROUTES
async def test_a_finished_reply_whose_connection_breaks_is_whole(
    simulator: Simulator, opened: Open, route: str
) -> None:
    simulator.set_scene("cut how=finish")

    events, error = await told_until_broken(opened(route=route, tail_seconds=0.5).stream(ask("Tell me about tea")))

    # On Responses usage and the end are one event: without it nothing says that the text is whole.
    assert (error is None) == (route == "chat")
    assert isinstance(events[-1], Finished) == (route == "chat")


@ROUTES
async def test_a_stop_closes_the_providers_connection(simulator: Simulator, opened: Open, route: str) -> None:
    simulator.set_scene("pace rate=50 tokens=2000")
    stream = opened(route=route).stream(ask("Tell me about tea"))
    async for event in stream:
        if isinstance(event, TextDelta):
            break

    await stream.aclose()

    await asyncio.to_thread(simulator.wait_for, lambda upstream: upstream.closed_connections() != [], 1)
    assert simulator.open_connections() == []


async def test_pictures_are_made_and_paid(simulator: Simulator, opened: Open) -> None:
    made = await opened().imagine(replace(FOX, n=2))

    (row,) = await bill(simulator, "click-p")
    assert [picture.data[:3] for picture in made.items] == [b"\xff\xd8\xff"] * 2
    assert made.ticks == row["ticks"] == prices.picture_ticks(FOX.engine, FOX.resolution, FOX.quality, 2)


@pytest.mark.parametrize("scene", ["moderated", "blocked"])
async def test_a_withheld_picture_is_paid_all_the_same(simulator: Simulator, opened: Open, scene: str) -> None:
    simulator.set_scene(scene)

    with pytest.raises(errors.Moderated) as caught:
        await opened().imagine(FOX)

    (row,) = await bill(simulator, "click-p")
    assert (caught.value.billed, caught.value.ticks) == (Billed.YES, row["ticks"])


async def polled(upstream: Upstream, request_id: str) -> list[VideoProgress]:
    """Ask until it is decided."""
    seen: list[VideoProgress] = []
    async with asyncio.timeout(20):
        while not seen or seen[-1].status == "pending":
            seen.append(await upstream.poll_video(request_id))
            await asyncio.sleep(0.05)
    return seen


async def test_a_video_goes_from_order_to_file(simulator: Simulator, opened: Open) -> None:
    upstream = opened()
    request_id = await upstream.start_video(FILM)

    done = (await polled(upstream, request_id))[-1]
    into = io.BytesIO()
    assert done.url is not None
    size = await upstream.fetch(done.url, into, limit=50_000_000)

    (row,) = await bill(simulator, "click-v")
    assert (done.status, done.seconds) == ("done", 2.0)
    assert done.ticks == row["ticks"] == prices.video_ticks(FILM.engine, FILM.resolution, FILM.seconds)
    assert size == len(into.getvalue()) > 1000
    assert into.getvalue()[4:8] == b"ftyp"
    assert urlsplit(done.url).hostname == "localhost"


@pytest.mark.parametrize(
    ("scene", "status"),
    [("moderated", "moderated"), ("blocked", "moderated")],
)
async def test_a_withheld_video_is_told_by_its_poll(
    simulator: Simulator, opened: Open, scene: str, status: str
) -> None:
    simulator.set_scene(scene)
    upstream = opened()

    last = (await polled(upstream, await upstream.start_video(FILM)))[-1]

    assert last.status == status


@pytest.mark.parametrize(
    ("scene", "kind"), [("file_cut", errors.Cut), ("file_redirect", errors.AddressRefused), ("file_endless", errors.TooLarge),
                        ("file_status status=404", errors.Gone)],
)  # fmt: skip
async def test_a_bad_file_is_never_taken_for_a_good_one(
    simulator: Simulator, opened: Open, scene: str, kind: type
) -> None:
    simulator.set_scene(scene)
    upstream = opened()
    done = (await polled(upstream, await upstream.start_video(FILM)))[-1]
    assert done.url is not None

    with pytest.raises(errors.XaiError) as caught:
        await upstream.fetch(done.url, io.BytesIO(), limit=20_000_000)

    assert type(caught.value) is kind


async def test_the_catalogue_has_our_engines_and_their_prices(opened: Open) -> None:
    upstream = opened()
    tabled = {name: upstream.engine(name) for name in ("grok-4.7", "grok-4.20-0309-non-reasoning")}

    engines = {engine.id: engine for engine in await upstream.engines()}

    for name, known in tabled.items():
        assert known is not None
        assert engines[name].prices == known.prices
        assert engines[name].efforts == known.efforts


async def test_a_key_is_good_or_wrong(simulator: Simulator, opened: Open) -> None:
    state = await opened().check_key()

    with pytest.raises(errors.WrongKey):
        await opened(api_key="xai-wrong-key").check_key()
    assert state.usable


def picture_in(width: int, height: int) -> PictureIn:
    """A grey picture as it would be sent."""
    into = io.BytesIO()
    Image.new("RGB", (width, height), "grey").save(into, "PNG")
    url = f"data:image/png;base64,{base64.b64encode(into.getvalue()).decode()}"
    return PictureIn(url, prices.picture_tokens(width, height))


@ROUTES
async def test_a_picture_weighs_what_we_say_and_costs_what_the_provider_wrote_down(
    simulator: Simulator, opened: Open, route: str
) -> None:
    upstream, seen = opened(route=route), picture_in(300, 200)
    plain = await told(upstream.stream(ask("What is this?", trace="click-0")))

    events = await told(upstream.stream(ask(messages=(ChatMessage("user", "What is this?", (seen,)),))))

    without, end = plain[-1], events[-1]
    (row,) = await bill(simulator)
    assert isinstance(end, Finished)
    assert isinstance(without, Finished)
    assert end.usage is not None
    assert without.usage is not None
    assert end.usage.input_tokens - without.usage.input_tokens == seen.tokens == 10 * 7 + 2
    assert end.usage.ticks == row["ticks"]


@ROUTES
async def test_a_damaged_picture_is_refused_and_free(simulator: Simulator, opened: Open, route: str) -> None:
    damaged = PictureIn("data:image/png;base64,AAAA", 10)

    with pytest.raises(errors.InvalidRequest) as refused:
        await told(opened(route=route).stream(ask(messages=(ChatMessage("user", "", (damaged,)),))))

    assert refused.value.billed is Billed.NO
    assert await bill(simulator) == []


def a_picture() -> MediaIn:
    """A small one."""
    raw = io.BytesIO()
    Image.new("RGB", (96, 64), "teal").save(raw, "PNG")
    return MediaIn("data:image/png;base64," + base64.b64encode(raw.getvalue()).decode())


def a_film(frames: int, width: int = 64, height: int = 48) -> MediaIn:
    """So many frames, 24 a second."""
    raw = io.BytesIO()
    with av.open(raw, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=24)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for _ in range(frames):
            container.mux(stream.encode(VideoFrame.from_image(Image.new("RGB", (width, height), "navy"))))  # type: ignore[no-untyped-call]
        container.mux(stream.encode(None))
    return MediaIn("data:video/mp4;base64," + base64.b64encode(raw.getvalue()).decode())


PICTURE_CASES = [
    (way, row.engine, size, quality)
    for way in ("imagine", "edit")
    for row in media_limits.engines(way)
    for size in row.resolutions
    for quality in (row.qualities or (None,))
]
FILM_CASES = [
    (way, row.engine, size)
    for way in ("film", "animate", "reference")
    for row in media_limits.engines(way)
    for size in row.resolutions
]


@pytest.mark.parametrize(("way", "engine", "size", "quality"), PICTURE_CASES)
async def test_what_pictures_cost_is_what_the_provider_bills(
    simulator: Simulator, opened: Open, way: str, engine: str, size: str, quality: str | None
) -> None:
    simulator.set_scene("blocked")  # billed, and nobody has to paint it
    inputs = (a_picture(),) * 3 if way == "edit" else ()
    ordered = PictureRequest(engine, "a fox", 2, "", size, quality, "click-p", inputs)

    with pytest.raises(errors.Moderated) as caught:
        await opened().imagine(ordered if way == "edit" else replace(ordered, ratio="1:1"))

    expected = prices.picture_ticks(engine, size, quality, 2, inputs=len(inputs))
    assert media_limits.problems(ordered if way == "edit" else replace(ordered, ratio="1:1")) == ()
    assert caught.value.ticks == expected == (await bill(simulator, "click-p"))[0]["ticks"]


@pytest.mark.parametrize(("way", "engine", "size"), FILM_CASES)
async def test_what_films_cost_is_what_the_provider_bills(
    simulator: Simulator, opened: Open, way: str, engine: str, size: str
) -> None:
    ordered = VideoRequest(engine, "a fox", 3, "16:9", size, trace="click-v")
    if way == "animate":
        limits = media_limits.takes("animate", engine)
        assert limits is not None
        ordered = replace(ordered, first=a_picture(), last=a_picture() if limits.last_frame else None)
    elif way == "reference":
        ordered = replace(ordered, references=(a_picture(),) * 7)

    await opened().start_video(ordered)

    assert media_limits.problems(ordered) == ()
    expected = prices.video_ticks(engine, size, 3, pictures=len(ordered.given))
    assert (await bill(simulator, "click-v"))[0]["ticks"] == expected


@pytest.mark.parametrize(("width", "height", "size"), [(64, 48, "480p"), (1280, 720, "720p")], ids=["small", "large"])
async def test_what_remade_films_cost_is_what_the_provider_bills(
    simulator: Simulator, opened: Open, width: int, height: int, size: str
) -> None:
    film, upstream, engine = a_film(61, width, height), opened(), "grok-imagine-video"
    lasts = round(61 / 24, 3)

    await upstream.start_video(ChangeRequest(engine, "snow", film, "click-c"))
    await upstream.start_video(ExtendRequest(engine, "it snows", film, 7, "click-e"))

    changed, extended = await bill(simulator, "click-c"), await bill(simulator, "click-e")
    assert changed[0]["ticks"] == prices.video_ticks(engine, size, lasts, input_seconds=lasts)
    assert extended[0]["ticks"] == prices.video_ticks(engine, size, 7, input_seconds=lasts)


async def test_the_provider_refuses_what_the_table_does_not_hold(simulator: Simulator, opened: Open) -> None:
    upstream, picture = opened(), a_picture()
    new = VideoRequest("grok-imagine-video", "a fox", 2)
    refused: list[FilmRequest] = [
        replace(new, first=picture, last=picture),
        replace(new, references=(picture,) * 8),
        replace(new, references=(picture,), seconds=11),
        replace(new, engine="grok-imagine-video-1.5", references=(picture,), resolution="1080p"),
        ChangeRequest("grok-imagine-video", "snow", a_film(210)),
        ExtendRequest("grok-imagine-video", "snow", a_film(24)),
        ExtendRequest("grok-imagine-video", "snow", a_film(60), 11),
    ]

    for ordered in refused:
        with pytest.raises(errors.InvalidRequest):
            await upstream.start_video(ordered)

    assert await asyncio.to_thread(lambda: simulator.requests(accepted=True)) == []


def test_what_is_handed_in_shows_in_no_repr() -> None:
    assert "base64" not in repr(VideoRequest("grok-imagine-video", "a fox", first=a_picture()))
