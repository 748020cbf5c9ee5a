"""Which schemas may be asked for. They are people's input: bounded, local, and without what makes checking slow."""

import json
from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

Schema = dict[str, Any]

LONGEST = 16_000  # characters
DEEPEST = 12
# A pattern can be made to take hours to match; the others lead out of the schema, or are not what people mean.
REFUSED = {
    "pattern": "patterns cannot be checked safely here",
    "patternProperties": "patterns cannot be checked safely here",
    "$dynamicRef": "only references within the schema are followed",
    "$id": "only references within the schema are followed",
}


def parsed(text: str) -> Schema:
    """The schema somebody typed. Raises ValueError with a sentence that says what to change."""
    if len(text) > LONGEST:
        raise ValueError(f"This schema is {len(text):,} characters long; {LONGEST:,} is the most.")
    try:
        schema = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(
            f"This is not JSON: {error.msg.lower()} in line {error.lineno}, column {error.colno}."
        ) from error
    except RecursionError as error:
        raise ValueError("This schema is nested too deeply.") from error
    return checked(schema)


def checked(schema: object) -> Schema:
    """The same for a value. Raises ValueError."""
    if not isinstance(schema, dict) or schema.get("type") not in ("object", "array"):
        raise ValueError('A schema is a JSON object, and says "type": "object" or "type": "array" at its top.')
    for word, depth in _words(schema):
        if depth > DEEPEST:
            raise ValueError(f"This schema is nested more than {DEEPEST} levels deep.")
        if word in REFUSED:
            raise ValueError(f"“{word}” is not taken: {REFUSED[word]}. Leave it out.")
    for target in _references(schema):
        if not target.startswith("#"):
            raise ValueError(
                f"The reference “{target[:80]}” leads out of the schema. Only those beginning with # are followed."
            )
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        where = "/".join(str(step) for step in error.absolute_path) or "the top"
        raise ValueError(f"This is no valid JSON Schema: {error.message[:200]} (at {where}).") from error
    return schema


def _words(value: object, depth: int = 0, *, names: bool = False) -> Iterator[tuple[str, int]]:
    """Every keyword with its depth; `names`: the keys here are people's names of properties, not keywords."""
    if isinstance(value, dict):
        for key, below in value.items():
            if not names:
                yield key, depth
            yield from _words(below, depth + 1, names=not names and key in ("properties", "$defs"))
    else:
        yield "", depth
        for each in value if isinstance(value, list) else ():
            yield from _words(each, depth + 1)


def _references(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for below in value.values():
            yield from _references(below)
    elif isinstance(value, list):
        for each in value:
            yield from _references(each)
