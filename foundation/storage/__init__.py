"""The one door to stored bytes: a local folder, or S3. The rooms cannot tell which."""

from collections.abc import Iterator
from typing import Any, Protocol, cast

from django.core.files.storage import storages


class StorageDown(Exception):
    """The bucket or the disk did not answer. Nothing is known about the object; try again."""


class MediaStore(Protocol):
    """What a room may do with media. Keys are made from ids, never from people's file names; nothing is overwritten."""

    def save(self, name: str, content: Any) -> str:
        """Store a django File under this very key; raises FileExistsError when it is taken."""

    def open(self, name: str, mode: str = "rb") -> Any:
        """A readable, seekable file; raises FileNotFoundError."""

    def size(self, name: str) -> int:
        """Bytes stored; raises FileNotFoundError."""

    def exists(self, name: str) -> bool:
        """Whether there is an object under this key."""

    def delete(self, name: str) -> None:
        """Remove the object; no error when it is gone already."""

    def keys(self, prefix: str) -> Iterator[str]:
        """Every key below a prefix (`assets/`), in any order."""

    def link(self, name: str, *, content_type: str, filename: str = "", download: bool = False) -> str:
        """An address for this object that dies after MEDIA_LINK_SECONDS; minted at the click, never stored or logged."""

    def check(self) -> None:
        """One cheap round trip; raises StorageDown."""


def media() -> MediaStore:
    """The house's store."""
    return cast(MediaStore, storages["default"])
