"""Going on where an answer was cut off: the same words that would have followed."""

import re
from collections.abc import Callable

from simulator.conversation import Conversation, of

ASKS = re.compile(r"\bcut off\b|^\W*(please )?(continue|go on|carry on|keep going)\b", re.IGNORECASE)


def unsaid(conversation: Conversation, intended: Callable[[Conversation], str]) -> str:
    """What is left of the last answer, if more of it is asked for; else nothing.

    `intended` says what a conversation would be answered with in full.
    """
    said = conversation.said
    if len(said) < 3 or said[-2].role != "assistant" or not ASKS.search(conversation.asked):
        return ""
    kept = said[-2].text
    before = of(list(said[:-2]), None, False)
    whole = intended(before)
    return whole[len(kept) :] if whole.startswith(kept) else ""
