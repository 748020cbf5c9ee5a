"""The file somebody sent: JSON, or a zip with JSON and pictures in it. Nothing is unpacked to a name of its choosing."""

import sys
import zipfile
import zlib
from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice
from typing import IO, Any

from django.conf import settings

from chatapp.transfers.parsing import NotReadable, items

DIRECTORY_BYTES = 8_000_000  # names and places of some 50,000 files
MOST_ENTRIES = 100_000
WANTED = ("conversations.json", "conversations-")


class Budget:
    """What may come out of one archive in all. Raises NotReadable beyond it."""

    def __init__(self, most: int) -> None:
        self._left = most

    def spend(self, count: int) -> None:
        """So much came out."""
        self._left -= count
        if self._left < 0:
            raise NotReadable("unpacks to too much")


class Bounded:
    """A stream that ends with NotReadable where more comes out than is allowed: a small file may unpack to a huge one."""

    def __init__(self, stream: IO[bytes], budget: "Budget") -> None:
        self._stream, self._budget = stream, budget

    def read(self, size: int = -1) -> bytes:
        """As a file's."""
        data = self._stream.read(size)
        self._budget.spend(len(data))
        return data


class Directory:
    """A zip's file while its directory is read: zipfile takes that whole into memory, however large it is said to be."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable
        self.most = DIRECTORY_BYTES

    def read(self, size: int = -1) -> bytes:
        """As a file's."""
        if size > self.most:
            raise zipfile.BadZipFile("too large a directory")
        return self._file.read(size)


class Archive:
    """What came, to be read as often as needed."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._budget = Budget(settings.TRANSFER_UNPACKED_BYTES)  # of what stands beside the conversations
        self._zip = self._opened()
        self._files = sorted(_bare(name) for name in self._zip.namelist()) if self._zip else []

    def items(self) -> Iterator[Any]:
        """Every conversation in it. Raises NotReadable, also half-way."""
        budget = Budget(settings.TRANSFER_UNPACKED_BYTES)
        if self._zip is None:
            self._file.seek(0)
            yield from items(Bounded(self._file, budget))  # type: ignore[arg-type]
            return
        names = [
            name for name in self._zip.namelist() if name.rsplit("/")[-1].startswith(WANTED) and name.endswith(".json")
        ]
        if not names:
            raise NotReadable("no conversations.json in it")
        for name in sorted(names)[:1000]:
            try:
                with self._zip.open(name) as member:
                    yield from items(Bounded(member, budget))  # type: ignore[arg-type]
            except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError) as error:
                raise NotReadable(type(error).__name__) from error

    def fetch(self, begins: str) -> bytes:
        """The file of the archive whose name begins so (after "file-", as ChatGPT's do); empty: there is none to take."""
        if self._zip is None or len(begins) < 6:
            return b""
        for bare, name in islice(self._files, bisect_left(self._files, (begins, "")), None):
            if not bare.startswith(begins):
                break
            if self._zip.getinfo(name).file_size <= settings.MAX_FILE_BYTES:
                return self._content(name)
        return b""

    def _content(self, name: str) -> bytes:
        assert self._zip is not None
        try:
            with self._zip.open(name) as member:
                data = member.read(settings.MAX_FILE_BYTES + 1)
        except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError):
            return b""
        self._budget.spend(len(data))
        return data

    def _opened(self) -> zipfile.ZipFile | None:
        if self._file.read(2) != b"PK":
            return None
        try:
            directory = Directory(self._file)
            opened = zipfile.ZipFile(directory)
            if len(opened.namelist()) > MOST_ENTRIES:
                raise NotReadable("too many files in it")
            directory.most = sys.maxsize
            return opened
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise NotReadable("a broken zip") from error


def _bare(name: str) -> tuple[str, str]:
    """A member's name without its folder and what ChatGPT puts before it, and the whole of it."""
    return name.rsplit("/")[-1].removeprefix("file-").removeprefix("file_"), name
