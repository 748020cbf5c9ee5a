"""Sentences about money: what happened, what it cost, what to do."""

from usage import money


def limit_too_low(least: int) -> str:
    """Why a limit was not set."""
    return (
        f"{money.dollars(least)} is spent or held already, so that is the lowest limit possible. Nothing was changed."
    )


def limit_set(name: str, ticks: int, *, lasting: bool) -> str:
    """What was set."""
    until = "until it is changed" if lasting else "this month"
    return f"{name} may spend {money.dollars(ticks)} {until}."
