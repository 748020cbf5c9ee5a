"""How much an engine may think beyond what it says: tokens to hold for reasoning, by engine and effort.

The provider's output limit does not bind reasoning, and no table of it is published. What was recorded of single
requests: 33 to 290 tokens for one word, 2,809 beside an answer of 1,499; and on an engine that always reasons, 97 % of
all output. From there each effort gets about four times the one below. A reply that thinks longer is no accident: its hold
grows while there is money (`holds.grow`), and ends when there is none. Looked at in November 2026.
"""

from xai.values import Engine

# Engines that take an effort. `minimal` acts as `low` at the provider.
BY_EFFORT = {"none": 0, "minimal": 2_000, "low": 2_000, "medium": 8_000, "high": 16_000, "xhigh": 32_000}

# Engines that take none, by how their name begins; the longest match counts.
BY_NAME = {
    "grok-4.20-0309-non-reasoning": 0,
    "grok-4.20-non-reasoning": 0,
    "grok-4.20-multi-agent": 64_000,  # low and medium: four engines at work; high and xhigh: sixteen, bounded by growing
    "grok-4.20": 16_000,  # always reasons
    "grok-build": 16_000,  # always reasons
    "grok-code": 16_000,
}

# Nothing known: as much as the highest effort that is anybody's default.
UNKNOWN = BY_EFFORT["high"]


def reasoning_tokens(engine: Engine, effort: str | None) -> int:
    """Tokens to hold for what the engine thinks at this effort (None: its own default)."""
    if engine.efforts:
        return BY_EFFORT.get(effort or engine.default_effort or "high", UNKNOWN)
    names = sorted((name for name in BY_NAME if engine.id.startswith(name)), key=len)
    return BY_NAME[names[-1]] if names else UNKNOWN
