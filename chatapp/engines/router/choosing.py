"""From what a question is to who answers it: a pure function; it names no engine that is not there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from chatapp.engines import strengths
from chatapp.engines.router.kinds import MEASURED, Kind, Reading, read
from chatapp.engines.strengths import Strength
from chatapp.engines.telling import typical_ticks
from xai.catalogue import fitting
from xai.values import Engine

LONG_TOKENS = 100_000  # from here on what an engine reads, and what it costs to read, says more than the kind of task
SHORT = 120  # characters of a question that is answered in a breath
# "And for the children?" says nothing of what it is about: whoever answered before knows, and finds it in its cache.
NOTHING_SPECIAL = {"short", "chat", "unsure"}
DECIDED = {"thrifty", "goes_on"}  # whatever the question is
MODEST = 128_000  # tokens, where an engine does not say how much it reads


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known beside the words. `thrifty`: little is left to spend.

    `pictures`: they are asked about. `must_see`: some go along at least, as those of a project do with whatever is asked there.
    `before`: the engine that Auto took for the answer this question follows; it has the conversation in its cache.
    """

    engines: Sequence[Engine]
    input_tokens: int = 0
    output_tokens: int = 0
    pictures: bool = False
    must_see: bool = False
    thrifty: bool = False
    before: str = ""


@dataclass(frozen=True, slots=True)
class Routed:
    """Who answers, how hard it thinks, and why: a code of `chatapp.engines.router.words`.

    `open_`: the rules are not sure what the question is, and who answers depends on it. An engine may be asked what it is.
    """

    engine: Engine
    effort: str
    because: str
    open_: bool = False


Rank = Callable[[Engine, Strength], tuple[float, ...]]


def route(question: str, facts: Facts, kind: Kind | None = None) -> Routed:
    """Choose among the engines there are (at least one). `kind`: an engine's word on what the question is."""
    seen = read(question)
    if kind is not None:
        return _routed(Reading(kind, sure=True, hard=seen.hard), question, facts)
    routed = _routed(seen, question, facts)
    a_line = seen.kind == Kind.CHAT and len(question) <= MEASURED  # answered before anybody could say what it is
    if seen.sure or a_line or routed.because in DECIDED:
        return routed
    others = (_routed(Reading(each, sure=True, hard=seen.hard), question, facts).engine for each in Kind)
    return replace(routed, open_=any(each.id != routed.engine.id for each in others))


def _routed(seen: Reading, question: str, facts: Facts) -> Routed:
    able = _able(facts)
    because, rank, effort = _wish(seen, question, facts)
    goes_on = next((each for each in able if each.id == facts.before), None) if because in NOTHING_SPECIAL else None
    if goes_on is not None:
        because = "goes_on"
    engine = goes_on or max(able, key=lambda each: (*rank(each, strengths.of(each)), -typical_ticks(each), each.id))
    return Routed(engine, fitting(effort, engine) or "", because)


def _wish(seen: Reading, question: str, facts: Facts) -> tuple[str, Rank, str]:
    """The reason, what to rank by, and the effort."""
    if facts.thrifty:
        return "thrifty", _cheap, "low"
    if facts.input_tokens > LONG_TOKENS:
        return "long_text", _cheap if seen.kind in (Kind.SUMMARISING, Kind.EXTRACTION, Kind.CHAT) else _all_round, "low"
    if facts.pictures and seen.kind == Kind.CHAT:
        return "pictures", _all_round, "low"
    match seen.kind:
        case Kind.CODING:
            return ("hard_coding", _strong_at_code, "medium") if seen.hard else ("coding", _for_code, "low")
        case Kind.REASONING:
            return "reasoning", _strong, "high" if seen.hard else "medium"
        case Kind.RESEARCH:
            return "research", _strong, "medium"
        case Kind.PLANNING:
            return ("planning", _strong, "medium") if seen.hard else ("planning", _all_round, "medium")
        case Kind.EXTRACTION | Kind.SUMMARISING:
            return seen.kind.value, _quick, "none"
    if seen.hard:
        return "hard", _strong, "medium"
    if not seen.sure:
        return "unsure", _all_round, "low"
    return ("short" if len(question) <= SHORT else "chat"), _quick, "none"


def _able(facts: Facts) -> Sequence[Engine]:
    """Who can read it at all: all of it, and pictures. If nobody can, whoever reads most."""
    room = facts.input_tokens + facts.output_tokens
    reading = [each for each in facts.engines if (each.context_tokens or MODEST) > room]
    blind = not (facts.pictures or facts.must_see)
    seeing = [each for each in reading if blind or "image" in each.input_modalities]
    longest = max((each.context_tokens or MODEST for each in facts.engines), default=0)
    return seeing or reading or [each for each in facts.engines if (each.context_tokens or MODEST) == longest]


def _strong(_engine: Engine, strength: Strength) -> tuple[float, ...]:
    return (strength.hard, strength.code)


def _strong_at_code(_engine: Engine, strength: Strength) -> tuple[float, ...]:
    return (strength.code, strength.hard)


def _for_code(engine: Engine, strength: Strength) -> tuple[float, ...]:
    """Good at it is enough; then the cheapest."""
    return (min(strength.code, 4), -typical_ticks(engine))


def _all_round(engine: Engine, strength: Strength) -> tuple[float, ...]:
    """Neither weak nor slow; then the cheapest."""
    return (min(strength.hard, 3), min(strength.quick, 4), -typical_ticks(engine))


def _quick(_engine: Engine, strength: Strength) -> tuple[float, ...]:
    return (strength.quick, strength.hard)


def _cheap(engine: Engine, strength: Strength) -> tuple[float, ...]:
    return (-typical_ticks(engine), strength.quick)
