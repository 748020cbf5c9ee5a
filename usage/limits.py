"""What stops a hold, and what the settings allow by default. Money is ticks."""

from django.conf import settings

TICKS_PER_USD = 10_000_000_000


class NoMoney(Exception):
    """A hold was asked for that somebody's money does not cover. `needed` and `left` are ticks; nothing was changed."""

    def __init__(self, *, needed: int, left: int) -> None:
        super().__init__(f"needed {needed} ticks, {left} left")
        self.needed = needed
        self.left = left


class OverAllowance(NoMoney):
    """The person's allowance of the month does not cover it."""


class OverBudget(NoMoney):
    """The house's budget of the month does not cover it."""


def ticks_of(usd: float) -> int:
    """An amount of dollars, as settings and forms say it."""
    return round(usd * TICKS_PER_USD)


def allowance_by_default() -> int:
    """What a person may spend in a month unless an administrator says otherwise."""
    return ticks_of(settings.ALLOWANCE_USD)


def house_budget() -> int:
    """What the whole house may spend in a month."""
    return ticks_of(settings.HOUSE_BUDGET_USD)
