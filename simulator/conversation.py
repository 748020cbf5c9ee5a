"""What was said before the answer, read from either route's body."""

import base64
import io
from dataclasses import dataclass

from PIL import Image

from simulator import tokens
from simulator.body import unreadable
from simulator.refusals import business, plain, uncoded
from simulator.scenes import Cue, cues_in

NO_CONTENT = "Invalid request content: Each message must have at least one content element."
UNKNOWN_ITEM = unreadable("data did not match any variant of untagged enum ModelInput")
CHAT_ROLES = ("system", "developer", "user", "assistant", "tool")
REMOTE_PICTURE = (1024, 1024)


@dataclass(frozen=True)
class Said:
    """One message: its role, its text, and what its pictures weigh in tokens."""

    role: str
    text: str
    pictures: tuple[int, ...] = ()

    @property
    def tokens(self) -> int:
        """What its words weigh."""
        return tokens.count(self.text) + 3


@dataclass(frozen=True)
class Conversation:
    """All messages in order, the last user message freed of scene markers."""

    said: tuple[Said, ...]
    cues: tuple[Cue, ...] = ()
    schema: dict[str, object] | None = None
    as_json: bool = False
    asked: str = ""

    @property
    def system(self) -> str:
        """All system text."""
        return "\n".join(said.text for said in self.said if said.role in ("system", "developer"))

    @property
    def from_user(self) -> list[str]:
        """What the user said, oldest first, markers taken out."""
        return [cues_in(said.text)[0] for said in self.said if said.role == "user"]

    @property
    def answers(self) -> list[str]:
        """What was answered before."""
        return [said.text for said in self.said if said.role == "assistant"]

    @property
    def picture_tokens(self) -> int:
        """What all pictures weigh."""
        return sum(sum(said.pictures) for said in self.said)

    @property
    def text_tokens(self) -> int:
        """What all words weigh, the schema too, without the hidden prompt."""
        extra = 40 if self.schema else 0
        return sum(said.tokens for said in self.said) + extra


def of(said: list[Said], schema: dict[str, object] | None, as_json: bool) -> Conversation:
    """A conversation, with the cues of its last user message."""
    last = next((one.text for one in reversed(said) if one.role == "user"), "")
    asked, wanted = cues_in(last)
    return Conversation(tuple(said), tuple(wanted), schema, as_json, asked)


def from_chat(messages: list[object]) -> list[Said]:
    """The messages of /v1/chat/completions."""
    return [chat_message(message) for message in messages]


def chat_message(message: object) -> Said:
    """One chat message. Refuses (422 plain) what is no message and (400) an empty one."""
    if not isinstance(message, dict) or message.get("role") not in CHAT_ROLES:
        raise plain(422, unreadable("messages: data did not match any variant of untagged enum Message"))
    text, pictures = parts(message.get("content"), "text", "image_url")
    if not text and not pictures and not message.get("tool_calls"):
        raise business(NO_CONTENT)
    return Said(str(message["role"]), text, pictures)


def from_input(value: object) -> list[Said]:
    """The input of /v1/responses: a string or items."""
    if isinstance(value, str):
        if not value:
            raise business(NO_CONTENT)
        return [Said("user", value)]
    return [said for item in value if (said := item_said(item))] if isinstance(value, list) else []


def item_said(item: object) -> Said | None:
    """One input item; None for items without words. Refuses (422) an item of no known kind."""
    if not isinstance(item, dict):
        raise uncoded(422, UNKNOWN_ITEM)
    if item.get("role") in CHAT_ROLES and item.get("type", "message") == "message":
        return role_item(item)
    match item.get("type"):
        case "reasoning" if "content" not in item or isinstance(item["content"], list):
            return None
        case "function_call" if isinstance(item.get("arguments"), str):
            return Said("assistant", f"{item.get('name')}({item['arguments']})")
        case "function_call_output" if item.get("call_id"):
            return Said("tool", str(item.get("output")))
        case _:
            raise uncoded(422, UNKNOWN_ITEM)


def role_item(item: dict[str, object]) -> Said:
    """A message among the input items."""
    content = item.get("content")
    if content is None or content in ("", []):
        raise business(NO_CONTENT)
    text, pictures = parts(content, "input_text", "input_image", "output_text")
    if not text and not pictures:
        raise business("Empty content block")
    return Said(str(item["role"]), text, pictures)


def parts(content: object, words: str, picture: str, *more_words: str) -> tuple[str, tuple[int, ...]]:
    """The text and the pictures' weights of a message's content."""
    if isinstance(content, str):
        return content, ()
    texts: list[str] = []
    weights: list[int] = []
    for part in content if isinstance(content, list) else []:
        kind = part.get("type") if isinstance(part, dict) else None
        if kind == words or kind in more_words:
            texts.append(str(part.get("text") or ""))
        elif kind == picture:
            weights.append(weight(part.get("image_url")))
    return "".join(texts), tuple(weights)


def weight(image: object) -> int:
    """An input picture in tokens."""
    detail = image.get("detail") if isinstance(image, dict) else None
    url = str(image.get("url") if isinstance(image, dict) else image)
    width, height = size_of(url)
    if detail == "low":
        shrink = min(1.0, 512 / max(width, height))
        width, height = max(1, int(width * shrink)), max(1, int(height * shrink))
    return tokens.of_picture(width, height)


def size_of(url: str) -> tuple[int, int]:
    """A picture's size. Only data URIs are looked into: the stand-in fetches nothing."""
    if not url.startswith("data:"):
        return REMOTE_PICTURE
    try:
        with Image.open(io.BytesIO(base64.b64decode(url.partition(",")[2]))) as image:
            return image.size
    except (ValueError, OSError):
        raise business("Unable to process the image: unsupported or damaged image data.") from None
