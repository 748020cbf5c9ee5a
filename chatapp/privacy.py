"""What this room holds about a person, to be taken along or erased."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from accounts import privacy
from accounts.models import User
from chatapp import hints
from chatapp.files import deleting, folder
from chatapp.models import Attachment, Conversation, Persona, Project, Share, Transfer, TransferState, Turn
from foundation import outbox

# Columns that are taken along as they stand. tests/chatapp/test_privacy.py names those that are not, and why.
CONVERSATION = (
    *("title", "title_by", "tags", "engine", "effort", "parameters", "instructions", "created_at", "written_at"),
    *("read_at", "pinned_at", "archived_at", "deleted_at"),
)
PROJECT = ("name", "instructions", "engine", "effort", "parameters", "created_at")
MESSAGE = ("hidden", "takedown_at", "label", "adults_only", "json_schema", "created_at")
TURN = (
    *(
        "kind",
        "state",
        "notice",
        "reason",
        "effort",
        "parameters",
        "max_output_tokens",
        "wish",
        "comparison",
        "kept_at",
    ),
    *(
        "chosen_because",
        "looked",
        "instead_of",
        "shape",
        "shape_problem",
        "left_out",
        "prompt_version",
        "asked_at",
        "ended_at",
    ),
    *("stop_asked_at", "first_token_ms", "last_token_ms", "thinking_ms", "input_tokens", "cached_tokens"),
    *("image_tokens", "output_tokens", "reasoning_tokens", "ticks", "exact"),
)


def register() -> None:
    """Write the store of this room down."""
    privacy.register("chatapp.conversations", export=conversations_of, erase=erase)
    privacy.register("chatapp.personas", export=personas_of, erase=erase_personas)
    privacy.register("chatapp.projects", export=projects_of, erase=erase_projects)
    privacy.register("chatapp.transfers", export=transfers_of, erase=erase_transfers)
    privacy.register("chatapp.shares", export=shares_of, erase=end_shares)
    privacy.register("chatapp.files", export=files_of, erase=erase_files)


def conversations_of(person: User) -> Iterator[Mapping[str, Any]]:
    """Every conversation with all its branches; an answer the desk hides is named, not quoted."""
    owned = (
        Conversation.objects.owned_by(person)
        .lasting()
        .order_by("pk")
        .select_related("project", "origin")
        .prefetch_related("messages__parent", "messages__turn", "messages__drawing__job", "summaries__upto")
    )
    names = dict(Attachment.objects.owned_by(person).kept().exclude(project=None).values_list("pk", "name"))
    for conversation in owned:
        yield {
            "id": conversation.public_id,
            "project": conversation.project.name if conversation.project else None,
            "origin": conversation.origin.source if hasattr(conversation, "origin") else None,
            **_columns(conversation, CONVERSATION),
            "summaries": [{"upto": each.upto.public_id, "text": each.text} for each in conversation.summaries.all()],
            "messages": [
                _message(message, names) for message in sorted(conversation.messages.all(), key=lambda each: each.pk)
            ],
        }


def projects_of(person: User) -> Iterator[Mapping[str, Any]]:
    """Folders and what holds in them."""
    for project in Project.objects.owned_by(person).order_by("pk"):
        yield {
            "id": project.public_id,
            **_columns(project, PROJECT),
        }


def erase_projects(person: User) -> Mapping[str, int]:
    """Remove them; their files are the other store's, which marks them for the sweep."""
    mine = Project.objects.owned_by(person)
    for project in mine:
        deleting.leave(project)
    return {"projects": mine.delete()[0]}


def personas_of(person: User) -> Iterator[Mapping[str, Any]]:
    """Instructions kept under a name."""
    for persona in Persona.objects.owned_by(person):
        yield {"name": persona.name, "instructions": persona.instructions, "created_at": persona.created_at}


def erase_personas(person: User) -> Mapping[str, int]:
    """Nothing refers to them."""
    return {"personas": Persona.objects.owned_by(person).delete()[0]}


def shares_of(person: User) -> Iterator[Mapping[str, Any]]:
    """Every link to read by; not the links themselves, which would open in whoever's hands the file falls into."""
    for share in Share.objects.owned_by(person).order_by("pk").select_related("conversation"):
        yield {
            "conversation": share.conversation.public_id,
            "title": share.title,
            "made_at": share.made_at,
            "updated_at": share.updated_at,
            "expires_at": share.expires_at,
            "revoked_at": share.revoked_at,
            "has_password": bool(share.password),
            "views": share.views,
        }


def transfers_of(person: User) -> Iterator[Mapping[str, Any]]:
    """What was taken along and brought, and when."""
    for row in Transfer.objects.owned_by(person).order_by("pk"):
        yield {"kind": row.kind, "form": row.form, "name": row.name, "state": row.state, "begun_at": row.begun_at}


def erase_transfers(person: User) -> Mapping[str, int]:
    """Their files go with the sweep; the rows say nothing of what was in them."""
    rows = Transfer.objects.owned_by(person)
    long_ago = timezone.now() - timedelta(days=3650)
    return {"transfers": rows.update(state=TransferState.CANCELLED, ended_at=long_ago, name="", report={})}


def end_shares(person: User) -> Mapping[str, int]:
    """They open nothing from now on; the rows go with their conversations."""
    return {"shares": Share.objects.owned_by(person).end()}


def erase(person: User) -> Mapping[str, int]:
    """Hide everything now, stop what is written; the purge sweep removes rows and logs. Locked cases keep theirs."""
    now = timezone.now()
    writing = Turn.objects.owned_by(person).open()
    for turn in writing.values_list("public_id", flat=True):
        hints.ring(hints.Hint.STOP, turn)
    writing.filter(stop_asked_at=None).update(stop_asked_at=now)
    count = Conversation.objects.owned_by(person).update(deleted_at=now, delete_after=now)
    outbox.ring("chatapp.tasks.purge", queue="sweeps")
    return {"conversations": count}


def files_of(person: User) -> Iterator[Mapping[str, Any]]:
    """Every file beside a question, with the words read of it. A picture's bytes are had by looking, their hash is here.

    Of temporary chats there is none; what stands beside messages out of sight alone is named, not quoted.
    """
    owned = Attachment.objects.owned_by(person).kept().filter(temporary=False).exclude(conversation__temporary=True)
    shown = set(owned.in_sight().values_list("pk", flat=True))
    for file in owned.order_by("pk").select_related("conversation", "project").prefetch_related("places__message"):
        yield {
            "id": file.public_id,
            "name": file.name,
            "kind": file.kind,
            "media_type": file.media_type,
            "bytes": file.bytes,
            "sha256": file.sha256,
            "width": file.width,
            "height": file.height,
            "pages": file.pages,
            "text": file.text if file.pk in shown else "",
            "added_at": file.created_at,
            "conversation": file.conversation.public_id if file.conversation else None,
            "project": file.project.public_id if file.project else None,
            "messages": [place.message.public_id for place in file.places.all()],
        }


def erase_files(person: User) -> Mapping[str, int]:
    """Hide every file now; the sweep takes its bytes, and its row with the conversation. Locked cases keep theirs."""
    return {"files": deleting.let_go(Q(owner=person))}


def _message(message: Any, names: Mapping[int, str]) -> Mapping[str, Any]:
    turn = getattr(message, "turn", None)
    return {
        "id": message.public_id,
        "parent": message.parent.public_id if message.parent else None,
        "role": message.role,
        "text": message.shown_text,
        "reasoning": message.shown_reasoning,
        **_columns(message, MESSAGE),
        **_drawing(message),
        **(
            {
                "engine": turn.engine_used or turn.engine,
                "asked_engine": turn.engine,
                "project_files": folder.told(turn.project_file_ids, names),
                **_columns(turn, TURN),
            }
            if turn
            else {}
        ),
    }


def _drawing(message: Any) -> dict[str, Any]:
    """The order of a picture that a question asked for, which the studio's own store tells of; or that none was wanted."""
    drawing = getattr(message, "drawing", None)
    if drawing is None:
        return {}
    return {"picture_order": drawing.job.public_id if drawing.job else None, "picture_not_wanted": drawing.dismissed}


def _columns(row: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
