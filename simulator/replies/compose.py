"""Choosing the reply that fits the conversation."""

from dataclasses import dataclass

from simulator.conversation import Conversation


@dataclass(frozen=True)
class Reply:
    """The visible text and the summary of the thinking before it."""

    text: str
    thinking: str


def compose(conversation: Conversation, seed: int) -> Reply:
    """The words for a conversation."""
    asked = conversation.asked or "your picture"
    turn = len(conversation.from_user)
    text = f"You asked: *{asked[:200]}*. This is turn {turn}. I am the stand-in."
    return Reply(text, f"The user asks about {asked[:60]}. I will answer briefly.")
