"""Short titles, for the helper calls that ask for one."""

import re

from simulator.conversation import Conversation

ASKS = re.compile(r"\b(title|headline|heading|name this|short name|subject line)\b", re.IGNORECASE)


def is_helper(conversation: Conversation) -> bool:
    """Whether a program asks this, not a person: a system text that wants a title, or a schema to fill."""
    return conversation.schema is not None or wants_title(conversation)


def wants_title(conversation: Conversation) -> bool:
    """Whether the system text (a short one) or a one-line question wants a title."""
    system = conversation.system
    return bool(system) and len(system) < 1200 and bool(ASKS.search(system))
