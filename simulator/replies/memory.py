"""Replies that show the stand-in has read what was said before."""

import re

from simulator.conversation import Conversation
from simulator.replies.texts import Reply
from simulator.replies.topic import clipped, topic

NAME = re.compile(r"\b(?:my name is|i am called|call me|i'm called)\s+([A-Z][\w'-]+)", re.IGNORECASE)
ASKS_NAME = re.compile(r"\b(what('s| is) my name|who am i|remember my name)\b", re.IGNORECASE)
ASKS_FIRST = re.compile(
    r"\b(first|earlier|before|previous|last)\b.*\b(ask(ed)?|say|said|question|message|talk)\b|"
    r"\b(did|have|had) (i|we) (ask|said?|say|write|talk)\w*\b.*\b(first|earlier|before|previous(ly)?|last)\b",
    re.IGNORECASE,
)
ASKS_COUNT = re.compile(r"\bhow (many|often)\b.*\b(messages?|questions?|turns?|times|asked|said)\b", re.IGNORECASE)
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def remembered(conversation: Conversation) -> Reply | None:
    """The answer to a question about the conversation itself; None when it is not one."""
    asked, earlier = conversation.asked, conversation.from_user[:-1]
    if ASKS_NAME.search(asked):
        return name_reply(earlier)
    if ASKS_COUNT.search(asked):
        return count_reply(len(earlier))
    if ASKS_FIRST.search(asked) and earlier:
        return first_reply(asked, earlier)
    return None


def name_reply(earlier: list[str]) -> Reply:
    """What the user is called, if they said so."""
    names = [found.group(1) for text in earlier if (found := NAME.search(text))]
    thinking = "The user asks for their name. I look through what they said before.\n"
    if not names:
        return Reply("You haven't told me yet. What should I call you?", thinking)
    return Reply(f"Your name is **{names[-1]}** — you told me earlier in this conversation.", thinking)


def count_reply(before: int) -> Reply:
    """How much was said."""
    word = NUMBERS[before] if before < len(NUMBERS) else str(before)
    messages = "message" if before == 1 else "messages"
    thinking = "I count what came before this message.\n"
    return Reply(f"Before this one you had sent **{word}** {messages}, so this is number {before + 1}.", thinking)


def first_reply(asked: str, earlier: list[str]) -> Reply:
    """What was said first, or last."""
    recent = re.search(r"\b(last|previous|before)\b", asked, re.IGNORECASE)
    which, text = ("The last thing you wrote before this", earlier[-1]) if recent else ("You began with", earlier[0])
    quoted = "\n> ".join(text.strip().splitlines()) or "(a picture)"
    thinking = "The user refers to an earlier message. I go back and quote it.\n"
    return Reply(
        f"{which}:\n\n> {quoted}\n\nThat was message {1 if not recent else len(earlier)} of {len(earlier)} so far.",
        thinking,
    )


def linked(conversation: Conversation, reply: Reply) -> Reply:
    """A reply that takes up the thread: the turn is counted and the topic before it is named."""
    earlier = conversation.from_user[:-1]
    thread = f"Earlier we spoke about {topic(earlier[-1])}; this is message {len(earlier) + 1}.\n"
    return Reply(reply.text, thread + reply.thinking)


def opening(conversation: Conversation, turn: int) -> str:
    """How a later answer begins."""
    before = clipped(topic(conversation.from_user[-2]))
    ways = (
        f"Coming from *{before}*, that's a natural next step.",
        f"This is your {ordinal(turn)} message here, and the thread holds: first *{before}*, now this.",
        f"Let me put *{before}* aside for a moment.",
        f"That follows nicely from *{before}*.",
    )
    return ways[turn % len(ways)]


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd …"""
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
