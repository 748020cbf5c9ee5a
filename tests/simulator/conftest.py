"""One quick stand-in for each module of tests, its log cleared before each test."""

import base64
import io
from collections.abc import Iterator

import httpx
import pytest
from PIL import Image

from tests.simulator.calls import Caller
from tests.support.simulator import Simulator, start_simulator


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    with start_simulator(tmp_path_factory.mktemp("stand-in")) as simulator:
        yield simulator


@pytest.fixture
def stand_in(running: Simulator) -> Simulator:
    running.clear()
    return running


@pytest.fixture(scope="module")
def client(running: Simulator) -> Iterator[httpx.Client]:
    # Making a client costs a tenth of a second, most of it for certificates nobody needs here.
    with httpx.Client(base_url=running.base_url, timeout=20, headers={"Authorization": "Bearer xai-test"}) as client:
        yield client


@pytest.fixture
def call(stand_in: Simulator, client: httpx.Client) -> Caller:
    return Caller(client)


@pytest.fixture
def small_picture() -> str:
    """A data URI of 128 × 64 pixels."""
    raw = io.BytesIO()
    Image.new("RGB", (128, 64), "teal").save(raw, "PNG")
    return "data:image/png;base64," + base64.b64encode(raw.getvalue()).decode()
