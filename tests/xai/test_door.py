"""One door for each event loop, and a key that no one sees."""

import asyncio
import logging
import subprocess
import sys

import pytest

import xai
from tests.xai import frames
from tests.xai.conftest import KEY, ask, until
from tests.xai.provider import Provider, answers
from xai import InMemoryStore, XaiSettings


@pytest.fixture
def _configured(provider: Provider) -> None:
    provider.plays(answers(frames.completed("Hi")["response"]))
    xai.configure(XaiSettings(base_url=provider.base_url, api_key=KEY, retries=0), InMemoryStore())


@pytest.mark.usefixtures("_configured")
async def test_a_loop_has_one_door_and_another_loop_another() -> None:
    here = xai.upstream()

    async def in_another_loop() -> tuple[bool, str]:
        door = xai.upstream()
        said = (await door.answer(ask())).text
        await xai.aclose()
        return door is here, said

    assert xai.upstream() is here
    assert await asyncio.to_thread(asyncio.run, in_another_loop()) == (False, "Hi")
    assert (await here.answer(ask())).text == "Hi"
    await xai.aclose()


@pytest.mark.usefixtures("_configured")
async def test_a_closed_door_is_replaced_and_leaves_no_connection(provider: Provider) -> None:
    first = xai.upstream()
    await first.answer(ask())
    assert provider.open == 1

    await xai.aclose()

    await until(lambda: provider.open == 0)
    assert xai.upstream() is not first
    assert (await xai.upstream().answer(ask())).text == "Hi"
    await xai.aclose()


@pytest.mark.usefixtures("_configured")
def test_talkative_libraries_are_quiet() -> None:
    assert [logging.getLogger(name).level for name in ("httpx", "httpcore")] == [logging.WARNING] * 2


@pytest.mark.parametrize(
    "url",
    [
        "https://api.x.ai", "https://api.x.ai/v1/", "api.x.ai/v1", "ftp://api.x.ai/v1", "https://u:p@api.x.ai/v1",
        "https://api.x.ai/v1?a=/v1", "",
    ],
)  # fmt: skip
def test_a_base_url_must_end_in_v1(url: str) -> None:
    with pytest.raises(ValueError, match="base URL"):
        XaiSettings(base_url=url)


def test_settings_do_not_show_the_key() -> None:
    assert KEY not in repr(XaiSettings(api_key=KEY))


def test_the_room_stands_alone() -> None:
    code = "import sys, xai; print(sorted({'django','redis','foundation','config','usage'} & set(sys.modules)))"

    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)

    assert out.stdout.strip() == "[]"
