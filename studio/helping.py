"""What an engine is asked that helps with words: the cheapest that need not think first, one prompt of ours, no thinking."""

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from xai.catalogue import fitting
from xai.values import ChatMessage, ChatRequest, Engine, PictureIn

PROMPTS = Path(__file__).parent / "prompts"
NO_THINKING = "none"


def cheapest(engines: Iterable[Engine], cost: Callable[[Engine], int]) -> Engine | None:
    """By what a typical question costs; of those that must think first only where there is no other. None: there is none."""

    def rank(each: Engine) -> tuple[bool, int, int]:
        thinks = NO_THINKING not in each.efforts and "non-reasoning" not in each.id
        return thinks, cost(each), -each.created

    return min(engines, key=rank, default=None)


def question(by: Engine, prompt: str, said: str, *, pictures: tuple[PictureIn, ...] = (), most: int) -> ChatRequest:
    """`prompt`: one of this room, by file name. `most`: tokens of an answer."""
    return ChatRequest(
        engine=by.id,
        effort=fitting(NO_THINKING, by),
        messages=(ChatMessage("system", _text(prompt)), ChatMessage("user", said, pictures)),
        max_output_tokens=most,
    )


@cache
def _text(name: str) -> str:
    """A changed one is a new file."""
    return (PROMPTS / f"{name}.txt").read_text().strip()
