"""The stores a file may lie in, each looked into from outside; and taking one in as a browser does."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from accounts.models import User
from chatapp import projects
from chatapp.files import uploads
from chatapp.models import Attachment, Project
from tests.studio.storages import STORES, Store

Take = Callable[..., Attachment]


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """Each kind of store in turn: a folder, and two S3 servers."""
    opened: Store = STORES[request.param](request)
    with override_settings(**opened.settings):
        yield opened


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def take() -> Take:
    """Takes a file in."""

    def taken(owner: User, raw: bytes, name: str = "fox.png", **more: Any) -> Attachment:
        return uploads.take(owner, SimpleUploadedFile(name, raw), key=uuid4().hex, **more)

    return taken


@pytest.fixture
def boats(alice: User) -> Project:
    return projects.create(alice, "Boats")
