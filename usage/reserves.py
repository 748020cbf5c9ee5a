"""How much an engine may think beyond what it says: tokens to hold for reasoning, by engine and effort.

The provider's output limit does not bind reasoning, and no table of it is published. What was recorded of single
requests: 33 to 290 tokens for one word, 2,809 beside an answer of 1,499; and on an engine that always reasons, 97 % of
all output. From there each effort gets about four times the one below. A reply that thinks longer is no accident: its hold
grows while there is money (`holds.grow`), and ends when there is none. Looked at in November 2026.
"""

from collections.abc import Mapping
from typing import TypeVar

from xai.values import Engine

Value = TypeVar("Value")

# Engines that take an effort. `minimal` acts as `low` at the provider.
BY_EFFORT = {"none": 0, "minimal": 2_000, "low": 2_000, "medium": 8_000, "high": 16_000, "xhigh": 32_000}

# Engines that take none, by how their name begins; the longest match counts.
BY_NAME = {
    "grok-4.20-0309-non-reasoning": 0,
    "grok-4.20-non-reasoning": 0,
    "grok-4.20": 16_000,  # always reasons
    "grok-build": 16_000,  # always reasons
    "grok-code": 16_000,
}

# Several at work for one answer, each thinking.
AT_ONCE = {"grok-4.20-multi-agent": {"low": 4, "medium": 4, "high": 16, "xhigh": 16}}

# Nothing known: as much as the highest effort that is anybody's default.
UNKNOWN = BY_EFFORT["high"]


def reasoning_tokens(engine: Engine, effort: str | None) -> int:
    """Tokens to hold for what the engine thinks at this effort (None: its own default)."""
    if not engine.efforts:
        known = longest(BY_NAME, engine.id)
        return UNKNOWN if known is None else known
    chosen = effort or engine.default_effort or "high"
    return BY_EFFORT.get(chosen, UNKNOWN) * (longest(AT_ONCE, engine.id) or {}).get(chosen, 1)


def longest(table: Mapping[str, Value], engine: str) -> Value | None:
    """The entry with the longest name that this engine's begins with."""
    names = sorted((name for name in table if engine.startswith(name)), key=len)
    return table[names[-1]] if names else None
