"""One address, three libraries with three spellings."""

from urllib.parse import urlencode, urlsplit, urlunsplit


def with_database(url: str, database: int) -> str:
    """The address as redis-py and channels spell it, naming a numbered database."""
    parts = urlsplit(url)
    if parts.scheme == "unix":
        return f"unix://{parts.path}?{urlencode({'db': database})}"  # urlunsplit would drop the empty host's slashes
    return urlunsplit(parts._replace(path=f"/{database}"))


def for_celery(url: str, database: int) -> str:
    """The address as kombu spells it: a unix socket has its own scheme there."""
    parts = urlsplit(url)
    if parts.scheme == "unix":
        return f"redis+socket://{parts.path}?virtual_host={database}"
    return with_database(url, database)
