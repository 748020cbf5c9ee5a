"""Fetching what was made: from allowed hosts, without the key, whole or not at all, never more than asked for."""

import asyncio
import io

import pytest

from tests.xai.conftest import Door
from tests.xai.provider import Provider, Visit, answers, drops, streams
from xai import errors
from xai.downloads import allowed
from xai.errors import Billed

MP4 = bytes(range(256)) * 4000
HOSTS = ("imgen.x.ai", "http://127.0.0.1:8001", "localhost:9000")


def link(provider: Provider) -> str:
    """Where the file is."""
    return f"http://127.0.0.1:{provider.port}/bucket/v.mp4?sig=a%2Bb"


def here(provider: Provider) -> dict[str, object]:
    """The setting that allows it."""
    return {"media_hosts": (f"http://127.0.0.1:{provider.port}",)}


async def test_a_file_comes_whole_and_without_the_key(provider: Provider, door: Door) -> None:
    provider.plays(answers(body=MP4, kind="video/mp4"))
    into = io.BytesIO()

    size = await door(**here(provider)).fetch(link(provider), into, limit=len(MP4))

    assert (size, into.getvalue()) == (len(MP4), MP4)
    visit = await provider.visit()
    assert visit.path == "/bucket/v.mp4?sig=a%2Bb"
    assert "authorization" not in visit.headers
    assert visit.headers["accept-encoding"] == "identity"


@pytest.mark.parametrize(
    "url",
    [
        "https://imgen.x.ai/a.jpeg", "https://imgen.x.ai:443/a.jpeg", "https://IMGEN.x.ai/a.jpeg", "https://imgen.x.ai./a.jpeg",
        "http://127.0.0.1:8001/a", "http://localhost:9000/a", "https://localhost:9000/a",
    ],
)  # fmt: skip
def test_allowed_addresses(url: str) -> None:
    assert allowed(url, HOSTS)


@pytest.mark.parametrize(
    "url",
    [
        "http://imgen.x.ai/a.jpeg", "https://imgen.x.ai:8443/a", "https://evil.x.ai/a", "https://imgen.x.ai.evil.com/a",
        "https://evil.com/imgen.x.ai", "https://user:pw@imgen.x.ai/a", "https://imgen.x.ai@evil.com/a", "https://evil.com#imgen.x.ai",
        "http://127.0.0.1:8002/a", "https://127.0.0.1:8001/a", "http://localhost/a", "http://[::1]:9000/a", "http://169.254.169.254/latest",
        "file:///etc/passwd", "ftp://imgen.x.ai/a", "//imgen.x.ai/a", "imgen.x.ai/a", "", "https://", "https://imgen.x.ai\\@evil.com/", "http://[",
    ],
)  # fmt: skip
async def test_other_addresses_are_refused_alike_and_never_asked(provider: Provider, door: Door, url: str) -> None:
    with pytest.raises(errors.AddressRefused) as caught:
        await door(media_hosts=HOSTS).fetch(url, io.BytesIO(), limit=10)

    assert (caught.value.code, caught.value.detail, caught.value.billed) == ("address_refused", "", Billed.NO)


async def test_a_redirect_is_not_followed(provider: Provider, door: Door) -> None:
    provider.plays(answers(body=b"", status=302, location="/elsewhere"))

    with pytest.raises(errors.AddressRefused) as caught:
        await door(**here(provider)).fetch(link(provider), io.BytesIO(), limit=10)

    assert (caught.value.code, len(provider.visits)) == ("redirected", 1)


@pytest.mark.parametrize("says_its_length", [True, False])
async def test_a_file_that_is_too_large_is_dropped(provider: Provider, door: Door, says_its_length: bool) -> None:
    provider.plays(answers(body=MP4) if says_its_length else streams(MP4, kind="video/mp4"))
    into = io.BytesIO()

    with pytest.raises(errors.TooLarge):
        await door(**here(provider)).fetch(link(provider), into, limit=100_000)

    assert len(into.getvalue()) <= 100_000


async def test_an_encoded_file_is_refused(provider: Provider, door: Door) -> None:
    provider.plays(answers(body=MP4, content_encoding="gzip"))

    with pytest.raises(errors.NotFetched) as caught:
        await door(**here(provider)).fetch(link(provider), io.BytesIO(), limit=len(MP4))

    assert caught.value.code == "encoded_answer"


@pytest.mark.parametrize("status", [403, 404, 410])
async def test_an_address_that_ran_out_says_so(provider: Provider, door: Door, status: int) -> None:
    provider.plays(answers(body=b"", status=status))

    with pytest.raises(errors.Gone):
        await door(retries=3, **here(provider)).fetch(link(provider), io.BytesIO(), limit=10)

    assert len(provider.visits) == 1


async def truncated(visit: Visit) -> None:
    """Says how much it has, and gives half."""
    await visit.head(content_type="video/mp4", content_length=len(MP4))
    await visit.send(MP4[: len(MP4) // 2])
    visit.hang_up()


async def test_a_fetch_that_breaks_begins_again_and_leaves_no_half(provider: Provider, door: Door) -> None:
    provider.plays(truncated, drops, answers(body=b"", status=503), answers(body=MP4))
    into = io.BytesIO(b"kept")
    into.seek(4)

    size = await door(retries=4, retry_base_seconds=0.01, **here(provider)).fetch(link(provider), into, limit=len(MP4))

    assert size == len(MP4)
    assert into.getvalue() == b"kept" + MP4


async def test_half_a_file_never_passes_for_a_whole_one(provider: Provider, door: Door) -> None:
    provider.plays(truncated)

    with pytest.raises(errors.Cut) as caught:
        await door(**here(provider)).fetch(link(provider), io.BytesIO(), limit=len(MP4))

    assert (caught.value.billed, caught.value.may_retry) == (Billed.NO, True)


async def test_a_dripping_file_ends_at_its_total(provider: Provider, door: Door) -> None:
    async def drips(visit: Visit) -> None:
        await visit.head(content_type="video/mp4")
        while not visit.gone.is_set():
            await visit.send(b"x")
            await asyncio.sleep(0.02)

    provider.plays(drips)

    with pytest.raises(errors.TimedOut) as caught:
        await door(fetch_seconds=0.3, fetch_idle_seconds=0.2, **here(provider)).fetch(
            link(provider), io.BytesIO(), limit=999
        )

    assert caught.value.code == "total_timed_out"


async def test_a_silent_file_ends_at_its_idle_clock(provider: Provider, door: Door) -> None:
    async def stalls(visit: Visit) -> None:
        await visit.head(content_type="video/mp4")
        await visit.send(b"x")
        await visit.gone.wait()

    provider.plays(stalls)

    with pytest.raises(errors.TimedOut) as caught:
        await door(fetch_idle_seconds=0.1, **here(provider)).fetch(link(provider), io.BytesIO(), limit=999)

    assert caught.value.code == "idle_timed_out"


async def test_a_large_file_is_never_held_in_memory(provider: Provider, door: Door) -> None:
    class Sink(io.BytesIO):
        largest = 0

        def write(self, data: object) -> int:
            self.largest = max(self.largest, len(data))  # type: ignore[arg-type]
            return len(data)  # type: ignore[arg-type]

    provider.plays(answers(body=MP4 * 40))
    into = Sink()

    size = await door(**here(provider)).fetch(link(provider), into, limit=len(MP4) * 40)

    assert size == len(MP4) * 40
    assert into.largest < 1 << 20
