"""ChatGPT's export: `conversations.json`, a mapping of nodes for each conversation, `current_node` naming the leaf."""

import re
from collections import Counter
from typing import Any

from chatapp.models import TitleBy
from chatapp.models.conversation import TITLE_CHARACTERS
from chatapp.transfers.raw import Brought, File, Planting, Raw, clean, listed, moment, table

# Marks of its own interface. No mark within a mark: what is opened a million times and never closed is read once.
_CITATION = re.compile("\ue200[^\ue200\ue201]*\ue201")
_POINTER = re.compile(r"(?:file-service|sediment)://(?:file[-_])?(.+)")


def read(item: dict[str, Any]) -> Brought:
    """One conversation. Calls of tools and what they answered are counted, code is kept."""
    lost: Counter[str] = Counter()
    raws = [_raw(str(key), node, lost) for key, node in item["mapping"].items() if isinstance(node, dict)]
    planting = Planting(raws, lost)
    title = clean(item.get("title"), TITLE_CHARACTERS)
    created = moment(item.get("create_time"))
    columns = {
        "title_by": TitleBy.PERSON if title else TitleBy.NOBODY,
        "created_at": created,
        "written_at": moment(item.get("update_time")) or created,
        "archived_at": moment(item.get("update_time")) if item.get("is_archived") is True else None,
        "pinned_at": moment(item.get("update_time")) if item.get("is_starred") is True else None,
    }
    name = clean(item.get("conversation_id") or item.get("id"), 80)
    return Brought(
        source=f"chatgpt:{name}" if name else "", title=title, nodes=planting.nodes, files=planting.files,
        leaf=planting.leaf(item.get("current_node")), columns=columns, lost=lost,
    )  # fmt: skip


def _raw(key: str, node: dict[str, Any], lost: Counter[str]) -> Raw:
    parent = node.get("parent")
    parent = parent if isinstance(parent, str) else None
    message = node.get("message")
    nothing = Raw(id=key, parent=parent)
    if not isinstance(message, dict):
        return nothing
    about = table(message.get("metadata"))
    author = table(message.get("author"))
    role, content = author.get("role"), message.get("content")
    if about.get("is_visually_hidden_from_conversation") is True or role == "system" or not isinstance(content, dict):
        return nothing
    if role == "tool" and content.get("content_type") != "multimodal_text":
        lost["tool"] += 1
        return nothing
    text, thought, files = _said(content, message.get("recipient"), lost)
    if role == "tool":  # a picture it made
        role, text = "assistant", ""
    if role not in ("user", "assistant") or not (text or thought or files):
        return nothing
    return Raw(
        id=key, parent=parent, role=role, text=text, reasoning=thought if role == "assistant" else "", files=files,
        engine=clean(about.get("model_slug"), 120), created_at=moment(message.get("create_time")),
    )  # fmt: skip


def _said(content: dict[str, Any], recipient: Any, lost: Counter[str]) -> tuple[str, str, tuple[File, ...]]:
    """Text, thinking and files of one message's content."""
    kind = content.get("content_type")
    if kind in ("text", "multimodal_text"):
        parts = listed(content.get("parts"))
        words = [_CITATION.sub("", clean(part)) if isinstance(part, str) else _spoken(part) for part in parts]
        files = [file for part in parts if (file := _picture(part))]
        return "\n\n".join(filter(None, words)), "", tuple(files)
    if kind == "code":
        if recipient not in (None, "all", "python"):
            lost["tool"] += 1
            return "", "", ()
        code, language = clean(content.get("text")), clean(content.get("language"), 20)
        fence = "`" * max(3, 1 + max(map(len, re.findall(r"`+", code)), default=0))
        return f"{fence}{language if language.isalnum() else ''}\n{code}\n{fence}" if code else "", "", ()
    if kind == "thoughts":
        thoughts = listed(content.get("thoughts"))
        return "", "\n\n".join(clean(each.get("content")) for each in thoughts if isinstance(each, dict)), ()
    if kind not in ("reasoning_recap", "user_editable_context", "model_editable_context"):
        lost["unknown"] += 1
    return "", "", ()


def _spoken(part: Any) -> str:
    return (
        clean(part.get("text")) if isinstance(part, dict) and part.get("content_type") == "audio_transcription" else ""
    )


def _picture(part: Any) -> File | None:
    if not isinstance(part, dict) or part.get("content_type") != "image_asset_pointer":
        return None
    found = _POINTER.fullmatch(str(part.get("asset_pointer")))
    name = found.group(1) if found else "?"
    return File(name, "Picture", member=name)
