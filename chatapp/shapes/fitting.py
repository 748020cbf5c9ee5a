"""Does an answer fit its schema? The provider's word for it is not taken: every answer is read and checked here."""

import json
import re
from typing import TYPE_CHECKING, Any

from chatapp.shapes.schemas import Schema
from chatapp.turns.words import CONTROL

if TYPE_CHECKING:
    from jsonschema import ValidationError

MOST_PROBLEMS = 3
LONGEST_PROBLEM = 240
DEEPEST_VALUE = 40
FENCED = re.compile(r"\A\s*```(?:json)?[ \t]*\n(?P<inside>.*)```\s*\Z", re.DOTALL)


class Unfit(ValueError):
    """An answer that does not fit; the words are the validator's."""


def read(text: str, schema: Schema) -> Any:
    """The value in an answer that fits. Raises Unfit. May take long for a large answer: not for a page."""
    from jsonschema import Draft202012Validator  # large: few answers have a shape
    from referencing.exceptions import Unresolvable

    value = value_in(text)
    try:
        problems = sorted(Draft202012Validator(schema).iter_errors(value), key=lambda error: list(map(str, error.path)))
    except (RecursionError, Unresolvable) as error:  # of a schema from before these were refused
        raise Unfit("the shape cannot be checked") from error
    if problems:
        raise Unfit("; ".join(_said(problem) for problem in problems[:MOST_PROBLEMS]) + _more(len(problems)))
    return value


def value_in(text: str) -> Any:
    """The value an answer holds; a code fence around it is forgiven. Raises Unfit."""
    fenced = FENCED.match(text)
    try:
        value = json.loads(fenced["inside"] if fenced else text, parse_constant=_refused)
    except json.JSONDecodeError as error:
        raise Unfit(f"not JSON: {error.msg.lower()} in line {error.lineno}, column {error.colno}") from error
    except (RecursionError, ValueError) as error:
        raise Unfit("not JSON that can be read") from error
    if _depth(value) > DEEPEST_VALUE:
        raise Unfit(f"nested more than {DEEPEST_VALUE} levels deep")
    return value


def _depth(value: object) -> int:
    """How deep it is, level by level: without going down into it."""
    depth, level = 0, [value]
    while level := [
        below
        for each in level
        for below in (each.values() if isinstance(each, dict) else each if isinstance(each, list) else ())
    ]:
        depth += 1
    return depth


def _said(problem: "ValidationError") -> str:
    where = ".".join(str(step) for step in problem.absolute_path)
    words = problem.message if len(problem.message) <= LONGEST_PROBLEM else f"{problem.message[:LONGEST_PROBLEM]}…"
    return CONTROL.sub("", f"{where[:LONGEST_PROBLEM]}: {words}" if where else words)


def _more(count: int) -> str:
    return f"; and {count - MOST_PROBLEMS} more" if count > MOST_PROBLEMS else ""


def _refused(constant: str) -> None:
    raise ValueError(constant)
