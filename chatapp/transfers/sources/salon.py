"""The house's own form: `chatapp.transfers.form` writes it."""

import base64
import binascii
from collections import Counter
from typing import Any

from chatapp.models import TitleBy
from chatapp.models.conversation import TITLE_CHARACTERS
from chatapp.models.project import NAME_CHARACTERS
from chatapp.transfers.raw import Brought, File, Planting, Raw, clean, listed, moment

ROLES = {"user": "user", "assistant": "assistant"}


def read(item: dict[str, Any]) -> Brought:
    """One conversation, as it was."""
    lost: Counter[str] = Counter()
    known: dict[str, File] = {}
    messages = [each for each in item["messages"] if isinstance(each, dict)]
    planting = Planting([_raw(each, known) for each in messages], lost)
    title = clean(item.get("title"), TITLE_CHARACTERS)
    given = item.get("title_by") if title and item.get("title_by") in TitleBy.values else TitleBy.NOBODY
    columns = {
        "title_by": given if title else TitleBy.NOBODY,
        "tags": [clean(tag, 200) for tag in listed(item.get("tags")) if clean(tag)],
        "engine": clean(item.get("engine"), 120),
        "effort": clean(item.get("effort"), 16),
        "instructions": clean(item.get("instructions")),
        **{name: moment(item.get(name)) for name in ("created_at", "written_at", "pinned_at", "archived_at")},
    }
    name = clean(item.get("id"), 80)
    return Brought(
        source=f"salon:{name}" if name else "",
        title=title,
        nodes=planting.nodes,
        leaf=planting.leaf(item.get("leaf")),
        files=planting.files,
        columns=columns,
        project=_project(item.get("project")),
        lost=lost,
    )


def _raw(said: dict[str, Any], known: dict[str, File]) -> Raw:
    return Raw(
        id=str(said.get("id", "")),
        parent=None if said.get("parent") is None else str(said["parent"]),
        role=ROLES.get(str(said.get("role")), ""),
        text=clean(said.get("text")),
        reasoning=clean(said.get("reasoning")),
        hidden=clean(said.get("hidden"), 1_000),
        label=clean(said.get("label"), 1_000),
        engine=clean(said.get("engine"), 120),
        effort=clean(said.get("effort"), 16),
        state=str(said.get("state", "")),
        notice=clean(said.get("notice"), 40),
        created_at=moment(said.get("created_at")),
        files=tuple(_file(each, known) for each in listed(said.get("files")) if isinstance(each, dict)),
    )


def _file(said: dict[str, Any], known: dict[str, File]) -> File:
    name = str(said.get("id", ""))
    if name not in known:
        try:
            data = base64.b64decode(str(said.get("data", "")), validate=True)
        except (binascii.Error, ValueError):
            data = b""
        known[name] = File(name, clean(said.get("name"), 120), data)
    return known[name]


def _project(said: Any) -> dict[str, str] | None:
    if not isinstance(said, dict) or not (name := clean(said.get("name"), NAME_CHARACTERS).strip()):
        return None
    return {"name": name, "instructions": clean(said.get("instructions"))}
