"""Ports of this machine."""

import contextlib
from pathlib import Path
from socket import AF_INET, SO_REUSEADDR, SOCK_STREAM, SOL_SOCKET, socket


def is_free(port: int) -> bool:
    """Whether we could listen there; a port whose last user has just gone counts as free."""
    with socket(AF_INET, SOCK_STREAM) as probe:
        probe.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            probe.listen(1)
        except (OSError, OverflowError):
            return False
    return True


def any_free() -> int:
    """A port nobody uses now."""
    with socket(AF_INET, SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def kept(file: Path) -> int:
    """The port written in the file while it is free, else another, which is written down: links with it stay good."""
    with contextlib.suppress(FileNotFoundError, ValueError):
        port = int(file.read_text())
        if is_free(port):
            return port
    port = any_free()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(str(port))
    return port
