"""Secrets made on first start and kept below var/, readable by us alone."""

import base64
import os
import secrets
from collections.abc import Callable
from pathlib import Path


def kept(folder: Path) -> dict[str, str]:
    """The files with our secrets, by the settings that read them; made where missing."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    return {
        "SECRET_KEY_FILE": str(_file(folder / "secret-key", lambda: secrets.token_urlsafe(50))),
        "FIELD_KEYS_FILE": str(_file(folder / "field-keys", _fernet_key)),
    }


def _fernet_key() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def _file(path: Path, make: Callable[[], str]) -> Path:
    """Appears under its name only when whole: half a key would lock away what it encrypted."""
    if not path.exists():
        half = path.with_suffix(".half")
        half.unlink(missing_ok=True)
        descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(make())
            file.flush()
            os.fsync(file.fileno())
        half.rename(path)
    return path
