"""What a person wants heeded: about every conversation, about a project, about one conversation."""

import hashlib
from dataclasses import dataclass

from accounts.models import User
from chatapp.context.prompts import INSTRUCTIONS, SYSTEM, prompt
from chatapp.models import Conversation


@dataclass(frozen=True, slots=True)
class Instructions:
    """The three, each may be empty. The order is the order in which they are sent: the most general first."""

    person: str = ""
    project: str = ""
    conversation: str = ""

    def __bool__(self) -> bool:
        return bool(self.person or self.project or self.conversation)


NONE = Instructions()


def heeded(person: User, place: Conversation) -> Instructions:
    """What counts for a question of this person in this conversation."""
    return Instructions(person.instructions, place.project.instructions if place.project else "", place.instructions)


def system_text(instructions: Instructions) -> str:
    """The house's prompt and, after it, the person's wishes. The same wishes give the same text: the provider caches it."""
    if not instructions:
        return prompt(SYSTEM)
    parts = {
        "In every conversation": instructions.person,
        "In this project": instructions.project,
        "In this conversation": instructions.conversation,
    }
    said = "\n\n".join(f"## {where}\n{words}" for where, words in parts.items() if words)
    return f"{prompt(SYSTEM)}\n\n{prompt(INSTRUCTIONS)}\n\n{said}"


def version(instructions: Instructions) -> str:
    """What an answer is marked with: the templates, and which wishes stood in them."""
    if not instructions:
        return SYSTEM
    digest = hashlib.sha256(system_text(instructions).encode()).hexdigest()[:8]
    return f"{SYSTEM}+{INSTRUCTIONS}:{digest}"
