"""Media in a folder, served by our own signed links (`foundation.storage.serving`)."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.core import signing
from django.core.files.storage import FileSystemStorage
from django.urls import reverse

from foundation.storage import StorageDown

SALT = "foundation.storage.link"


class LocalBytes(FileSystemStorage):
    """A folder that behaves as a private bucket does."""

    def __init__(self, **kwargs: Any) -> None:
        # In MEDIA_ROOT, whatever it is by then: a place that is handed over would stay when the setting changes.
        super().__init__(file_permissions_mode=0o600, directory_permissions_mode=0o700, **kwargs)

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        if self.exists(name):
            raise FileExistsError(name)
        return name

    def keys(self, prefix: str) -> Iterator[str]:
        base = Path(self.location)
        for folder, below, files in os.walk(base / prefix):
            below.sort()  # as an object store lists them, near enough
            for name in sorted(files):
                yield (Path(folder) / name).relative_to(base).as_posix()

    def link(self, name: str, *, content_type: str, filename: str = "", download: bool = False) -> str:
        token = signing.dumps({"k": name, "t": content_type, "f": filename, "d": download}, salt=SALT, compress=True)
        return reverse("media", args=[token, quote(filename or Path(name).name, safe="")])

    def check(self) -> None:
        try:
            Path(self.location).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageDown("media folder") from error
        if not os.access(self.location, os.W_OK):
            raise StorageDown("media folder")
