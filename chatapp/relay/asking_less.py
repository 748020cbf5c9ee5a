"""What is asked of an engine that had no room for a turn: each time it was turned away, half as much.

A provider that counts tokens takes a small request sooner than a large one. Who said how long the answer may be, or in
what shape it is to come, gets it so, however long that takes.
"""

from typing import Any

from chatapp.context import Path
from chatapp.engines import parameters
from chatapp.models import Kind, Turn, Wish

LEAST_ANSWER = 2_048  # tokens: most answers are shorter


def answer_tokens(turn: Turn, path: Path) -> int:
    """The longest answer that is asked for."""
    longest = turn.max_output_tokens
    return max(longest >> turn.turned_away, min(longest, LEAST_ANSWER)) if _may_be_short(turn, path) else longest


def _may_be_short(turn: Turn, path: Path) -> bool:
    wished: dict[str, Any] = dict(parameters.brought_back(turn.parameters))
    long = turn.kind == Kind.CONTINUE or turn.wish == Wish.LONGER
    return not (long or path.json_schema is not None or "max_output_tokens" in wished)
