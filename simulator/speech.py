"""What is going to be said, cut into pieces, and what it costs while it is said."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass

from simulator import money, tokens
from simulator.catalogue import LanguageModel
from simulator.conversation import Conversation
from simulator.money import Spent
from simulator.records import Record
from simulator.replies import Reply, compose
from simulator.replies.long import essay
from simulator.replies.resuming import unsaid
from simulator.scenes import Play

# How an earlier part of a conversation was to be played.
Rehearse = Callable[[Conversation], Play]

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
    play: Play, conversation: Conversation, model: LanguageModel, effort: str | None, most: int | None, again: Rehearse
) -> Speech:
    """Choose the words. `most` caps the visible tokens only (reference 0.2, item 3)."""
    reply = compose(conversation, play.seed)
    rest = unsaid(conversation, lambda before: intended(before, again(before)))
    thinking = thought(play, reply, reasons=model.reasons and effort != "none")
    pieces = visible(play, rest or reply.text)
    finish = play.finish or "stop"
    if most is not None and len(pieces) > most:
        pieces, finish = pieces[:most], "length"
    return Speech(thinking, pieces, finish)


def intended(conversation: Conversation, play: Play) -> str:
    """All that a conversation would be answered with."""
    return "".join(visible(play, compose(conversation, play.seed).text))


def thought(play: Play, reply: Reply, *, reasons: bool) -> list[str]:
    """The pieces of the thinking."""
    pieces = tokens.split(reply.thinking) if reasons else []
    return sized(pieces, play.thinking_tokens) if reasons and play.thinking_tokens is not None else pieces


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
