"""What we send: everything that is needed, nothing that is refused, and the key only to its own host."""

import pytest

from tests.xai import frames
from tests.xai.conftest import KEY, Door, ask, told
from tests.xai.frames import chat_frames, response_frames
from tests.xai.provider import Provider, answers, streams
from xai import errors
from xai.settings import Limit
from xai.values import ChatMessage, ChatRequest, PictureIn, PictureRequest, VideoRequest

FULL = ChatRequest(
    "grok-4.7",
    (
        ChatMessage("system", "Be brief."),
        ChatMessage("user", "Hi"),
        ChatMessage("assistant", ""),
        ChatMessage("user", "You there?"),
    ),
    effort="low",
    max_output_tokens=500,
    temperature=0.5,
    top_p=0.9,
    cache_key="conv-1",
)
SAID = [
    {"role": "system", "content": "Be brief."},
    {"role": "user", "content": "Hi"},
    {"role": "user", "content": "You there?"},
]


async def test_the_responses_route_says_what_it_wants(provider: Provider, door: Door) -> None:
    provider.plays(streams(*response_frames("Hi")))

    await told(door().stream(FULL))

    visit = await provider.visit()
    assert (visit.method, visit.path) == ("POST", "/v1/responses")
    assert visit.json == {
        "model": "grok-4.7",
        "input": SAID,
        "stream": True,
        "store": False,
        "reasoning": {"effort": "low"},
        "max_output_tokens": 500,
        "temperature": 0.5,
        "top_p": 0.9,
        "prompt_cache_key": "conv-1",
    }


async def test_the_chat_route_says_the_same_in_its_way(provider: Provider, door: Door) -> None:
    provider.plays(streams(*chat_frames("Hi")))

    await told(door(route="chat").stream(FULL))

    visit = await provider.visit()
    assert (visit.method, visit.path, visit.headers["x-grok-conv-id"]) == ("POST", "/v1/chat/completions", "conv-1")
    assert visit.json == {
        "model": "grok-4.7",
        "messages": SAID,
        "stream": True,
        "stream_options": {"include_usage": True},
        "reasoning_effort": "low",
        "max_completion_tokens": 500,
        "temperature": 0.5,
        "top_p": 0.9,
    }


SCHEMA = {"name": "answer", "schema": {"type": "object"}, "strict": True}


@pytest.mark.parametrize(
    ("route", "where"),
    [
        ("chat", ("response_format", {"type": "json_schema", "json_schema": SCHEMA})),
        ("responses", ("text", {"format": SCHEMA | {"type": "json_schema"}})),
    ],
)
async def test_a_schema_goes_where_the_route_wants_it(
    provider: Provider, door: Door, route: str, where: tuple[str, object]
) -> None:
    provider.plays(answers(frames.response()))

    await door(route=route).answer(ask(json_schema={"type": "object"}))

    visit = await provider.visit()
    assert visit.json[where[0]] == where[1]
    assert visit.json["stream"] is False


@pytest.mark.parametrize("engine", ["grok-4.20-0309-non-reasoning", "grok-build-0.1", "llama-of-my-own"])
async def test_no_effort_is_sent_where_none_is_taken(provider: Provider, door: Door, engine: str) -> None:
    provider.plays(answers(frames.response()))

    await door().answer(ask(engine=engine, effort="low"))

    assert "reasoning" not in (await provider.visit()).json


async def test_headers_carry_the_key_the_trace_and_plain_bytes(provider: Provider, door: Door) -> None:
    provider.plays(answers(frames.response()))

    await door().answer(ask(trace="click-1\r\nx-evil: 1"))

    headers = (await provider.visit()).headers
    assert headers["authorization"] == f"Bearer {KEY}"
    assert headers["x-request-id"] == "click-1x-evil:1"
    assert headers["accept-encoding"] == "identity"
    assert headers["content-type"] == "application/json"
    assert "cookie" not in headers


async def test_cookies_are_never_kept(provider: Provider, door: Door) -> None:
    provider.plays(answers(frames.response(), set_cookie="__cf_bm=abc; path=/"))
    upstream = door()

    await upstream.answer(ask())
    await upstream.answer(ask())

    assert not any("cookie" in visit.headers for visit in provider.visits)


async def test_a_redirect_is_not_followed(provider: Provider, door: Door) -> None:
    provider.plays(answers(body=b"", status=307, location="/v1/elsewhere"))

    with pytest.raises(errors.InvalidRequest):
        await door().answer(ask())

    assert len(provider.visits) == 1


async def test_an_empty_question_is_not_sent(provider: Provider, door: Door) -> None:
    upstream = door()

    with pytest.raises(errors.InvalidRequest) as streamed:
        await told(upstream.stream(ask("")))
    with pytest.raises(errors.InvalidRequest) as whole:
        await upstream.answer(ask(""))

    assert streamed.value.code == whole.value.code == "empty_request"
    assert provider.visits == []


async def test_half_a_character_in_a_question_is_mended(provider: Provider, door: Door) -> None:
    provider.plays(answers(frames.response()))

    await door().answer(ask("a\ud83db"))

    assert (await provider.visit()).json["input"] == [{"role": "user", "content": "a\ufffdb"}]


async def test_proxies_of_the_environment_are_ignored(
    provider: Provider, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    provider.plays(answers(frames.completed("Hi")["response"]))

    assert (await door().answer(ask())).text == "Hi"


async def test_media_say_everything_that_has_a_price(provider: Provider, door: Door) -> None:
    provider.plays(
        answers({"data": [{"b64_json": "AAAA"}]}),
        answers({"data": [{"b64_json": "AAAA"}]}),
        answers({"request_id": "v-1"}),
    )
    upstream = door()

    await upstream.imagine(PictureRequest("grok-imagine-image-2.0", "a fox", 2, "16:9", "2k", "low", "click-2"))
    await upstream.imagine(PictureRequest("grok-imagine-image", "a fox", quality="low"))
    await upstream.start_video(VideoRequest("grok-imagine-video", "a fox", 5, "9:16", "720p", "click-3"))

    first, second, third = (visit.json for visit in provider.visits)
    assert first == {
        "model": "grok-imagine-image-2.0", "prompt": "a fox", "n": 2, "aspect_ratio": "16:9", "resolution": "2k",
        "quality": "low", "response_format": "b64_json",
    }  # fmt: skip
    assert "quality" not in second
    assert third == {
        "model": "grok-imagine-video", "prompt": "a fox", "duration": 5, "aspect_ratio": "9:16", "resolution": "720p",
    }  # fmt: skip
    assert [visit.headers.get("x-request-id") for visit in provider.visits] == ["click-2", None, "click-3"]


async def test_paid_starts_never_ride_on_a_kept_connection(provider: Provider, door: Door) -> None:
    provider.plays(answers({"request_id": "v-1"}))
    upstream = door()

    await upstream.start_video(VideoRequest("grok-imagine-video", "a fox"))
    await upstream.start_video(VideoRequest("grok-imagine-video", "a fox"))

    assert provider.connections == 2


SEEN = "data:image/png;base64,iVBORw0KGgo="
LOOK = ChatRequest(
    "grok-4.7",
    (
        ChatMessage("user", "What is this?", (PictureIn(SEEN, 10), PictureIn(SEEN, 4))),
        ChatMessage("assistant", "A fox."),
        ChatMessage("user", "", (PictureIn(SEEN, 10),)),
    ),
)


@pytest.mark.parametrize(
    ("route", "place", "picture", "words"),
    [
        ("responses", "input", {"type": "input_image", "image_url": SEEN}, "input_text"),
        ("chat", "messages", {"type": "image_url", "image_url": {"url": SEEN}}, "text"),
    ],
    ids=["responses", "chat"],
)
async def test_pictures_go_before_the_words_as_each_route_wants_them(
    provider: Provider, door: Door, route: str, place: str, picture: object, words: str
) -> None:
    provider.plays(streams(*(response_frames("Hi") if route == "responses" else chat_frames("Hi"))))

    await told(door(route=route).stream(LOOK))

    assert (await provider.visit()).json[place] == [
        {"role": "user", "content": [picture, picture, {"type": words, "text": "What is this?"}]},
        {"role": "assistant", "content": "A fox."},
        {"role": "user", "content": [picture]},
    ]


async def test_pictures_count_against_the_limit_of_tokens(provider: Provider, door: Door) -> None:
    large = (ChatMessage("user", "Look", (PictureIn(SEEN, 3_000_000),)),)
    upstream = door(limits={"grok-4.7": Limit(50, 1_000_000)}, patience_seconds=0.1)
    provider.plays(streams(*response_frames("Hi")))
    await told(upstream.stream(ChatRequest("grok-4.7", large)))

    with pytest.raises(errors.RateLimited):
        await told(upstream.stream(FULL))
