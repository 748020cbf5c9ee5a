"""The room's rows; Django looks for them here."""

from usage.models.allowance import Allowance, Budget
from usage.models.attempt import Attempt
from usage.models.charge import Charge, Exactness
from usage.models.hold import Hold, Payer

__all__ = ["Allowance", "Attempt", "Budget", "Charge", "Exactness", "Hold", "Payer"]
