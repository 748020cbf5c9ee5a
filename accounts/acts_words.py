"""The audit's keys in people's words: what was done, about what, and what the values mean. The sheet keeps the keys.

Each room says the words of what it writes (`audit_words` in its folder), when the house starts.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.urls import NoReverseMatch, reverse

from accounts.models import AuditEntry, User

TOKEN = re.compile(r"(\w+)[: ]([0-9a-f]{8}-[0-9a-f-]{27}|[^\s:]+)")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing: its name, the page that shows one, and which right of a reader opens that. A name that ends in a dash
    is followed by the number people call it by.
    """

    words: str
    page: str = ""
    right: str = ""


@dataclass(frozen=True, slots=True)
class Thing:
    """What an act is about: what it is called, its page where this reader may open one, and how the list is narrowed to it."""

    name: str
    page: str
    target: str


_done: dict[str, str] = {}
_kinds: dict[str, Kind] = {}


def register(acts: Mapping[str, str], kinds: Mapping[str, Kind]) -> None:
    """Of a room: what each act that it writes is called, and each thing that stands in a target."""
    _done.update(acts)
    _kinds.update(kinds)


def done(action: str) -> str:
    """ "case.decided" as "decided a case"; an act nobody has words for stays its key."""
    return _done.get(action, action)


def keys_of(words: str) -> list[str]:
    """The acts that are told with these words: "took back a decision", "a case"."""
    said = " ".join(words.casefold().split())
    return [key for key, told in _done.items() if said and said in told.casefold()]


def names(acts: Iterable[AuditEntry]) -> dict[str, str]:
    """By public id, the people these acts are about and who are still here. One query."""
    found = {key for act in acts for kind, key in TOKEN.findall(act.target) if kind == "person" and _id(key)}
    return {str(each.public_id): each.name for each in User.objects.filter(public_id__in=found, is_active=True)}


def things(act: AuditEntry, people: dict[str, str], reader: User) -> list[Thing]:
    """Everything its target names."""
    found = [(kind, key) for kind, key in TOKEN.findall(act.target) if kind in _kinds]
    if not found:
        return [Thing(act.target, "", act.target)]
    return [_thing(kind, key, people, reader) for kind, key in found]


def value(said: Any) -> str:
    """One side of a change: no braces, no ids in full, times as people write them."""
    if said in (None, "", [], {}):
        return ""
    if isinstance(said, bool):
        return "yes" if said else "no"
    if isinstance(said, dict):
        return ", ".join(f"{_plain(name)} {value(each)}".strip() for name, each in said.items())
    if isinstance(said, list):
        return ", ".join(map(value, said))
    return _text(said) if isinstance(said, str) else str(said)


def _thing(kind: str, key: str, people: dict[str, str], reader: User) -> Thing:
    words, page = _kinds[kind].words, _kinds[kind].page
    target = f"{kind}:{key}" if kind == "person" else key
    if kind == "person":
        there = key in people
        return Thing(people.get(key, words), _page(page, key) if there else "", target)
    number = key[:8].upper() if words.endswith("-") else f" {key[:8] if _id(key) else key}"
    return Thing(f"{words}{number}", _page(page, key) if page and getattr(reader, _kinds[kind].right) else "", target)


def _page(name: str, key: str) -> str:
    try:
        return reverse(name, args=[key])
    except NoReverseMatch:
        return ""


def _text(said: str) -> str:
    if _id(said):
        return said[:8]
    if re.match(r"\d{4}-\d\d-\d\dT", said):
        try:
            return f"{datetime.fromisoformat(said).astimezone(UTC):%-d %B %Y, %H:%M} UTC"
        except ValueError:
            return said
    return said


def _plain(name: str) -> str:
    return name.replace("_", " ")


def _id(said: str) -> bool:
    try:
        return str(UUID(said)) == said
    except ValueError:
        return False
