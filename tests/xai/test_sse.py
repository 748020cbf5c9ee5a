"""The parser of server-sent events: bytes in, whole events out."""

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xai.sse import SseParser, TooLong

ENDS = st.sampled_from([b"\n", b"\r\n", b"\r"])
LINES = st.one_of(
    st.sampled_from(
        [b"", b"", b"data:", b"data", b"data: ", b"data:  two", b": alive", b"event: x", b"id: 7", b"datax: no"]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=12).map(lambda t: b"data: " + t.encode()),
    st.binary(max_size=6).map(lambda b: b.replace(b"\r", b"").replace(b"\n", b"")),
)
STREAMS = st.lists(st.tuples(LINES, ENDS), max_size=25).map(lambda pairs: b"".join(a + b for a, b in pairs))


def read_whole(stream: bytes) -> list[bytes]:
    """What the standard says of a stream that is all there: written plainly, to compare with."""
    lines = stream.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")[:-1]
    events: list[bytes] = []
    data: list[bytes] = []
    for line in lines:
        name, _, value = line.partition(b":")
        if not line:
            events += [b"\n".join(data)] if data else []
            data = []
        elif name == b"data":
            data.append(value.removeprefix(b" "))
    return events


def fed(*chunks: bytes) -> list[bytes]:
    """What our parser makes of these packets."""
    parser = SseParser()
    return [event for chunk in chunks for event in parser.feed(chunk)]


@given(STREAMS, st.lists(st.integers(0, 200), max_size=12))
def test_any_chunking_gives_the_events_of_the_whole_stream(stream: bytes, cuts: list[int]) -> None:
    edges = [0, *sorted(cut for cut in cuts if cut < len(stream)), len(stream)]

    events = fed(*(stream[a:b] for a, b in itertools.pairwise(edges)))

    assert events == read_whole(stream)


@given(STREAMS)
def test_one_byte_per_packet_gives_the_events_of_the_whole_stream(stream: bytes) -> None:
    events = fed(*(stream[n : n + 1] for n in range(len(stream))))

    assert events == read_whole(stream)


def test_a_carriage_return_at_a_packets_edge_neither_delays_an_event_nor_doubles_a_line() -> None:
    parser = SseParser()

    at_once = parser.feed(b"data: a\r\n\r")
    later = parser.feed(b"\ndata: b\r\n\r\n")

    assert (at_once, later) == ([b"a"], [b"b"])


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_separators_that_are_no_line_ends_stay_in_the_text(end: bytes) -> None:
    said = "one\u2028two\u0085three\x0bfour\x0cfive\u2029six".encode()

    assert fed(b"data: " + said + end + end) == [said]


def test_a_cut_tail_is_not_an_event() -> None:
    assert fed(b"data: whole\n\ndata: cut\n", b"data: more") == [b"whole"]


@pytest.mark.parametrize("flood", [b"data: " + b"x" * 2000, b"data: x\n" * 100, b"data:\n" * 100, b": " + b"x" * 2000])
def test_a_line_or_an_event_without_an_end_is_refused(flood: bytes) -> None:
    parser = SseParser(max_line=1000, max_event=2000)

    with pytest.raises(TooLong):  # noqa: PT012  where it is noticed does not matter
        for n in range(0, len(flood), 7):
            parser.feed(flood[n : n + 7])


def test_a_long_line_in_many_packets_is_read_in_linear_time() -> None:
    line = b"data: " + b"x" * 3_000_000 + b"\n\n"
    began = time.process_time()

    events = fed(*(line[n : n + 8] for n in range(0, len(line), 8)))

    assert [len(event) for event in events] == [3_000_000]
    assert time.process_time() - began < 15  # one second or so; the square of it is a minute and a half
