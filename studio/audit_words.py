"""What this room writes into the audit, in people's words."""

from accounts import acts_words
from accounts.acts_words import Kind

DONE = {
    "asset.looked": "looked at a picture or film",
    "asset.glimpsed": "saw a small picture of a picture or film",
    "consent.withheld": "withheld a thing for a consent",
    "consent.stopped": "stopped an order for a consent",
    "consent.unlinked": "took a thing off a link for a consent",
}
# What stands in a target.
THINGS = {
    "asset": Kind("Picture or film"),
}


def register() -> None:
    """Write it down with the audit."""
    acts_words.register(DONE, THINGS)
