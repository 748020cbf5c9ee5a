"""What an engine is sent: the house's prompt, then as much of the path to the question as it can read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chatapp.context.prompts import CONTINUE, SYSTEM, WISHES, prompt
from chatapp.models import Kind, Wish
from usage import estimates
from xai.values import ChatMessage, Engine

# When the catalogue does not say how much an engine reads.
MODEST_CONTEXT_TOKENS = 128_000


@dataclass(frozen=True, slots=True)
class Context:
    """Messages to send, and how many older ones had to be left out."""

    messages: tuple[ChatMessage, ...]
    left_out: int
    prompt_version: str


def build(
    said: Sequence[ChatMessage],
    *,
    kind: str,
    kept_text: str,
    engine: Engine | None,
    room_tokens: int,
    wish: str = "",
    earlier_text: str = "",
) -> Context:
    """The request's messages; `room_tokens` are kept free for the answer.

    `wish`: how it should differ from `earlier_text`, the answer there is.
    """
    system = ChatMessage("system", prompt(SYSTEM))
    last = [said[-1]]
    version = SYSTEM
    if kind == Kind.CONTINUE:
        last += [ChatMessage("assistant", kept_text), ChatMessage("user", prompt(CONTINUE))]
        version = f"{SYSTEM}+{CONTINUE}"
    elif wish:
        name = WISHES[Wish(wish)]
        last += [ChatMessage("assistant", earlier_text)] if earlier_text else []
        last += [ChatMessage("user", prompt(name))]
        version = f"{SYSTEM}+{name}"
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
