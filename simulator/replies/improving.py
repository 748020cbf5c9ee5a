"""A better prompt for a picture, for the helper calls that ask for one."""

import re

from simulator.conversation import Conversation
from simulator.replies.texts import Reply

ASKS = re.compile(r"\brewritten prompt\b", re.IGNORECASE)
TYPED = re.compile(r"\bprompt:\s*(?P<words>\S.*)", re.IGNORECASE | re.DOTALL)


def wants_better(conversation: Conversation) -> bool:
    """Whether a system text asks for it."""
    return bool(ASKS.search(conversation.system))


def better(conversation: Conversation) -> Reply:
    """The same words, with light, place and framing."""
    found = TYPED.search(conversation.asked)
    words = found["words"].strip().rstrip(".") if found else "a quiet landscape"
    return Reply(
        f"{words}, in low morning light, seen from the water's edge, mist behind, calm muted colours.\n",
        "What it leaves open: light, place, mood.\n",
    )
