"""What a turn cost and how long it took: one line under the answer."""

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


def figures(turn: Turn, charge: Charge) -> dict[str, Any]:
    """The columns of a turn's receipt after this charge. What the person paid for an earlier send of it stays in the sum."""
    ticks, exact = charge.person_ticks, charge.exactness == Exactness.REPORTED
    if turn.claims > 1:
        paid = Charge.objects.filter(hold=turn.hold_id, payer=Payer.PERSON)
        ticks = sum(paid.values_list("person_ticks", flat=True))
        exact = exact and not paid.filter(exactness=Exactness.ESTIMATED).exists()
    return {
        "ticks": ticks,
        "exact": exact,
        "input_tokens": charge.input_tokens,
        "cached_tokens": charge.cached_tokens,
        "output_tokens": charge.output_tokens,
        "reasoning_tokens": charge.reasoning_tokens,
    }
