"""What an engine is sent: the house's prompt, then as much of the path to the question as it can read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.db import connection

from chatapp.models import Kind
from usage import estimates
from xai.values import ChatMessage, Engine, Role

PROMPTS = Path(__file__).parent / "prompts"
SYSTEM = "system-1"  # a changed prompt is a new file: answers name the one they were given under
CONTINUE = "continue-1"

# When the catalogue does not say how much an engine reads.
MODEST_CONTEXT_TOKENS = 128_000
LONGEST_PATH = 1_000

PATH = """
WITH RECURSIVE path AS (
  SELECT id AS last, id, parent_id, role, text, hidden, 1 AS depth FROM chatapp_message WHERE id = ANY(%s)
  UNION ALL
  SELECT path.last, m.id, m.parent_id, m.role, m.text, m.hidden, path.depth + 1
  FROM chatapp_message m JOIN path ON m.id = path.parent_id WHERE path.depth < %s
)
SELECT last, role, text FROM path WHERE hidden = '' AND text <> '' ORDER BY depth DESC
"""


@dataclass(frozen=True, slots=True)
class Context:
    """Messages to send, and how many older ones had to be left out."""

    messages: tuple[ChatMessage, ...]
    left_out: int
    prompt_version: str


@cache
def prompt(name: str) -> str:
    """A prompt of the house, by file name."""
    return (PROMPTS / f"{name}.txt").read_text().strip()


def path_to(message_id: int) -> list[ChatMessage]:
    """What was said from the beginning to this message. One query; hidden and empty answers are not repeated."""
    return paths_to([message_id])[message_id]


def paths_to(message_ids: Iterable[int]) -> dict[int, list[ChatMessage]]:
    """The same for several messages, by the last one of each path. One query."""
    said: dict[int, list[ChatMessage]] = {each: [] for each in message_ids}
    with connection.cursor() as cursor:
        cursor.execute(PATH, [list(said), LONGEST_PATH])
        for last, role, text in cursor.fetchall():
            said[last].append(ChatMessage(_role(role), text))
    return said


def build(
    said: Sequence[ChatMessage], *, kind: str, kept_text: str, engine: Engine | None, room_tokens: int
) -> Context:
    """The request's messages; `room_tokens` are kept free for the answer."""
    system = ChatMessage("system", prompt(SYSTEM))
    last = [said[-1]]
    version = SYSTEM
    if kind == Kind.CONTINUE:
        last += [ChatMessage("assistant", kept_text), ChatMessage("user", prompt(CONTINUE))]
        version = f"{SYSTEM}+{CONTINUE}"
    limit = (engine.context_tokens if engine else None) or MODEST_CONTEXT_TOKENS
    room = limit - room_tokens - estimates.ceiling_tokens(each.text for each in [system, *last])
    earlier = _fitting(said[:-1], room)
    return Context((system, *earlier, *last), len(said) - 1 - len(earlier), version)


def _fitting(earlier: Sequence[ChatMessage], room: int) -> list[ChatMessage]:
    """The newest messages that fit, beginning with a question: a window that slides."""
    kept: list[ChatMessage] = []
    for message in reversed(earlier):
        room -= estimates.PER_MESSAGE + estimates.tokens(message.text, estimates.CEILING_BYTES)
        if room < 0:
            break
        kept.append(message)
    kept.reverse()
    while kept and kept[0].role != "user":
        kept.pop(0)
    return kept


def texts(messages: Iterable[ChatMessage]) -> list[str]:
    """The texts alone, for estimates."""
    return [message.text for message in messages]


def _role(role: str) -> Role:
    return "user" if role == "user" else "assistant"
