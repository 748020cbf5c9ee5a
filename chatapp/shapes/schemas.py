"""Which schemas may be asked for. They are people's input: bounded, local, and without what makes checking slow."""

import json
import math
from collections.abc import Iterator
from typing import Any

from chatapp.shapes.references import followed

Schema = dict[str, Any]

LONGEST = 16_000  # characters
DEEPEST = 12
LARGEST = 2**53  # what every reader of JSON agrees on
# A pattern can be made to take hours to match; the others lead out of the schema, or are not what people mean.
REFUSED = {
    "pattern": "patterns cannot be checked safely here",
    "patternProperties": "patterns cannot be checked safely here",
    "$dynamicRef": "only references within the schema are followed",
    "$id": "only references within the schema are followed",
    "$anchor": "only references by their place (#/$defs/…) are followed",
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
    except ValueError as error:  # a number of more digits than Python reads
        raise ValueError(NUMBERS) from error
    return checked(schema)


NUMBERS = f"There is a number in this schema that is not finite, or beyond {LARGEST:,}."


def checked(schema: object) -> Schema:
    """The same for a value. Raises ValueError."""
    if not isinstance(schema, dict) or schema.get("type") not in ("object", "array"):
        raise ValueError('A schema is a JSON object, and says "type": "object" or "type": "array" at its top.')
    for word, depth in _words(schema):
        if depth > DEEPEST:
            raise ValueError(f"This schema is nested more than {DEEPEST} levels deep.")
        if word in REFUSED:
            raise ValueError(f"“{word}” is not taken: {REFUSED[word]}. Leave it out.")
    for value in _leaves(schema):
        _check_leaf(value)
    followed(schema)
    from jsonschema import Draft202012Validator, SchemaError  # it reads twenty files, for a thing few ask for

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


def _leaves(value: object) -> Iterator[object]:
    """Every name, word and number in it."""
    if isinstance(value, dict):
        for key, below in value.items():
            yield key
            yield from _leaves(below)
    elif isinstance(value, list):
        for each in value:
            yield from _leaves(each)
    else:
        yield value


def _check_leaf(value: object) -> None:
    if isinstance(value, str) and any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in value):
        raise ValueError("There is an invisible character in this schema that cannot be kept.")
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(NUMBERS)
    if isinstance(value, (int, float)) and abs(value) > LARGEST:
        raise ValueError(NUMBERS)
