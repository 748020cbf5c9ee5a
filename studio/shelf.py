"""Putting files on the house's shelf and taking them down, each time looking whether they are what they should be."""

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

from django.core.files import File

from foundation.storage import media
from studio import leftovers
from studio.pipeline.patience import patiently


class Changed(Exception):
    """What the store gives back is not what was put there."""


def put_up(source: Path, key: str, *, mime: str, waits: bool = True) -> str:
    """Store a file under a new key, read it back, return its SHA-256. Raises Changed, FileNotFoundError, StorageDown.

    `waits`: for a store that is away, for a while; not where a person waits meanwhile.
    """
    digest = sha256_of(source)
    tried = patiently if waits else _once

    def save() -> None:
        if media().exists(key):  # an earlier try of ours, whose answer was lost
            media().delete(key)
        with source.open("rb") as file:
            wrapped = File(file, name=key)
            wrapped.content_type = mime  # type: ignore[attr-defined]
            media().save(key, wrapped)

    tried(save, doing="store")
    try:
        tried(lambda: _confirm(key, source.stat().st_size, digest), doing="read back")
    except (Changed, FileNotFoundError):
        leftovers.discard([key])  # the next try has a key of its own
        raise
    return digest


def take_down(key: str, target: Path, *, sha256: str) -> None:
    """Copy an object into a file. Raises FileNotFoundError, Changed, StorageDown."""

    def copy() -> None:
        with media().open(key) as stored, target.open("wb") as file:
            shutil.copyfileobj(stored, file)

    patiently(copy, doing="load")
    if sha256_of(target) != sha256:
        raise Changed(key)


def sha256_of(path: Path) -> str:
    """Of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _once(write: Callable[[], None], *, doing: str) -> None:
    write()


def _confirm(key: str, size: int, digest: str) -> None:
    if media().size(key) != size:
        raise Changed(key)
    with media().open(key) as stored:
        if hashlib.file_digest(stored, "sha256").hexdigest() != digest:
            raise Changed(key)
