"""Sentences about money: what happened, what it cost, what to do."""

from usage import money


def limit_too_low(least: int) -> str:
    """Why a limit was not set. The sum is told in full cents, upwards: it is what to type instead."""
    lowest = -(-least // money.TICKS_PER_CENT) * money.TICKS_PER_CENT
    return (
        f"{money.dollars(lowest)} is the lowest limit possible: so much is spent or held already. Nothing was changed."
    )


def limit_set(name: str, ticks: int, *, lasting: bool) -> str:
    """What was set."""
    until = "until it is changed" if lasting else "this month"
    return f"{name} may spend {money.dollars(ticks)} {until}."
