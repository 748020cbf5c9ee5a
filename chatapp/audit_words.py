"""What this room writes into the audit, in people's words."""

from accounts import acts_words
from accounts.acts_words import Kind

DONE = {
    "engine.offered": "offers an engine again",
    "engine.withdrawn": "offers an engine no more",
    "engine.came": "found a new engine",
    "engine.went": "found an engine gone",
    "engine.price": "found an engine at another price",
    "file.looked": "looked at a picture beside a message",
}
# What stands in a target.
THINGS = {
    "conversation": Kind("Conversation"),
    "engine": Kind("Engine"),
    "file": Kind("File"),
    "message": Kind("Message"),
}


def register() -> None:
    """Write it down with the audit."""
    acts_words.register(DONE, THINGS)
