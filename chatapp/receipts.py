"""What a turn cost and how long it took: one line under the answer."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from chatapp.models import Turn
from usage import money
from usage.models import Charge, Exactness, Payer


@dataclass(frozen=True, slots=True)
class Receipt:
    """Figures of one turn, as words. Empty: unknown, or nothing."""

    engine: str
    first_word: str  # "0.4 s"
    tokens: int | None  # visible ones
    reasoning_tokens: int | None
    cost: str  # "0.31 ¢"
    cost_exactly: str  # "$0.0031245"
    exact: bool | None  # True: reported by the provider; False: our estimate

    def as_frame(self) -> dict[str, Any]:
        """For the log's end event."""
        return asdict(self)


def of(turn: Turn) -> Receipt:
    """The receipt of a turn as it stands."""
    return Receipt(
        engine=turn.engine_used or turn.engine,
        first_word="" if turn.first_token_ms is None else f"{turn.first_token_ms / 1000:.1f} s",
        tokens=turn.output_tokens,
        reasoning_tokens=turn.reasoning_tokens or None,
        cost="" if turn.ticks is None else money.cents(turn.ticks),
        cost_exactly="" if turn.ticks is None else money.exact(turn.ticks),
        exact=turn.exact,
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of a receipt that was opened. `exactly`: shown on hover; `copy`: it is something to copy."""

    name: str
    value: str
    exactly: str = ""
    copy: bool = False


# Why the engine stopped, in the provider's word and in ours.
REASONS = {"stop": "complete", "length": "the longest length was reached", "filtered": "xAI's filter ended it"}


def details(turn: Turn, *, project_files: Iterable[str] = (), other_build: bool = False) -> tuple[Line, ...]:
    """All that is known of how an answer was made; what is not known has no line. `project_files`: names."""
    short, words = of(turn), REASONS.get(turn.reason, turn.reason)
    return tuple(
        line
        for line in (
            Line("Engine", short.engine + (f" · {turn.effort}" if turn.effort else "")),
            Line("Asked for", turn.engine if turn.engine_used not in ("", turn.engine) else ""),
            Line("Instead of", turn.instead_of),
            Line("Read", _tokens(turn.input_tokens)),
            Line("of it from the cache", _tokens(turn.cached_tokens or None)),
            Line("of it pictures", _tokens(turn.image_tokens or None)),
            Line("Thought", _tokens(turn.reasoning_tokens or None)),
            Line("Written", _tokens(turn.output_tokens)),
            Line("Choosing the engine", _looked(turn)),
            Line("Cost", _cost(short), exactly=short.cost_exactly),
            Line("First word", _seconds(turn.first_token_ms)),
            Line("Last word", _seconds(turn.last_token_ms)),
            Line("Ended", words),
            Line("Turned away", _turned_away(turn)),
            Line("Left out", _left_out(turn)),
            Line("Files of the project", ", ".join(project_files)),
            Line("Prompt", turn.prompt_version),
            Line(
                "Build", f"{turn.fingerprint}, another one than at this engine's answer before" if other_build else ""
            ),
            Line("Request", turn.request_id, copy=True),
        )
        if line.value
    )


def thought(turn: Turn) -> str:
    """How long it thought: "Thought for 6 s"; without a time just that it did."""
    if turn.thinking_ms is None:
        return "What it thought"
    seconds = max(1, round(turn.thinking_ms / 1000))
    return f"Thought for {seconds} s" if seconds < 60 else f"Thought for {seconds // 60} min {seconds % 60} s"


def _tokens(count: int | None) -> str:
    return "" if count is None else f"{count:,} token{'' if count == 1 else 's'}"


def _turned_away(turn: Turn) -> str:
    if not turn.turned_away or turn.input_tokens is None:
        return ""
    times = "once" if turn.turned_away == 1 else f"{turn.turned_away} times"
    return f"{times}, because xAI had no room; then less was asked for, except where you set the length or a shape"


def _left_out(turn: Turn) -> str:
    count = turn.left_out
    return f"{count:,} earlier message{'' if count == 1 else 's'}, for which there was no room" if count else ""


def _seconds(ms: int | None) -> str:
    return "" if ms is None else f"after {ms / 1000:.1f} s"


def _cost(line: Receipt) -> str:
    return f"{line.cost}, {'reported by xAI' if line.exact else 'our estimate'}" if line.cost else ""


def looked(charge: Charge) -> dict[str, Any]:
    """What a turn keeps of the engine that was asked which one should answer."""
    tokens = charge.input_tokens + charge.output_tokens + charge.reasoning_tokens
    exact = charge.exactness == Exactness.REPORTED
    return {"engine": charge.engine, "tokens": tokens, "ticks": charge.person_ticks, "exact": exact}


def _looked(turn: Turn) -> str:
    said = turn.looked
    return (
        f"{said['engine']} was asked, {_tokens(said['tokens'])}, {money.cents(said['ticks'])} of the cost"
        if said
        else ""
    )


def unsent(turn: Turn) -> dict[str, Any]:
    """The columns of the receipt where this send was not billed: perhaps an earlier one was, or who should answer was asked."""
    if not turn.looked:
        return {}
    ticks, exact = _paid(turn)
    return {"ticks": ticks + turn.looked["ticks"], "exact": exact and turn.looked["exact"]}


def figures(turn: Turn, charge: Charge) -> dict[str, Any]:
    """The columns of a turn's receipt after this charge. What the person paid for an earlier send of it stays in the sum."""
    ticks, exact = charge.person_ticks, charge.exactness == Exactness.REPORTED
    if turn.claims > 1:
        ticks, all_exact = _paid(turn)
        exact = exact and all_exact
    if turn.looked:
        ticks, exact = ticks + turn.looked["ticks"], exact and turn.looked["exact"]
    return {
        "ticks": ticks,
        "exact": exact,
        "input_tokens": charge.input_tokens,
        "cached_tokens": charge.cached_tokens,
        "image_tokens": charge.image_tokens,
        "output_tokens": charge.output_tokens,
        "reasoning_tokens": charge.reasoning_tokens,
    }


def _paid(turn: Turn) -> tuple[int, bool]:
    """What the person has paid for the sends of this turn, and whether the provider said so of each."""
    paid = Charge.objects.filter(hold=turn.hold_id, payer=Payer.PERSON).values_list("person_ticks", "exactness")
    return sum(ticks for ticks, _ in paid), all(how == Exactness.REPORTED for _, how in paid)
