"""Sentences about money: what happened, what it cost, what to do."""

from django.conf import settings

from usage import money
from usage.limits import NoMoney, OverAllowance
from usage.months import next_month, this_month


def not_covered(refusal: NoMoney) -> str:
    """Why nothing was sent, for the person who asked."""
    again = f"{next_month(this_month()):%-d %B}"
    if isinstance(refusal, OverAllowance):
        return (
            f"This could cost up to {money.cents(refusal.needed)}, and {money.cents(refusal.left)} of your allowance is "
            f"left until {again}. Nothing was sent and you were not charged. "
            "Ask for less, or ask an administrator to raise your limit."
        )
    return (
        f"The house has reached its budget for this month. Nothing was sent and you were not charged. It opens again on "
        f"{again}, or when an administrator raises the budget."
    )


def limit_too_low(least: int) -> str:
    """Why a limit was not set."""
    return (
        f"{money.dollars(least)} is spent or held already, so that is the lowest limit possible. Nothing was changed."
    )


def limit_set(name: str, ticks: int, *, lasting: bool) -> str:
    """What was set."""
    until = "until it is changed" if lasting else "this month"
    return f"{name} may spend {money.dollars(ticks)} {until}."


def budget_hint() -> str:
    """Where the house's budget is set."""
    return f"HOUSE_BUDGET_USD, now {settings.HOUSE_BUDGET_USD:g}"
