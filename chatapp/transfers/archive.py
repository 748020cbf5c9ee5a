"""The file somebody sent: JSON, or a zip with JSON and pictures in it. Nothing is unpacked to a name of its choosing."""

import zipfile
from collections.abc import Iterator
from typing import IO, Any

from django.conf import settings

from chatapp.transfers.parsing import NotReadable, items

WANTED = ("conversations.json", "conversations-")


class Bounded:
    """A stream that ends with NotReadable where more comes out than is allowed: a small file may unpack to a huge one."""

    def __init__(self, stream: IO[bytes], most: int) -> None:
        self._stream, self._left = stream, most

    def read(self, size: int = -1) -> bytes:
        """As a file's."""
        data = self._stream.read(size)
        self._left -= len(data)
        if self._left < 0:
            raise NotReadable("unpacks to too much")
        return data


class Archive:
    """What came, to be read as often as needed."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._zip = self._opened()

    def items(self) -> Iterator[Any]:
        """Every conversation in it. Raises NotReadable, also half-way."""
        most = settings.TRANSFER_UNPACKED_BYTES
        if self._zip is None:
            self._file.seek(0)
            yield from items(Bounded(self._file, most))  # type: ignore[arg-type]
            return
        names = [
            name for name in self._zip.namelist() if name.rsplit("/")[-1].startswith(WANTED) and name.endswith(".json")
        ]
        if not names:
            raise NotReadable("no conversations.json in it")
        for name in sorted(names)[:1000]:
            try:
                with self._zip.open(name) as member:
                    yield from items(Bounded(member, most))  # type: ignore[arg-type]
            except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
                raise NotReadable(type(error).__name__) from error

    def fetch(self, begins: str) -> bytes:
        """The file of the archive whose name begins so (after "file-", as ChatGPT's do); empty: there is none to take."""
        if self._zip is None or len(begins) < 6:
            return b""
        for about in self._zip.infolist():
            name = about.filename.rsplit("/")[-1].removeprefix("file-").removeprefix("file_")
            if name.startswith(begins) and about.file_size <= settings.MAX_FILE_BYTES:
                try:
                    with self._zip.open(about) as member:
                        return member.read(settings.MAX_FILE_BYTES + 1)
                except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError):
                    return b""
        return b""

    def _opened(self) -> zipfile.ZipFile | None:
        if self._file.read(2) != b"PK":
            return None
        try:
            return zipfile.ZipFile(self._file)
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise NotReadable("a broken zip") from error
