"""Choosing the reply that fits the conversation."""

import random

from simulator.conversation import Conversation
from simulator.replies import memory, texts
from simulator.replies.captions import caption, wants_caption
from simulator.replies.improving import better, wants_better
from simulator.replies.kinds import kind_of
from simulator.replies.structured import any_json, structured
from simulator.replies.sums import sum_in
from simulator.replies.texts import Reply
from simulator.replies.titles import title, wants_title
from simulator.replies.topic import clipped, topic
from simulator.replies.versus import sides

# Later turns of these kinds begin by taking up the thread.
LINKED = ("prose", "list", "steps", "statement")


def compose(conversation: Conversation, seed: int) -> Reply:
    """The words for a conversation."""
    dice = random.Random(seed)
    if conversation.schema is not None:
        return structured(conversation, dice)
    if wants_caption(conversation):
        return caption(conversation)
    if wants_better(conversation):
        return better(conversation)
    if wants_title(conversation):
        return title(conversation)
    if conversation.as_json:
        return any_json(conversation)
    known = memory.remembered(conversation) or sum_in(conversation.asked)
    return known or prepared(conversation, dice)


def prepared(conversation: Conversation, dice: random.Random) -> Reply:
    """One of the prepared texts."""
    asked = conversation.asked
    kind = "picture" if pictures_now(conversation) else kind_of(asked)
    left, right = sides(asked)
    about = topic(asked)
    reply = texts.one(
        kind,
        dice,
        topic=about,
        asked=clipped(" ".join(asked.split())) or "the picture",
        left=left,
        right=right,
        pictures="a picture" if pictures_now(conversation) == 1 else f"{pictures_now(conversation)} pictures",
    )
    turn = len(conversation.from_user)
    if turn < 2:
        return reply
    reply = memory.linked(conversation, reply)
    if kind not in LINKED:
        return reply
    return Reply(f"{memory.opening(conversation, turn)}\n\n{reply.text}", reply.thinking)


def pictures_now(conversation: Conversation) -> int:
    """How many pictures came with the last message."""
    return next((len(said.pictures) for said in reversed(conversation.said) if said.role == "user"), 0)
