"""Scenes about when the words come."""

from simulator.scenes.play import Play
from simulator.scenes.register import scene


@scene(
    "pace",
    "So many tokens at so many per second by an absolute schedule; `stamp=1` makes each token its number and send time.",
    rate=50.0,
    tokens=0,
    first=0.0,
    reasoning=0,
    stamp=0,
)
def pace(play: Play, rate: float, tokens: int, first: float, reasoning: int, stamp: int) -> None:
    play.rate, play.first_token, play.stamp = rate, first, bool(stamp)
    play.thinking_tokens = reasoning
    if tokens:
        play.tokens = tokens


@scene("flood", "Every token at once, unpaced.", tokens=2000, reasoning=0, stamp=0)
def flood(play: Play, tokens: int, reasoning: int, stamp: int) -> None:
    pace(play, rate=0.0, tokens=tokens, first=0.0, reasoning=reasoning, stamp=stamp)


@scene("slow_first_token", "Headers at once, then a long silence before the first token.", seconds=20.0)
def slow_first_token(play: Play, seconds: float) -> None:
    play.first_token = seconds
