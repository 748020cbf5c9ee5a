"""What each engine is good for: a dated table, and a guess by price for engines that are newer than it."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from xai import reading
from xai.values import Engine

TABLE = Path(__file__).parent / "strengths.toml"
DEAR = 50_000  # ticks per token out, $5 per million


@dataclass(frozen=True, slots=True)
class Strength:
    """0: not for this; 5: the best there is. `quick`: answers soon, and cheaply. `thinks`: before it answers."""

    hard: int
    code: int
    quick: int
    thinks: bool
    words: str


def of(engine: Engine) -> Strength:
    """The entry with the longest name that this engine's begins with; else what its price and efforts let us expect."""
    entries = _table()
    names = sorted((name for name in entries if engine.id.startswith(name)), key=len)
    return entries[names[-1]] if names else _guessed(engine)


def dated() -> str:
    """When the table was last looked at."""
    return str(_parsed()["dated"])


def _guessed(engine: Engine) -> Strength:
    thinks = bool(engine.efforts)
    if engine.prices.completion >= DEAR:
        return Strength(4, 3, 2, thinks, "New here; by its price for hard questions")
    return Strength(2, 2, 3, thinks, "New here; by its price for everyday questions")


@cache
def _table() -> dict[str, Strength]:
    rows = reading.mapping(_parsed()["engine"])
    return {name: _strength(reading.mapping(row)) for name, row in rows.items()}


def _strength(row: reading.Json) -> Strength:
    return Strength(
        hard=reading.count(row, "hard"),
        code=reading.count(row, "code"),
        quick=reading.count(row, "quick"),
        thinks=reading.flag(row, "thinks"),
        words=reading.text(row, "words"),
    )


@cache
def _parsed() -> reading.Json:
    return tomllib.loads(TABLE.read_text())
