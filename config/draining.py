"""Whether this web process is leaving: readiness says so, and new requests go elsewhere."""

_begun = False


def begin() -> None:
    """From now on /readyz answers 503."""
    global _begun
    _begun = True


def begun() -> bool:
    """True once SIGTERM has arrived."""
    return _begun
