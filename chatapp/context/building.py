"""What an engine is sent: the house's prompt, then as much of the path to the question as it can read.

The beginning stays the same from turn to turn, so that the provider finds it in its cache: nothing in it is dated, counted
or reordered, and a summary takes the place of many messages at once and then stands for long.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from chatapp.context import instructions
from chatapp.context.paths import Path, Summed
from chatapp.context.prompts import BACKGROUND, CONTINUE, SUMMARY, WISHES, prompt
from chatapp.files import need, refs
from chatapp.models import Kind, Turn, Wish
from usage import estimates
from xai.values import ChatMessage, Engine

# When the catalogue does not say how much an engine reads.
MODEST_CONTEXT_TOKENS = 128_000
FRAME = (prompt(BACKGROUND), prompt(CONTINUE))  # what may stand around what was said


@dataclass(frozen=True, slots=True)
class Context:
    """Messages to send; `left_out` older ones had to be, and `summary` stands for others."""

    messages: tuple[ChatMessage, ...]
    left_out: int
    prompt_version: str
    summary: UUID | None = None


def build(
    path: Path,
    *,
    kind: str,
    kept_text: str,
    engine: Engine | None,
    room_tokens: int,
    wish: str = "",
    than: Turn | None = None,
) -> Context:
    """The request's messages; `room_tokens` are kept free for the answer.

    `wish`: how it should differ from the answer of `than`.
    """
    first = [ChatMessage("system", instructions.system_text(path.instructions)), *_background(path.summary)]
    last = [path.said[-1]]
    version = instructions.version(path.instructions) + (f"+{SUMMARY}" if path.summary else "")
    if kind == Kind.CONTINUE:
        last += [ChatMessage("assistant", kept_text), ChatMessage("user", prompt(CONTINUE))]
        version = f"{version}+{CONTINUE}"
    elif wish:
        name = WISHES[Wish(wish)]
        stands, problem = (than.answer.shown_text, than.shape_problem) if than else ("", "")
        last += [ChatMessage("assistant", stands)] if stands else []
        last += [ChatMessage("user", f"{prompt(name)}\n{problem}".strip())]
        version = f"{version}+{name}"
    limit = (engine.context_tokens if engine else None) or MODEST_CONTEXT_TOKENS
    room = limit - room_tokens - estimates.ceiling_tokens(each.text for each in [*first, *last])
    said = need.by_need(path.said, sees=engine is None or engine.sees, room_tokens=room)
    last[0] = said[-1]
    earlier = _fitting(said[:-1], room - refs.ceiling(last))
    left_out = len(said) - 1 - len(earlier)
    return Context((*first, *earlier, *last), left_out, version, path.summary.public_id if path.summary else None)


def _background(summary: Summed | None) -> list[ChatMessage]:
    if summary is None:
        return []
    said = f"{prompt(BACKGROUND)}\n\n# What was said before, in short\n\n{summary.text}"
    return [ChatMessage("user", said)]


def _fitting(earlier: Sequence[ChatMessage], room: int) -> list[ChatMessage]:
    """The newest messages that fit, beginning with a question: a window that slides."""
    kept: list[ChatMessage] = []
    for message in reversed(earlier):
        room -= estimates.PER_MESSAGE + estimates.tokens(message.text, estimates.CEILING_BYTES)
        room -= refs.ceiling([message])
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
