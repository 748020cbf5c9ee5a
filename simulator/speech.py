"""What is going to be said, cut into pieces, and what it costs while it is said."""

import itertools
from dataclasses import dataclass

from simulator import money, tokens
from simulator.catalogue import LanguageModel
from simulator.conversation import Conversation
from simulator.money import Spent
from simulator.records import Record
from simulator.replies import compose
from simulator.replies.long import essay
from simulator.scenes import Play

# How many reasoning tokens are billed for each token of the summary that is shown.
HIDDEN_THOUGHT = {"minimal": 2, "low": 2, "medium": 4, "high": 6, "xhigh": 10}


@dataclass
class Speech:
    """The pieces of the thinking and of the text, and why it ends: stop or length."""

    thinking: list[str]
    pieces: list[str]
    finish: str


@dataclass(frozen=True)
class Bill:
    """The prices and the input of one answer."""

    model: LanguageModel
    text_input: int
    cached: int
    pictures: int
    priority: bool
    thought_factor: int

    def spent(self, record: Record) -> Spent:
        """What the record has used so far."""
        return Spent(self.text_input, self.cached, self.pictures, record.tokens, record.reasoning)

    def ticks(self, record: Record) -> int:
        """What the record costs so far."""
        return money.ticks(self.spent(record), self.model, priority=self.priority)


def prepare(
    play: Play, conversation: Conversation, model: LanguageModel, effort: str | None, most: int | None
) -> Speech:
    """Choose the words. `most` caps the visible tokens only (reference 0.2, item 3)."""
    reply = compose(conversation, play.seed)
    thinks = model.reasons and effort != "none"
    thinking = tokens.split(reply.thinking) if thinks else []
    if play.thinking_tokens is not None:
        thinking = sized(thinking or tokens.split(reply.thinking), play.thinking_tokens) if thinks else []
    pieces = visible(play, reply.text)
    finish = play.finish or "stop"
    if most is not None and len(pieces) > most:
        pieces, finish = pieces[:most], "length"
    return Speech(thinking, pieces, finish)


def visible(play: Play, reply: str) -> list[str]:
    """The pieces of the visible text."""
    pieces = play.pieces if play.pieces is not None else tokens.split(reply if play.text is None else play.text)
    if play.tokens is None:
        return pieces
    written = play.text is not None or play.pieces is not None
    return sized(pieces if written else tokens.split(essay(play.seed)), play.tokens)


def sized(pieces: list[str], many: int) -> list[str]:
    """So many pieces: cut, or said again from the start."""
    return list(itertools.islice(itertools.cycle(pieces or [" so"]), many))
