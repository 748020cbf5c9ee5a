"""Scenes of a stream: how it is packed, cut, held and spoilt."""

import json
import socket
import time
from urllib.parse import urlsplit

import httpx
import pytest

from simulator.scenes.words import ODD
from tests.simulator.calls import Caller, Heard
from tests.support.simulator import Simulator

ROUTES = ["chat", "responses"]
TEN = "[[scene:pace rate=0 tokens=10]]"


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("how", ["close", "reset", "end", "finish"])
def test_a_cut_stream_gives_so_many_pieces_and_no_end(call: Caller, stand_in: Simulator, route: str, how: str) -> None:
    heard = call.hear(route, f"{TEN} [[scene:cut after=4 how={how}]]")

    # A reset throws away what is still on its way; in every other case all four pieces have come.
    assert heard.text == stand_in.requests()[0]["text"] or how == "reset"
    assert stand_in.requests()[0]["tokens"] == 4
    assert stand_in.requests()[0]["ended"] == "cut"
    assert heard.whole is (how in ("end", "finish"))
    assert not ended(heard)
    assert ("finish_reason" in heard.raw.decode() or "output_text.done" in heard.raw.decode()) is (how == "finish")


@pytest.mark.parametrize("how", ["close", "reset", "end"])
def test_an_answer_in_one_piece_can_be_cut_too(call: Caller, stand_in: Simulator, how: str) -> None:
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        call.chat(f"{TEN} [[scene:cut how={how}]]")

    row = stand_in.requests()[0]
    assert (row["ended"], row["tokens"]) == ("cut", 10)


def test_a_cut_stream_can_be_continued_by_the_letter(call: Caller, stand_in: Simulator) -> None:
    prompt = "Explain the tides [[scene:cut after=30 times=1]]"
    cut = call.hear("chat", prompt).text
    whole = call.hear("chat", prompt).text

    messages = [
        {"role": "user", "content": prompt},
        {"role": "assistant", "content": cut},
        {"role": "user", "content": "Your answer above was cut off. Go on from the very next character."},
    ]
    rest = call.hear("chat", "", messages=messages).text

    assert cut + rest == whole


def ended(heard: Heard) -> bool:
    """Whether the stream says that it is complete."""
    raw = heard.raw.decode("utf-8", "replace")
    return "[DONE]" in raw or "response.completed" in raw or '"usage":{' in raw


@pytest.mark.parametrize("route", ROUTES)
def test_a_stream_can_be_cut_while_it_thinks(call: Caller, stand_in: Simulator, route: str) -> None:
    heard = call.hear(route, "[[scene:thinking tokens=9]] [[scene:cut after=3 phase=thinking]] Explain the tides")

    row = stand_in.requests()[0]
    assert heard.text == ""
    assert (row["tokens"], row["reasoning"]) == (0, 3)


@pytest.mark.parametrize(("route", "form", "found"), [
    ("chat", "code", {"code": "The service is currently unavailable", "error": "The model stopped responding."}),
    ("chat", "object", {"error": {"message": "The model stopped responding.", "type": "server_error"}}),
    ("responses", "code", "error"),
    ("responses", "object", "response.failed"),
])  # fmt: skip
def test_an_error_can_come_inside_a_stream(call: Caller, route: str, form: str, found: object) -> None:
    heard = call.hear(route, f"{TEN} [[scene:error_inside after=3 form={form}]]")

    last = heard.events[-1]
    assert found in (last, last.get("type"))
    assert heard.whole
    assert not ended(heard)


@pytest.mark.parametrize("route", ROUTES)
def test_bytes_can_drip_one_by_one(call: Caller, stand_in: Simulator, route: str) -> None:
    heard = call.hear(route, "[[scene:echo text=äöü🦊 chunk=2]] [[scene:drip bytes=1]]")

    assert heard.text == "äöü🦊"
    assert len(heard.arrivals) > len(heard.raw) / 4


@pytest.mark.parametrize("route", ROUTES)
def test_lines_can_end_with_cr_lf(call: Caller, route: str) -> None:
    heard = call.hear(route, f"{TEN} [[scene:crlf]]")

    assert heard.raw.count(b"\r\n") == heard.raw.count(b"\n") > 10
    assert heard.text


@pytest.mark.parametrize("route", ROUTES)
def test_odd_letters_arrive_as_they_were_sent(call: Caller, stand_in: Simulator, route: str) -> None:
    heard = call.hear(route, "[[scene:odd_text]]")

    assert heard.text == ODD == stand_in.requests()[0]["text"]
    assert "\u2028".encode() in heard.raw


@pytest.mark.parametrize("route", ROUTES)
def test_an_echo_is_cut_into_the_pieces_that_were_asked_for(call: Caller, route: str) -> None:
    heard = call.hear(route, "[[scene:echo base64=w6TDtsO8IGFiYyDwn6aK chunks=1,3]]")

    pieces = [piece for event in heard.events if (piece := text_piece(event))]
    assert pieces == ["ä", "öü ", "a", "bc ", "🦊"]


def text_piece(event: dict[str, object]) -> str:
    """The visible piece of an event."""
    return Heard(200, None, b"data: " + json.dumps(event).encode(), True).text  # type: ignore[arg-type]


def test_a_slow_first_token_comes_after_the_headers(call: Caller) -> None:
    started = time.monotonic()
    with call.client.stream("POST", "/responses", json={
        "model": "grok-4.7", "input": "[[scene:slow_first_token seconds=1]]", "stream": True, "store": False,
    }) as answer:  # fmt: skip
        headers_after = time.monotonic() - started
        raw = answer.read()
        whole_after = time.monotonic() - started

    assert headers_after < 0.8
    assert whole_after >= 1
    assert b"response.completed" in raw


@pytest.mark.parametrize("accepted", [0, 1])
def test_headers_can_be_held_back_and_the_bill_with_them(call: Caller, stand_in: Simulator, accepted: int) -> None:
    with pytest.raises(Exception, match="timed out"):
        call.client.post(
            "/responses",
            json={"model": "grok-4.7", "input": f"[[scene:hang_before_headers accepted={accepted}]]"},
            timeout=0.3,
        )

    stand_in.wait_for(lambda it: len(it.requests()) == 1 and bool(it.requests()[0]["ended"]))
    row = stand_in.requests()[0]
    assert row["accepted"] is bool(accepted)
    assert (int(str(row["ticks"])) > 0) is bool(accepted)


def test_after_held_back_headers_all_goes_on(call: Caller, stand_in: Simulator) -> None:
    answer = call.chat("[[scene:hang_before_headers seconds=0.2]] hello")

    assert answer.status_code == 200
    assert len(stand_in.requests(accepted=True)) == 1


def test_only_comments_can_come(call: Caller) -> None:
    heard = call.hear("chat", "[[scene:keep_alive every=0.03]]", stop_after=4)

    assert heard.raw == b": keep-alive\n\n" * 4


def test_comments_fill_the_silence_before_the_first_token(call: Caller) -> None:
    heard = call.hear("chat", f"{TEN} [[scene:keep_alive every=0.05 first=0.2]]")

    assert 1 <= heard.raw.count(b": keep-alive") <= 4
    assert ended(heard)


def test_a_stream_can_fall_silent_and_stay_open(call: Caller, stand_in: Simulator) -> None:
    with call.client.stream("POST", "/responses", json={
        "model": "grok-4.7", "input": f"{TEN} [[scene:hang after=3]]", "stream": True, "store": False,
    }) as answer:  # fmt: skip
        stand_in.wait_for(lambda it: [row["tokens"] for row in it.requests()] == [3])
        assert answer.status_code == 200
        assert len(stand_in.open_connections()) == 1

    stand_in.wait_for(lambda it: it.open_connections() == [])
    assert stand_in.requests()[0]["ended"] == "client closed"


@pytest.mark.parametrize("route", ROUTES)
def test_unknown_events_stand_between_the_known(call: Caller, route: str) -> None:
    heard = call.hear(route, f"{TEN} [[scene:unknown_events]]")

    assert ended(heard)
    assert heard.text
    assert b"weather" in heard.raw


def test_usage_can_come_on_each_chunk(call: Caller) -> None:
    heard = call.hear("chat", f"{TEN} [[scene:usage_on_each]]")

    usages = [event["usage"]["completion_tokens"] for event in heard.events if "usage" in event]  # type: ignore[index]
    assert usages == [*range(1, 11), 10]


def test_usage_or_its_price_can_be_missing(call: Caller) -> None:
    none = call.hear("chat", f"{TEN} [[scene:no_usage]]")
    unpriced = call.hear("responses", f"{TEN} [[scene:no_ticks]]")

    assert all("usage" not in event for event in none.events)
    assert none.frames[-1] == "data: [DONE]"
    assert b"cost_in_usd_ticks" not in unpriced.raw
    assert b'"output_tokens":10' in unpriced.raw


def test_the_finish_can_be_empty_until_the_end(call: Caller) -> None:
    heard = call.hear("chat", f"{TEN} [[scene:empty_finish]]")

    reasons = [event["choices"][0]["finish_reason"] for event in heard.events if event["choices"]]  # type: ignore[index]
    assert reasons == [""] * 10 + ["stop"]


def test_the_last_mark_can_be_given_or_left_out(call: Caller) -> None:
    chat = call.hear("chat", f"{TEN} [[scene:done_mark on=0]]")
    responses = call.hear("responses", f"{TEN} [[scene:done_mark on=1]]")

    assert b"[DONE]" not in chat.raw
    assert responses.frames[-1] == "data: [DONE]"


def test_another_reason_to_finish(call: Caller) -> None:
    assert call.chat("[[scene:finish reason=length]] hello").json()["choices"][0]["finish_reason"] == "length"
    assert call.responses("[[scene:finish reason=length]] hello").json()["status"] == "incomplete"


def test_there_can_be_thinking_and_no_text(call: Caller) -> None:
    heard = call.hear("responses", "[[scene:empty_text]] Explain the tides")

    assert heard.text == ""
    assert heard.events[-1]["type"] == "response.completed"
    assert b"reasoning_summary_text.delta" in heard.raw


def test_hostile_and_leaking_texts_are_said_as_they_are(call: Caller) -> None:
    assert "<script>" in call.hear("chat", "[[scene:hostile_text]]").text
    assert call.hear("chat", "[[scene:leaked_marks]]").text.endswith("<|eos|>")


def test_texts_can_be_long(call: Caller, stand_in: Simulator) -> None:
    call.hear("responses", "[[scene:long_text tokens=700]]")

    assert stand_in.requests()[0]["tokens"] == 700


@pytest.mark.parametrize("stream", [False, True])
def test_the_content_type_can_be_wrong(call: Caller, stream: bool) -> None:
    answer = call.chat("[[scene:wrong_content_type]] hello", stream=stream)

    assert answer.headers["content-type"] == "text/html"


def test_a_gzip_bomb_is_small_on_the_wire(stand_in: Simulator) -> None:
    where = urlsplit(stand_in.url)
    body = b'{"model":"grok-4.7","input":"[[scene:gzip_bomb megabytes=20]]"}'
    with socket.create_connection((where.hostname, where.port), 10) as wire:
        wire.sendall(
            b"POST /v1/responses HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer k\r\nConnection: close\r\n"
            b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body
        )
        raw = b"".join(iter(lambda: wire.recv(65536), b""))

    assert b"content-encoding: gzip" in raw.lower()
    assert len(raw) < 100_000
