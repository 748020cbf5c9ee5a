"""Bringing something, as the tests of what people bring do it."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from PIL import Image

from accounts.models import User
from foundation import kill_points
from foundation.storage import media
from studio.arrivals import checking, taking
from studio.models import Arrival, Asset, Stage
from tests.studio.storages import Store, local


@pytest.fixture(autouse=True)
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """A folder of its own for each test; the other kinds of store are tried with what is made to order."""
    opened = local(request)
    with override_settings(**opened.settings):
        yield opened


def bring(owner: User, content: bytes, name: str = "holiday.jpg") -> Arrival:
    """Bring it, and let a worker look at it."""
    arrival = taking.take(owner, SimpleUploadedFile(name, content))
    checking.check(arrival.pk)
    arrival.refresh_from_db()
    return arrival


def hung(owner: User, content: bytes, name: str = "holiday.jpg") -> Asset:
    """Bring something good."""
    arrival = bring(owner, content, name)
    assert arrival.stage == Stage.READY, arrival.sentence
    assert arrival.asset
    return arrival.asset


def stored(asset: Asset, folder: Path) -> Path:
    path = folder / "stored"
    path.write_bytes(media().open(asset.key).read())
    return path


def as_png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Its owner does this when the worker has drawn the thing and not hung it yet."""

    def reach(seam: str) -> None:
        if seam == "arrival.stored":
            act()

    monkeypatch.setattr(kill_points, "reach", reach)
