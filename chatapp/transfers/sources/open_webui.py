"""Open WebUI's export: a list of chats, each with the tree `chat.history.messages` and `currentId`."""

import base64
import binascii
import hashlib
import html
import re
from collections import Counter
from typing import Any

from chatapp.models import TitleBy
from chatapp.models.conversation import TITLE_CHARACTERS
from chatapp.transfers.raw import Brought, File, Planting, Raw, clean, listed, moment, table

OPENS, CLOSES = '<details type="reasoning"', "</details>"
BLANKS = 100  # between thinking and answer; more than that was meant
_DATA = re.compile(r"data:image/[\w.+-]+;base64,(.*)", re.DOTALL)


def read(item: dict[str, Any]) -> Brought:
    """One chat with its branches."""
    lost: Counter[str] = Counter()
    chat = item["chat"]
    history = table(chat.get("history"))
    messages = table(history.get("messages"))
    raws = [_raw(str(key), each, lost) for key, each in messages.items() if isinstance(each, dict)]
    planting = Planting(raws, lost)
    title = clean(item.get("title") or chat.get("title"), TITLE_CHARACTERS)
    about = table(item.get("meta"))
    wishes = table(chat.get("params"))
    written = moment(item.get("updated_at")) or moment(chat.get("timestamp"))
    columns = {
        "title_by": TitleBy.PERSON if title else TitleBy.NOBODY,
        "tags": [clean(tag, 200) for tag in listed(about.get("tags")) if clean(tag)],
        "instructions": clean(wishes.get("system") or chat.get("system")),
        "created_at": moment(item.get("created_at")) or moment(chat.get("timestamp")),
        "written_at": written,
        "archived_at": written if item.get("archived") is True else None,
        "pinned_at": written if item.get("pinned") is True else None,
    }
    name = clean(item.get("id"), 80)
    return Brought(
        source=f"open-webui:{name}" if name else "", title=title, nodes=planting.nodes, files=planting.files,
        leaf=planting.leaf(history.get("currentId")), columns=columns, lost=lost,
    )  # fmt: skip


def _raw(key: str, said: dict[str, Any], lost: Counter[str]) -> Raw:
    parent = said.get("parentId")
    role = said.get("role")
    text = clean(said.get("content"))
    text, thought = _apart(text) if role == "assistant" else (text, "")
    files = tuple(file for each in listed(said.get("files")) if (file := _file(each, lost)))
    return Raw(
        id=key,
        parent=parent if isinstance(parent, str) else None,
        role=role if role in ("user", "assistant") else "",
        text=text,
        reasoning=thought,
        engine=clean(said.get("model"), 120),
        created_at=moment(said.get("timestamp")),
        files=files,
    )


def _apart(text: str) -> tuple[str, str]:
    """What was said and what was thought. Each character is looked at once, however often a mark is opened."""
    said: list[str] = []
    thoughts: list[str] = []
    at = 0
    while (begins := text.find(OPENS, at)) >= 0:
        ends = text.find(CLOSES, begins)
        inside = text.find(">", begins) + 1
        if ends < 0 or not 0 < inside <= ends:
            break
        said.append(text[at:begins])
        thoughts.append(_unquoted(_unsummed(text[inside:ends].lstrip())))
        at = ends + len(CLOSES)
        at += len(text[at : at + BLANKS]) - len(text[at : at + BLANKS].lstrip())
    thought = "\n\n".join(filter(None, thoughts))
    return ("".join([*said, text[at:]]).strip(), thought) if thought else (text, "")


def _unsummed(inside: str) -> str:
    """Without the line that stands over it while it is folded."""
    _, closed, rest = inside.partition("</summary>") if inside.startswith("<summary>") else ("", "", "")
    return rest if closed else inside


def _unquoted(thinking: str) -> str:
    return html.unescape("\n".join(re.sub(r"^> ?", "", line) for line in thinking.strip().splitlines()))


def _file(said: Any, lost: Counter[str]) -> File | None:
    """Only what is in the export itself: a link into the other house leads nowhere from here."""
    url = table(said).get("url")
    found = _DATA.fullmatch(url) if isinstance(url, str) else None
    try:
        data = base64.b64decode(found.group(1), validate=True) if found else b""
    except (binascii.Error, ValueError):
        data = b""
    if not data:
        lost["file"] += 1
        return None
    return File(hashlib.sha256(data).hexdigest(), clean(said.get("name"), 120) or "Picture", data)
