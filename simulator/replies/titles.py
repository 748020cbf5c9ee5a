"""Short titles, for the helper calls that ask for one."""

import re

from simulator.conversation import Conversation
from simulator.replies.captions import wants_caption
from simulator.replies.improving import wants_better
from simulator.replies.texts import Reply
from simulator.replies.topic import topic

ASKS = re.compile(
    r"\b(write|give|make|suggest|generate|create|find|propose|answer with|reply with|return|respond with|invent|choose|"
    r"think of|come up with)\b.{0,80}\b(title|short name|headline)\b|\btitles?\b.{0,40}\b(conversation|chat|thread)\b|"
    r"\bname (this|the) (conversation|chat|thread)\b",
    re.IGNORECASE | re.DOTALL,
)
LONGEST_SYSTEM = 1500
# Where the first thing a person said begins, in the ways such calls quote a conversation.
QUOTED = re.compile(
    r"(?:^|\n)\s*(?:<(?:message|user|first|conversation|person|question)[^>]*>|(?:\*\*)?(?:user|person|human|question|first "
    r"message|message|they wrote|asked|them|prompt|conversation)(?:\*\*)?\s*:|\"{3}|```)\s*(?P<said>\S.*?)\s*(?:\n|</|\"{3}|```|$)",
    re.IGNORECASE | re.DOTALL,
)
MOST_WORDS = 6
NOTHING = "this"  # what `topic` says when there is nothing to say
DANGLING = {
    "a",
    "an",
    "the",
    "of",
    "for",
    "and",
    "or",
    "to",
    "in",
    "on",
    "with",
    "that",
    "by",
    "at",
    "from",
    "my",
    "i",
    "if",
    "is",
}


def is_helper(conversation: Conversation) -> bool:
    """Whether a program asks this, not a person: it has a schema to fill, or wants a title, an alternative text or a prompt."""
    wants = (wants_title, wants_caption, wants_better)
    return conversation.schema is not None or any(each(conversation) for each in wants)


def wants_title(conversation: Conversation) -> bool:
    """Whether a short system text wants a title, or a lone question that quotes a conversation does."""
    system = conversation.system
    if system and len(system) <= LONGEST_SYSTEM and ASKS.search(system):
        return True
    lone = len(conversation.said) == 1
    return lone and bool(ASKS.search(conversation.asked[:300])) and bool(QUOTED.search(conversation.asked))


def title(conversation: Conversation) -> Reply:
    """A title in plain words."""
    asked = conversation.asked
    found = QUOTED.search(asked)
    if found is None and len(conversation.from_user) > 1:
        asked = conversation.from_user[0]  # the thread itself was sent, the wish for a title last
    return Reply(title_of(found["said"] if found else asked), "A short title in plain words.\n")


def title_of(said: str) -> str:
    """Up to six words of what was said, beginning with a capital."""
    about = topic(said)
    words = ("A first question" if about == NOTHING else about).removesuffix(" …").split()[:MOST_WORDS]
    while len(words) > 1 and words[-1].lower().strip(",;:") in DANGLING:
        words.pop()
    text = " ".join(words).strip(" ,;:.!?-–—\"'“”*")
    return text[:1].upper() + text[1:] or "A first question"
