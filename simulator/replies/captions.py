"""Alternative text, for the helper calls that show a picture and ask for it. The stand-in sees nothing: it goes by the words."""

import re

from simulator.conversation import Conversation
from simulator.replies.texts import Reply

ASKS = re.compile(r"\b(alternative text|alt[- ]text)\b", re.IGNORECASE)
MADE_FROM = re.compile(r"\bwords:\s*(?P<words>\S.*)", re.IGNORECASE | re.DOTALL)
LONGEST = 160


def wants_caption(conversation: Conversation) -> bool:
    """Whether a system text asks for it and a picture was shown."""
    return conversation.picture_tokens > 0 and bool(ASKS.search(conversation.system))


def caption(conversation: Conversation) -> Reply:
    """Two plain sentences."""
    found = MADE_FROM.search(conversation.asked)
    words = " ".join(found["words"].split())[:LONGEST].strip(" .") if found else ""
    about = words if words and not words.startswith("(") else "bands of colour around a bright disc"
    return Reply(
        f"{about[:1].upper()}{about[1:]}, drawn in broad, calm shapes. Soft light comes from one side.\n",
        "What is to be seen, first the subject, then the light.\n",
    )
