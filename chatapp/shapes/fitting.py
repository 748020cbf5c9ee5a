"""Does an answer fit its schema? The provider's word for it is not taken: every answer is read and checked here."""

import json
import re
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from chatapp.shapes.schemas import Schema

MOST_PROBLEMS = 3
LONGEST_PROBLEM = 240
FENCED = re.compile(r"\A\s*```(?:json)?\s*\n(?P<inside>.*?)\n?```\s*\Z", re.DOTALL)


class Unfit(ValueError):
    """An answer that does not fit; the words are the validator's."""


def read(text: str, schema: Schema) -> Any:
    """The value in an answer; a code fence around it is forgiven. Raises Unfit."""
    fenced = FENCED.match(text)
    try:
        value = json.loads(fenced["inside"] if fenced else text, parse_constant=_refused)
    except json.JSONDecodeError as error:
        raise Unfit(f"not JSON: {error.msg.lower()} in line {error.lineno}, column {error.colno}") from error
    except (RecursionError, ValueError) as error:
        raise Unfit("not JSON that can be read") from error
    try:
        problems = sorted(Draft202012Validator(schema).iter_errors(value), key=lambda error: list(map(str, error.path)))
    except RecursionError as error:  # a schema that refers to itself goes as deep as the answer
        raise Unfit("nested too deeply to be checked") from error
    if problems:
        raise Unfit("; ".join(_said(problem) for problem in problems[:MOST_PROBLEMS]) + _more(len(problems)))
    return value


def _said(problem: ValidationError) -> str:
    where = ".".join(str(step) for step in problem.absolute_path)
    words = problem.message if len(problem.message) <= LONGEST_PROBLEM else f"{problem.message[:LONGEST_PROBLEM]}…"
    return f"{where}: {words}" if where else words


def _more(count: int) -> str:
    return f"; and {count - MOST_PROBLEMS} more" if count > MOST_PROBLEMS else ""


def _refused(constant: str) -> None:
    raise ValueError(constant)
