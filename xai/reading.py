"""Small typed looks into the provider's JSON: a missing or odd value is an absent one, never a crash."""

import json
from collections.abc import Iterator, Mapping

import orjson

Json = Mapping[str, object]
NOTHING: Json = {}


def parsed(data: bytes) -> object:
    """The JSON value in these bytes. Raises ValueError.

    Bytes that are not UTF-8 and halves of surrogate pairs become U+FFFD, so that whatever comes out can be stored.
    """
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        value = json.loads(data.decode("utf-8", "replace"))  # raises ValueError for what is no JSON at all
        return orjson.loads(
            json.dumps(value, ensure_ascii=False).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        )


def mapping(value: object) -> Json:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else NOTHING


def mappings(value: object) -> Iterator[Json]:
    """The objects in a list."""
    if isinstance(value, list):
        yield from (each for each in value if isinstance(each, dict))


def text(source: Json, key: str) -> str:
    """A string, or an empty one."""
    value = source.get(key)
    return value if isinstance(value, str) else ""


def words(source: Json, key: str) -> tuple[str, ...]:
    """The strings in a list."""
    value = source.get(key)
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()


def whole(source: Json, key: str) -> int | None:
    """A whole number that is not negative, or None."""
    value = source.get(key)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value < 0 or value != value // 1:
        return None
    return int(value)


def count(source: Json, key: str) -> int:
    """A whole number, 0 when absent."""
    return whole(source, key) or 0


def seconds(source: Json, key: str) -> float | None:
    """A duration, or None."""
    value = source.get(key)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < 1e9:
        return None
    return float(value)


def flag(source: Json, key: str) -> bool:
    """True only for a true."""
    return source.get(key) is True


def ticks(source: Json) -> int | None:
    """What an answer says it cost, wherever it has a usage object."""
    return whole(mapping(source.get("usage")), "cost_in_usd_ticks")
