"""Reading the environment: four small functions, one wording for what is missing."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit


class MissingSetting(Exception):
    """A required value is not in the environment. Says where it is described."""

    def __init__(self, name: str, why: str = "") -> None:
        reason = f" {why}" if why else ""
        super().__init__(
            f"{name} is not set.{reason} See docs/settings.md, or start bin/dev, which sets everything, "
            "also for commands that are typed beside it."
        )


def text(name: str, default: str | None = None) -> str:
    """The value as text; without a default an absent value refuses to start."""
    value = os.environ.get(name, "")
    if value:
        return value
    if default is None:
        raise MissingSetting(name)
    return default


def flag(name: str, default: bool) -> bool:
    """`1 true yes on` and their opposites; any other word refuses to start."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise MissingSetting(name, f"{value!r} is neither true nor false.")


def number(name: str, default: float) -> float:
    """A number; the unit is the last word of the name."""
    value = os.environ.get(name, "").strip()
    try:
        return float(value) if value else default
    except ValueError as error:
        raise MissingSetting(name, f"{value!r} is not a number.") from error


def whole(name: str, default: int) -> int:
    """A whole number, read by the rule of `number`."""
    return int(number(name, default))


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list, blanks removed."""
    return [word for word in (part.strip() for part in text(name, default).split(",")) if word]


def secret(name: str, default: str | None = None) -> str:
    """A secret by value (`NAME`) or, for container secrets, by file (`NAME_FILE`)."""
    path = os.environ.get(f"{name}_FILE", "")
    if path:
        return Path(path).read_text().strip()
    return text(name, default)


def passwords(*addresses: str) -> list[str]:
    """The passwords inside of addresses, as they are spelled there and as they are said."""
    found = [password for address in addresses if (password := urlsplit(address).password)]
    return sorted({spelling for password in found for spelling in (password, unquote(password))}, key=len, reverse=True)
