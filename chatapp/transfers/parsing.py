"""Reading JSON nobody has vouched for: one conversation at a time, bounded in size and depth, without recursion."""

from collections.abc import Iterator
from typing import IO, Any

import ijson

DEEPEST = 100
LONGEST_ITEM = 40_000_000  # characters and marks of one conversation
_OPENS, _CLOSES = {"start_map", "start_array"}, {"end_map", "end_array"}


class NotReadable(Exception):
    """This is no JSON, or not to its end."""


class Unfit:
    """Stands for an item that was too large or too deep; the rest of the file is read all the same."""


def items(stream: IO[bytes]) -> Iterator[Any]:
    """The items of a list, or of the list "conversations" of an object; an object without one is itself the item.

    Raises NotReadable where the file breaks off; what came before was given.
    """
    try:
        yield from _items(ijson.basic_parse(stream, use_float=True))
    except (ijson.JSONError, ValueError, OverflowError, UnicodeError) as error:
        raise NotReadable(type(error).__name__) from error


def _items(events: Iterator[tuple[str, Any]]) -> Iterator[Any]:
    first, _ = next(events, ("", None))
    if first == "start_array":
        yield from _list(events)
        return
    if first != "start_map":
        raise NotReadable("no list")
    whole: dict[str, Any] = {}
    listed = False
    for event, value in events:
        if event == "end_map":
            break
        if event != "map_key":
            continue
        kind, content = next(events)
        if value == "conversations" and kind == "start_array":
            listed = True
            yield from _list(events)
        else:
            whole[value] = _built(kind, content, events)
    if not listed:
        yield whole


def _list(events: Iterator[tuple[str, Any]]) -> Iterator[Any]:
    for event, value in events:
        if event == "end_array":
            return
        yield _built(event, value, events)


def _built(event: str, value: Any, events: Iterator[tuple[str, Any]]) -> Any:
    """The value that begins with this event. One that is unfit is read to its end and forgotten."""
    builder: Any = ijson.ObjectBuilder()
    builder.event(event, value)
    depth, size = int(event in _OPENS), 0
    while depth:
        event, value = next(events)
        depth += (event in _OPENS) - (event in _CLOSES)
        size += len(value) + 8 if isinstance(value, str) else 8
        if builder is not None and (depth > DEEPEST or size > LONGEST_ITEM):
            builder = None
        if builder is not None:
            builder.event(event, value)
    return Unfit() if builder is None else builder.value
