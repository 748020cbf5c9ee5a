"""What this room writes into the audit, in people's words."""

from accounts import acts_words

DONE = {
    "allowance.set": "set an allowance",
    "ledger.mended": "mended the ledger",
    "usage.looked": "looked at what was used",
}


def register() -> None:
    """Write it down with the audit."""
    acts_words.register(DONE, {})
