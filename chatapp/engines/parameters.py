"""What may be set beside the words: temperature and its kin. Offered, checked and kept only where the engine takes it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from xai import parameters as upstream

Values = tuple[tuple[str, Any], ...]  # by name, sorted: frozen, so that a choice may be compared
LONGEST_STOP, MOST_STOPS = 40, 4
SEPARATOR = " | "
ENDLESS = 10**6  # a bound nobody needs to be told before they pass it


@dataclass(frozen=True, slots=True)
class Parameter:
    """One of them, as the drawer shows it. Not `whole`: a number with decimals. `words`: texts."""

    name: str
    label: str
    hint: str
    low: float = 0
    high: float = 0
    whole: bool = False
    words: bool = False

    @property
    def step(self) -> str:
        """How far one press of an arrow goes."""
        return "1" if self.whole else "0.05"

    @property
    def range(self) -> str:
        """From where to where."""
        return f"{self.low:,g} to {self.high:,g}" if self.high < ENDLESS else "a whole number"


class Wrong(ValueError):
    """What was typed cannot be sent; the text is the sentence for whoever typed it."""


def everything() -> tuple[Parameter, ...]:
    """All there are; each engine takes some of them."""
    return (
        Parameter("temperature", "Temperature", "low: sober, high: surprising", 0, 2),
        Parameter("top_p", "Top-p", "only the likeliest words, up to this share", 0, 1),
        Parameter("top_k", "Top-k", "only so many words to pick from", 1, 1_000, whole=True),
        Parameter("max_output_tokens", "Longest answer", "in tokens; bounds its cost", 16, settings.MAX_OUTPUT_TOKENS, whole=True),
        Parameter("seed", "Seed", "the same number, nearly the same answer", 0, 2**31 - 1, whole=True),
        Parameter("presence_penalty", "Presence penalty", "above 0: new subjects", -2, 2),
        Parameter("frequency_penalty", "Frequency penalty", "above 0: fewer repetitions", -2, 2),
        Parameter("stop", "Stop at", "the answer ends before this; several with | between", words=True),
    )  # fmt: skip


def taken_by(engine: str) -> tuple[Parameter, ...]:
    """Those this engine takes; of "auto", those every Grok takes."""
    taken = upstream.taken(upstream.GROK if engine == "auto" else engine, settings.XAI_ROUTE)
    return tuple(each for each in everything() if each.name in taken)


def typed(form: Mapping[str, str]) -> Values:
    """What stands in a form; an empty field is not set. Raises Wrong."""
    found = ((each.name, _value(each, form.get(each.name, "").strip())) for each in everything())
    return tuple(sorted((name, value) for name, value in found if value not in (None, ())))


def kept(values: Values) -> dict[str, Any]:
    """As a column keeps them."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values}


def brought_back(column: Any) -> Values:
    """From a column."""
    rows = column.items() if isinstance(column, dict) else ()
    return tuple(sorted((name, tuple(value) if isinstance(value, list) else value) for name, value in rows))


def fitting(values: Iterable[tuple[str, Any]], engine: str) -> Values:
    """Those of them that this engine takes."""
    names = {each.name for each in taken_by(engine)}
    return tuple((name, value) for name, value in values if name in names)


def longest_answer(values: Values) -> int:
    """The most tokens an answer may have: as set, but never more than the house allows."""
    return min(dict(values).get("max_output_tokens") or settings.MAX_OUTPUT_TOKENS, settings.MAX_OUTPUT_TOKENS)


def _value(parameter: Parameter, said: str) -> Any:
    if not said:
        return None
    if parameter.words:
        return _words(parameter, said)
    try:
        value = int(said) if parameter.whole else float(said.replace(",", "."))
    except ValueError:
        value = float("nan")
    if not parameter.low <= value <= parameter.high:  # also what is no number
        kind = "a whole number" if parameter.whole else "a number"
        bounds = f"from {parameter.low:,g} to {parameter.high:,.10g}"
        raise Wrong(f"{parameter.label} is {kind} {bounds}. Nothing was sent; change it or leave it empty.")
    return value


def _words(parameter: Parameter, said: str) -> tuple[str, ...]:
    lines = tuple(dict.fromkeys(line.strip() for line in said.split(SEPARATOR.strip()) if line.strip()))
    if len(lines) > MOST_STOPS or any(len(line) > LONGEST_STOP for line in lines):
        raise Wrong(
            f"{parameter.label} takes at most {MOST_STOPS} texts of {LONGEST_STOP} characters. Nothing was sent; shorten it."
        )
    return lines
