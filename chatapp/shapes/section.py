"""An answer in a shape, on the page."""

from dataclasses import dataclass
from typing import Any

from chatapp.models import State, Turn
from chatapp.models.turn import Shape
from chatapp.shapes import showing
from chatapp.shapes.checking import MOST_REPAIRS, repairs_before
from chatapp.shapes.fitting import value_in


@dataclass(frozen=True, slots=True)
class Shaped:
    """`table` or `fields`, when it fits; else `sentence` says what is the matter."""

    table: showing.Table | None = None
    fields: Any = ()
    sentence: str = ""
    repairable: bool = False


def shaped(turn: Turn) -> Shaped | None:
    """What the page shows of this answer besides its text; None when no shape was asked for, or it has not ended well."""
    if turn.prompt.json_schema is None or turn.state != State.FINISHED or turn.answer.in_its_place:
        return None
    if turn.shape == Shape.UNFIT:
        return Shaped(sentence=_sentence(turn), repairable=True)
    if turn.shape != Shape.FITS:
        return Shaped(sentence="We are reading whether this answer fits the shape you asked for.")
    value = showing.shown(value_in(turn.answer.shown_text))
    return Shaped(table=value) if isinstance(value, showing.Table) else Shaped(fields=value)


def _sentence(turn: Turn) -> str:
    tries = repairs_before(turn)
    said = f"This answer does not fit the shape you asked for: {turn.shape_problem}."
    if tries >= MOST_REPAIRS:
        return f"{said} Grok was asked {tries} more times and was charged for each. Loosen the shape, or ask once more."
    return said
