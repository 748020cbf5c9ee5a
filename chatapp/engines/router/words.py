"""Why Auto chose an engine, in words. The turn's row keeps the code."""

from dataclasses import dataclass

from chatapp.engines import catalogue, strengths
from chatapp.engines.telling import in_order, typical_ticks
from usage import money
from xai.values import Engine

BECAUSE = {
    "short": "a short question",
    "chat": "an everyday question",
    "goes_on": "it answered before and knows what this is about",
    "coding": "a question about code",
    "hard_coding": "a demanding question about code",
    "reasoning": "sums or logic",
    "research": "weighing sources",
    "planning": "a plan in steps",
    "extraction": "sorting out data",
    "summarising": "a summary",
    "long_text": "a very long text",
    "pictures": "pictures to look at",
    "hard": "a hard question",
    "thrifty": "little of your allowance is left",
    "unsure": "nothing special about the question",
}


ASKED = "asked:"  # before a code: the rules were not sure, and an engine said what kind of question it is


@dataclass(frozen=True, slots=True)
class Chip:
    """What stands beside an answer whose engine was chosen for the person, and whom to ask instead with one click."""

    sort: str  # "Fast engine"
    because: str
    difference: str  # "about 0.30 ¢ less than grok-4.7"
    instead: str  # an engine's id; empty: there is no other

    @property
    def words(self) -> str:
        """The whole sentence."""
        return f"{self.sort}: {self.because}" + (f"; {self.difference}" if self.difference else "")


def chip(engine_name: str, because: str) -> Chip | None:
    """The chip for a turn's engine and reason; None without a reason: the person chose."""
    if not because:
        return None
    engine = catalogue.known(engine_name)
    other = _other(engine)
    return Chip(_sort(engine), _because(because), _difference(engine, other), other.id if other else "")


def _because(code: str) -> str:
    words = BECAUSE.get(code.removeprefix(ASKED), BECAUSE["unsure"])
    return f"{words}, says an engine that was asked" if code.startswith(ASKED) else words


def _sort(engine: Engine) -> str:
    strength = strengths.of(engine)
    if strength.hard >= 4:
        return "Strong engine"
    if strength.code > strength.hard and strength.code >= 4:
        return "Engine for code"
    return "Fast engine" if strength.quick >= 5 else "All-round engine"


def _other(engine: Engine) -> Engine | None:
    """For a strong one the quickest, for all others the strongest."""
    others = in_order(each for each in catalogue.on_offer() if each.id != engine.id)
    if not others:
        return None
    if strengths.of(engine).hard >= 4:
        return max(others, key=lambda each: (strengths.of(each).quick, -typical_ticks(each)))
    return others[0]


def _difference(engine: Engine, other: Engine | None) -> str:
    """Of a usual answer: what this question will cost nobody knows yet, and afterwards the receipt says it."""
    if other is None or not engine.prices.completion or not other.prices.completion:
        return ""
    ticks = typical_ticks(engine) - typical_ticks(other)
    if not ticks:
        return ""
    return f"about {money.cents(abs(ticks))} {'more' if ticks > 0 else 'less'} than {other.id}"
