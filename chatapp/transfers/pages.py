"""A conversation as something to read elsewhere: Markdown, and one HTML file that opens without a network."""

import base64
import re
from collections.abc import Iterable, Iterator

from django.template.loader import render_to_string

from chatapp import markdown, trees
from chatapp.files import keeping
from chatapp.models import Attachment, Conversation, Role
from chatapp.trees import Node
from foundation.outages import DOWN

PICTURES_BYTES = 20_000_000  # in one HTML file; what is more is named


def as_markdown(conversation: Conversation) -> Iterator[str]:
    """The path shown, piece by piece: who said what, under headings."""
    yield f"# {conversation}\n\n*{conversation.created_at:%d %B %Y}*\n\n"
    for node in _path(conversation):
        yield f"## {'You' if node.role == Role.USER else node.engine or 'AI'}\n\n"
        yield from (f"*File: {file.name}*\n\n" for file in node.files)
        yield f"{node.text or node.hidden}\n\n"
    yield "---\n\n*The answers were written by AI and can be wrong. Made with Salon.*\n"


def as_html(conversation: Conversation) -> Iterator[str]:
    """The same with its own style and pictures; its own policy lets it load nothing."""
    yield render_to_string("chatapp/transfers/paper_head.html", {"conversation": conversation})
    room = PICTURES_BYTES
    for node in _path(conversation):
        pictures: list[tuple[str, str]] = []
        names: list[str] = []
        for file in node.files:
            shown = _picture(file, room)
            room -= len(shown)
            if shown:
                pictures.append((file.name, shown))
            else:
                names.append(file.name)
        part = {
            "asked": node.role == Role.USER, "node": node, "pictures": pictures, "names": names,
            "html": markdown.render(node.text) if node.role == Role.ASSISTANT and node.text else "",
        }  # fmt: skip
        yield render_to_string("chatapp/transfers/paper_part.html", {"part": part})
    yield '<p class="faint">Made with Salon.</p></body></html>\n'


def file_name(conversation: Conversation, extension: str, taken: Iterable[str] = ()) -> str:
    """A name any system takes, unlike those in `taken`."""
    words = re.sub(r"[^\w]+", "-", str(conversation)).strip("-")[:60] or "conversation"
    name = f"{words}.{extension}"
    return name if name not in taken else f"{words}-{conversation.public_id.hex[:8]}.{extension}"


def _path(conversation: Conversation) -> Iterator[Node]:
    return trees.parts(trees.way(conversation.leaf_id)) if conversation.leaf_id else iter(())


def _picture(file: Attachment, room: int) -> str:
    if not file.is_picture or file.bytes * 4 // 3 > room:
        return ""
    try:
        return f"data:{file.media_type};base64,{base64.b64encode(keeping.data(file)).decode()}"
    except (FileNotFoundError, *DOWN):
        return ""
