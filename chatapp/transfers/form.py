"""The house's own form, `salon-conversations/1`: docs/conversations-form.md describes it. Writing it; reading is a source."""

import base64
import json
from collections.abc import Iterable, Iterator
from typing import Any

from chatapp import trees
from chatapp.files import keeping
from chatapp.models import Attachment, Conversation, Project, Role
from chatapp.trees import Node
from foundation.outages import DOWN

FORM = "salon-conversations/1"


def pieces(conversations: Iterable[Conversation], made_at: str) -> Iterator[str]:
    """The whole file, piece by piece: a few messages, or one file, are in memory at a time."""
    yield f'{{"form": "{FORM}", "made_at": {json.dumps(made_at)}, "conversations": ['
    for number, conversation in enumerate(conversations):
        yield ",\n" if number else "\n"
        yield from _conversation(conversation)
    yield "\n]}\n"


def _conversation(conversation: Conversation) -> Iterator[str]:
    """One of them with all its branches and files. Messages are named by their place."""
    keys = trees.keys(conversation)
    leaf = str(keys.index(conversation.leaf_id)) if conversation.leaf_id in keys else None
    yield _said(_columns(conversation) | {"leaf": leaf})[:-1] + ', "messages": ['
    told: set[int] = set()
    for index, node in enumerate(trees.parts(keys)):
        yield from _message(index, node, told)
    yield "]}"


def _said(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _columns(conversation: Conversation) -> dict[str, Any]:
    return {
        "id": str(conversation.public_id),
        "title": conversation.title,
        "title_by": conversation.title_by,
        "created_at": conversation.created_at.isoformat(),
        "written_at": conversation.written_at.isoformat(),
        "pinned_at": _moment(conversation.pinned_at),
        "archived_at": _moment(conversation.archived_at),
        "project": _project(conversation.project),
        "tags": conversation.tags,
        "engine": conversation.engine,
        "effort": conversation.effort,
        "parameters": conversation.parameters,
        "instructions": conversation.instructions,
    }


def _message(index: int, node: Node, told: set[int]) -> Iterator[str]:
    said: dict[str, Any] = {
        "id": str(index),
        "parent": None if node.parent is None else str(node.parent),
        "role": str(node.role),
        "text": node.text,
        "hidden": node.hidden,
        "label": node.label,
        "created_at": node.created_at.isoformat(),
    }
    if node.role == Role.ASSISTANT:
        said |= {"reasoning": node.reasoning, "engine": node.engine, "effort": node.effort}
        said |= {"state": str(node.state), "notice": node.notice}
    yield (", " if index else "") + _said(said)[:-1] + ', "files": ['
    for number, file in enumerate(node.files):
        yield (", " if number else "") + _said(_file(file, told))
    yield "]}"


def _file(file: Attachment, told: set[int]) -> dict[str, Any]:
    """Its contents stand where it is named first."""
    said = {"id": str(file.public_id), "name": file.name, "media_type": file.media_type, "sha256": file.sha256}
    if file.pk not in told:
        told.add(file.pk)
        try:
            said["data"] = base64.b64encode(keeping.data(file)).decode()
        except (FileNotFoundError, *DOWN):
            said["data"] = ""
    return said


def _project(project: Project | None) -> dict[str, str] | None:
    return None if project is None else {"name": project.name, "instructions": project.instructions}


def _moment(moment: Any) -> str | None:
    return moment.isoformat() if moment else None
