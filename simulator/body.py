"""A request's JSON body: parsed, its known fields checked for type, unknown fields skipped."""

import json
from collections.abc import Mapping

from simulator.refusals import Refused, bare, plain, uncoded

Fields = Mapping[str, str]

EXPECTED = {
    "string": "a string",
    "bool": "a boolean",
    "int": "i32",
    "number": "f32",
    "array": "a sequence",
    "object": "a map",
    "string or array": "a string or a sequence",
    "string or object": "a string or a map",
    "int or string": "i32",
}


def fits(value: object, kind: str) -> bool:
    """Whether a JSON value is of a kind; null fits every kind."""
    if value is None:
        return True
    if isinstance(value, bool):
        return kind == "bool"
    words = kind.split(" or ")
    return (
        (isinstance(value, str) and "string" in words)
        or (isinstance(value, list) and "array" in words)
        or (isinstance(value, dict) and "object" in words)
        or (isinstance(value, int) and ("int" in words or "number" in words))
        or (isinstance(value, float) and "number" in words)
    )


def found(value: object) -> str:
    """How the provider's parser names a value of the wrong type."""
    match value:
        case bool():
            return f"boolean `{str(value).lower()}`"
        case str():
            return f"string {json.dumps(value, ensure_ascii=False)}"
        case int():
            return f"integer `{value}`"
        case float():
            return f"floating point `{value}`"
        case list():
            return "sequence"
        case _:
            return "map"


class Body:
    """Typed looks into a checked JSON object."""

    def __init__(self, values: dict[str, object]) -> None:
        self.values = values

    def __contains__(self, name: str) -> bool:
        return self.values.get(name) is not None

    def text(self, name: str, otherwise: str = "") -> str:
        """A string, or the default when it is missing or null."""
        value = self.values.get(name)
        return value if isinstance(value, str) else otherwise

    def flag(self, name: str, otherwise: bool = False) -> bool:
        """A boolean, or the default."""
        value = self.values.get(name)
        return value if isinstance(value, bool) else otherwise

    def whole(self, name: str) -> int | None:
        """An integer; digits in a string count."""
        value = self.values.get(name)
        if isinstance(value, str) and value.strip().isdecimal():
            return int(value)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def number(self, name: str) -> float | None:
        """A number."""
        value = self.values.get(name)
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None

    def items(self, name: str) -> list[object]:
        """An array; empty when missing."""
        value = self.values.get(name)
        return value if isinstance(value, list) else []

    def inner(self, name: str) -> "Body":
        """An object; empty when missing."""
        value = self.values.get(name)
        return Body(value if isinstance(value, dict) else {})


def parse(raw: bytes, content_type: str) -> Body:
    """The body as an object. Refuses a wrong media type (415), bad JSON (400, plain text), and what is no object (422)."""
    if not raw or content_type.split(";")[0].strip().lower() != "application/json":
        raise bare(415)
    try:
        values = json.loads(raw)
    except (ValueError, RecursionError) as problem:
        raise plain(400, f"Failed to parse the request body as JSON: {problem}") from None
    if not isinstance(values, dict):
        raise plain(422, unreadable(f"invalid type: {found(values)}, expected struct"))
    return Body(values)


def unreadable(why: str) -> str:
    """The sentence for a body that is JSON but not the right JSON."""
    return f"Failed to deserialize the JSON body into the target type: {why}"


def check(body: Body, fields: Fields, required: tuple[str, ...], *, as_json: bool) -> None:
    """Refuse (422) a known field of the wrong type or a missing required one."""
    for name, kind in fields.items():
        value = body.values.get(name)
        if not fits(value, kind):
            raise mistyped(f"{name}: invalid type: {found(value)}, expected {EXPECTED[kind]}", as_json)
    for name in required:
        if name not in body:
            raise mistyped(f"missing field `{name}`", as_json)


def mistyped(why: str, as_json: bool) -> Refused:
    """422: plain text on chat, JSON elsewhere."""
    return uncoded(422, unreadable(why)) if as_json else plain(422, unreadable(why))
