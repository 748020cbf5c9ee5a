"""From an address somebody gives us to the things that stand there. The rooms above say what their addresses show."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit
from uuid import UUID

from django.conf import settings
from django.urls import Resolver404, resolve

from accounts.models import User

LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Found:
    """A thing that stands at an address. `title` says which it is without a word of what it says or shows.

    `locked`: behind a password. Who does not name it is not told that it is there.
    """

    kind: str
    subject: UUID
    owner: User
    title: str
    locked: bool = False


# The words of the address, and who asks. `knows`: whoever knows the address is taken to have seen what is there, also
# where the link has died since; without it only what this viewer may see counts.
Finder = Callable[..., Sequence[Found]]

_finders: dict[str, Finder] = {}
_guessers: list[Callable[[str], Sequence[Found]]] = []


def register(name: str, finder: Finder) -> None:
    """What stands at addresses of this name: `finder(words, viewer, knows=…)`. Called once, when the room is ready."""
    _finders[name] = finder


def register_guess(guesser: Callable[[str], Sequence[Found]]) -> None:
    """Where no address of ours fits but the path may still name something, such as a file in a store elsewhere."""
    _guessers.append(guesser)


def at(address: str, viewer: Any = None, *, thing: UUID | None = None, knows: bool = False) -> list[Found]:
    """What stands there, or this one thing of it; nothing for what is not ours, gone, foreign, or no address at all."""
    place = place_of(address)
    if place is None:
        return _guessed(address) if knows else []
    try:
        match = resolve(place.path)
    except Resolver404:
        return _guessed(address) if knows else []
    finder = _finders.get(match.url_name or "")
    found = finder(match.kwargs, viewer, knows=knows) if finder else _guessed(address) if knows else []
    if thing is not None:
        return [each for each in found if each.subject == thing]
    return [each for each in found if knows or not each.locked]


def place_of(address: str) -> SplitResult | None:
    """The address, when it is one of this house; whatever else it is, None."""
    said = address.strip()[:LONGEST]
    if "://" not in said and not said.startswith("/"):
        said = f"https://{said}"
    try:
        place = urlsplit(said)
        host = place.hostname or ""
    except ValueError:
        return None
    ours = said.startswith("/") and not place.netloc
    return place if (ours or host in _hosts()) and "\0" not in place.path else None


def _hosts() -> set[str]:
    return {urlsplit(origin).hostname or "" for origin in settings.PUBLIC_ORIGINS}


def _guessed(address: str) -> list[Found]:
    return [found for guess in _guessers for found in guess(address[:LONGEST])]
