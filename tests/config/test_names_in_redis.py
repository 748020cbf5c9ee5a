"""Rooms share one Redis: what one keeps there, no other may write by accident."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

ROOMS = ("accounts", "chatapp", "config", "foundation", "moderation", "studio", "usage")


def test_no_two_rooms_keep_things_under_one_name() -> None:
    rooms = defaultdict(set)
    for room in ROOMS:
        for name in _names(Path(settings.BASE_DIR) / room):
            rooms[name].add(room)

    assert {"turns", "jobs"} <= set(rooms)
    assert {name: by for name, by in rooms.items() if len(by) > 1} == {}


def _names(room: Path) -> Iterator[str]:
    """The first word of every `key(…)` in a room's files."""
    for file in room.rglob("*.py"):
        for call in ast.walk(ast.parse(file.read_text())):
            match call:
                case ast.Call(func=ast.Name(id="key"), args=[ast.Constant(value=str(name)), *_]):
                    yield name
