"""The stores the studio must work on alike, each looked into from outside."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from foundation.storage.local import LocalBytes
from tests.support.s3 import S3Server

LOCAL = {"BACKEND": "foundation.storage.local.LocalBytes"}
S3 = {"BACKEND": "foundation.storage.s3.S3Bytes"}


@dataclass
class Store:
    """One store: what makes the house use it, and what really lies in it."""

    name: str
    settings: dict[str, Any]
    held: Callable[[], list[str]]
    read: Callable[[str], bytes]
    server: S3Server | None = None


def storages(default: dict[str, Any]) -> dict[str, Any]:
    """STORAGES with another place for media."""
    return {
        "default": default,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def local(request: pytest.FixtureRequest) -> Store:
    """A folder."""
    folder: Path = request.getfixturevalue("tmp_path") / "bytes"

    def keys() -> list[str]:
        return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())

    settings = {"MEDIA_ROOT": folder, "STORAGES": storages(LOCAL)}
    return Store("local", settings, keys, lambda key: (folder / key).read_bytes())


def on(fixture: str) -> Callable[[pytest.FixtureRequest], Store]:
    """A bucket on one of the S3 servers."""

    def bucket(request: pytest.FixtureRequest) -> Store:
        server: S3Server = request.getfixturevalue(fixture)

        def read(key: str) -> bytes:
            found = server.client().get_object(Bucket=server.settings()["S3_BUCKET"], Key=key)
            return bytes(found["Body"].read())

        settings = {**server.settings(), "STORAGES": storages(S3)}
        return Store(server.name, settings, server.keys, read, server)

    return bucket


STORES = {"local": local, "moto": on("s3_server"), "rclone": on("signed_s3_server")}

# For a test of what is the same wherever the bytes lie.
on_a_folder = pytest.mark.parametrize("store", ["local"], indirect=True)


class Mangling(LocalBytes):
    """A folder on a disk that, while `broken`, does not give back what was written."""

    broken = False

    def save(self, name: str | None, content: Any, max_length: int | None = None) -> str:
        saved: str = super().save(name, content, max_length)
        if self.broken:
            path = Path(self.path(saved))
            path.write_bytes(path.read_bytes()[::-1])
        return saved
