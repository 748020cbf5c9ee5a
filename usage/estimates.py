"""What a reply may cost before it is sent, what it has cost so far, and what it probably cost when nobody can say.

A hold is a ceiling and rounds up everywhere; an estimate is a best guess. Both go through the provider's own formula.
"""

from collections.abc import Iterable

from usage import reserves
from xai.prices import ticks_for
from xai.values import Engine, Usage

# Bytes of UTF-8 per token. English prose has about 4.5, code about 3.5, other scripts (two and three bytes a letter)
# between 3 and 5; a ceiling of 3 is passed only by digits and noise.
TYPICAL_BYTES = 4
CEILING_BYTES = 3

# The provider puts a prompt of its own before ours and bills it: 185 to 1,528 tokens were recorded for one word.
HIDDEN_TYPICAL = 640
HIDDEN_CEILING = 1_600
PER_MESSAGE = 8  # roles and separators


def ceiling_tokens(texts: Iterable[str], *, pictures: int = 0) -> int:
    """The most tokens that these messages may be billed as, with what the provider adds; `pictures`: theirs together."""
    return HIDDEN_CEILING + pictures + sum(PER_MESSAGE + tokens(text, CEILING_BYTES) for text in texts)


def typical_tokens(texts: Iterable[str], *, pictures: int = 0) -> int:
    """The tokens that these messages are probably billed as."""
    return HIDDEN_TYPICAL + pictures + sum(PER_MESSAGE + tokens(text, TYPICAL_BYTES) for text in texts)


def tokens(text: str, bytes_each: int = TYPICAL_BYTES) -> int:
    """A text's length in tokens, rounded up."""
    return -(-len(text.encode(errors="surrogatepass")) // bytes_each)


def chat_hold_ticks(engine: Engine, *, input_tokens: int, max_output_tokens: int, effort: str | None = None) -> int:
    """The most that one request may cost, in ticks: input (`ceiling_tokens`), output to the limit, and a reasoning reserve."""
    thinking = reserves.reasoning_tokens(engine, effort)
    most = Usage(input_tokens=input_tokens, output_tokens=max_output_tokens, reasoning_tokens=thinking)
    return ticks_for(most, engine.prices)


class Running:
    """What a reply has cost so far, guessed while it streams. Feed it each delta; when `ticks` passes the hold, grow or end.

    A stream that ended without a figure is booked as `charge_for_cut` of the same object.
    """

    def __init__(self, engine: Engine, input_tokens: int) -> None:
        self._prices = engine.prices
        self._input_tokens = input_tokens
        self._text_bytes = 0
        self._reasoning_bytes = 0
        self._of_input = ticks_for(Usage(input_tokens=input_tokens), engine.prices)
        # The price of a token does not change while it streams: input decides whether the long prices hold.
        self._of_output = ticks_for(Usage(input_tokens=input_tokens, output_tokens=1), engine.prices) - self._of_input

    def add_text(self, delta: str) -> None:
        """More of the answer came."""
        self._text_bytes += len(delta.encode(errors="surrogatepass"))

    def add_reasoning(self, delta: str) -> None:
        """More of the thinking came: a summary, so that the true count is rather higher."""
        self._reasoning_bytes += len(delta.encode(errors="surrogatepass"))

    @property
    def output_tokens(self) -> int:
        """Visible tokens so far."""
        return -(-self._text_bytes // TYPICAL_BYTES)

    @property
    def reasoning_tokens(self) -> int:
        """Tokens thought so far."""
        return -(-self._reasoning_bytes // TYPICAL_BYTES)

    @property
    def ticks(self) -> int:
        """The guess so far."""
        return self._of_input + self._of_output * (self.output_tokens + self.reasoning_tokens)

    def usage(self) -> Usage:
        """The guess as the provider would have said it, `ticks` included."""
        out, thought = self.output_tokens, self.reasoning_tokens
        return Usage(
            input_tokens=self._input_tokens,
            output_tokens=out,
            reasoning_tokens=thought,
            total_tokens=self._input_tokens + out + thought,
            ticks=self.ticks,
        )


def charge_for_cut(
    engine: Engine, *, texts: Iterable[str], text: str = "", reasoning: str = "", pictures: int = 0
) -> Usage:
    """What a stream probably used that ended (stop, cut, kill) before its usage came; `ticks` is the charge.

    `texts`: what was sent; `text`, `reasoning`: what had arrived.
    """
    running = Running(engine, typical_tokens(texts, pictures=pictures))
    running.add_text(text)
    running.add_reasoning(reasoning)
    return running.usage()
