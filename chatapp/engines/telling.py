"""Engines in words: what each is good for, what it takes, what it costs. For the picker and the Engines page."""

from collections.abc import Iterable
from dataclasses import dataclass

from chatapp.engines import catalogue, strengths
from usage import money
from xai.prices import ticks_for
from xai.values import Engine, Usage

MILLION = 1_000_000
# An answer as people mostly get one: a short history, a page of text. Without thinking, of which nobody knows before.
TYPICAL = Usage(input_tokens=1_500, output_tokens=500)


@dataclass(frozen=True, slots=True)
class Card:
    """One engine, said to a person."""

    id: str
    good_for: str
    sees: bool
    thinks: bool
    efforts: tuple[str, ...]
    reads: str  # "500,000 tokens"
    typical: str  # "about 0.60 ¢ an answer"
    price_in: str  # per million tokens
    price_cached: str
    price_out: str
    dearer_from: str  # "from 200,000 tokens in, twice as much"
    aliases: tuple[str, ...]
    offered: bool

    @property
    def facts(self) -> list[str]:
        """In a few words, for a list: its price, its reach, what else it can."""
        said = [self.typical, f"reads {self.reads_short}" if self.reads_short else ""]
        return [*filter(None, said), *(["sees"] if self.sees else []), *(["thinks"] if self.thinks else [])]

    @property
    def reads_short(self) -> str:
        """ "500k" or "1M" tokens."""
        thousands = int(self.reads.split(" ")[0].replace(",", "")) // 1000 if self.reads else 0
        return f"{thousands // 1000}M" if thousands >= 1000 else f"{thousands}k" if thousands else ""


def card(engine: Engine) -> Card:
    """Everything there is to say about an engine."""
    prices = engine.prices
    return Card(
        id=engine.id,
        good_for=strengths.of(engine).words,
        sees="image" in engine.input_modalities,
        thinks=strengths.of(engine).thinks,
        efforts=engine.efforts,
        reads=f"{engine.context_tokens:,} tokens" if engine.context_tokens else "",
        typical=f"about {money.cents(typical_ticks(engine))} an answer" if prices.completion else "",
        price_in=_per_million(prices.prompt),
        price_cached=_per_million(prices.cached),
        price_out=_per_million(prices.completion),
        dearer_from=f"{prices.long_threshold:,}" if prices.long_threshold and prices.long_prompt else "",
        aliases=engine.aliases,
        offered=catalogue.listed(engine.id) is not None,
    )


def cards(engines: Iterable[Engine]) -> list[Card]:
    """The same for several."""
    return [card(engine) for engine in engines]


def in_order(engines: Iterable[Engine]) -> list[Engine]:
    """As every list shows them: the strongest first, then the newest."""
    return sorted(engines, key=lambda each: (-strengths.of(each).hard, -each.created, each.id))


def typical_ticks(engine: Engine) -> int:
    """What an answer of the usual length costs."""
    return ticks_for(TYPICAL, engine.prices)


def _per_million(ticks: int) -> str:
    return money.dollars(ticks * MILLION) if ticks else ""
