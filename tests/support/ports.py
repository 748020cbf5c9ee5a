"""Ports that stay ours before anybody listens on them."""

from socket import AF_INET, SO_REUSEADDR, SOCK_STREAM, SOL_SOCKET, socket

_kept: list[socket] = []


def reserve() -> int:
    """A free port of 127.0.0.1, kept for a server that will listen on it, now and after each of its deaths.

    A bound socket that never listens keeps the port from everybody who asks for any free one; a server that reuses
    addresses (all of ours do) can listen on it all the same.
    """
    kept = socket(AF_INET, SOCK_STREAM)
    kept.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
    kept.bind(("127.0.0.1", 0))
    _kept.append(kept)
    return int(kept.getsockname()[1])
