"""What people do with conversations, one or many at once: pin, archive, delete, move, tag. Each can be undone.

A command names what to do and with which; its answer names the commands that undo it, made from how things stood before.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from chatapp.conversations import deleting
from chatapp.models import Conversation, Project
from chatapp.models.conversation import MOST_TAGS, TAG_CHARACTERS
from foundation import outbox
from foundation.wakeups import wake

MOST_AT_ONCE = 500


class Refused(Exception):
    """It cannot be done; the words say why, and what to do."""


@dataclass(frozen=True, slots=True)
class Command:
    """`do`: a word of VERBS. `project`: where to move, None: out of any. `tag`: one word or a few."""

    do: str
    ids: tuple[UUID, ...]
    project: UUID | None = None
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """What was done, in words, and what undoes it: these commands, the last one first."""

    sentence: str
    changed: int
    undo: list[Command] = field(default_factory=list)


Rows = Sequence[Conversation]
Verb = Callable[[User, Rows, Command], Kept]


def keep(person: User, command: Command) -> Kept:
    """Do it with those of these conversations that are this person's; of the others nothing is said.

    Raises Refused, Conversation.DoesNotExist where none is theirs (or only temporary ones, save for deleting), Project.DoesNotExist.
    """
    verb = VERBS.get(command.do)
    if verb is None or not command.ids:
        raise Refused("Nothing was changed: choose conversations first, then what to do with them.")
    if len(command.ids) > MOST_AT_ONCE:
        raise Refused(f"Nothing was changed: that is more than {MOST_AT_ONCE} conversations at once.")
    with transaction.atomic():
        mine = Conversation.objects.owned_by(person).select_for_update(of=("self",)).select_related("project")
        rows = mine.undoable() if command.do == "restore" else mine.kept()
        rows = (
            rows if command.do == "delete" else rows.lasting()
        )  # nothing is kept of a temporary one: no tag, no project
        found = list(
            rows.filter(public_id__in=command.ids).order_by("pk")
        )  # one order: two windows never wait in a circle
        if not found:
            raise Conversation.DoesNotExist
        kept = verb(person, found, command)
        wake(person.public_id, "conversation", found[0].public_id)
    return kept


def tidy_tag(said: str) -> str:
    """A tag as it is kept: lower case, one word; empty when nothing of it can stay."""
    words = "".join(each if each.isalnum() or each in "-_.+#" else " " for each in said.casefold())
    return "-".join(words.split())[:TAG_CHARACTERS].strip("-#")


def _pin(_: User, rows: Rows, command: Command) -> Kept:
    fresh = [row for row in rows if row.pinned_at is None]
    put_away = tuple(row.public_id for row in fresh if row.archived_at)
    kept = _told("pinned", _set(fresh, pinned_at=timezone.now(), archived_at=None), "unpin")
    return replace(kept, undo=[*kept.undo, Command("archive", put_away)] if put_away else kept.undo)


def _unpin(_: User, rows: Rows, command: Command) -> Kept:
    return _told("no longer pinned", _set([row for row in rows if row.pinned_at], pinned_at=None), "pin")


def _archive(_: User, rows: Rows, command: Command) -> Kept:
    fresh = [row for row in rows if row.archived_at is None]
    pinned = tuple(row.public_id for row in fresh if row.pinned_at)
    kept = _told("archived", _set(fresh, archived_at=timezone.now(), pinned_at=None), "unarchive")
    return replace(kept, undo=[*kept.undo, Command("pin", pinned)] if pinned else kept.undo)


def _unarchive(_: User, rows: Rows, command: Command) -> Kept:
    return _told("back in the list", _set([row for row in rows if row.archived_at], archived_at=None), "archive")


def _delete(_: User, rows: Rows, command: Command) -> Kept:
    deleting.hide(rows)
    kept = _told("deleted", rows, "restore")
    lasting = tuple(row.public_id for row in rows if not row.temporary)
    if len(lasting) == len(rows):
        return kept
    outbox.ring("chatapp.tasks.purge", queue="sweeps")  # temporary ones go now; of them nothing is had back
    outbox.ring("chatapp.tasks.purge_files", queue="sweeps")
    return replace(kept, undo=[Command("restore", lasting)] if lasting else [])


def _restore(_: User, rows: Rows, command: Command) -> Kept:
    deleting.bring_back(rows)
    return _told("back", rows, "delete")


def _move(person: User, rows: Rows, command: Command) -> Kept:
    to = Project.objects.owned_by(person).get(public_id=command.project) if command.project else None
    moved = [row for row in rows if row.project != to]
    undo: dict[UUID | None, list[UUID]] = {}
    for row in moved:
        undo.setdefault(row.project.public_id if row.project else None, []).append(row.public_id)
    _set(moved, project=to)
    back = [Command("move", tuple(ids), project=project) for project, ids in undo.items()]
    return replace(_told(f"moved to {to}" if to else "in no project any more", moved, "move"), undo=back)


def _tag(_: User, rows: Rows, command: Command) -> Kept:
    tag = tidy_tag(command.tag)
    if not tag:
        raise Refused("Nothing was changed: a tag needs at least one letter or digit.")
    fresh = [row for row in rows if tag not in row.tags]
    if any(len(row.tags) >= MOST_TAGS for row in fresh):
        raise Refused(f"Nothing was changed: a conversation has at most {MOST_TAGS} tags. Take one away first.")
    return _retag(fresh, tag, f"tagged {tag}", "untag", lambda tags: [*tags, tag])


def _untag(_: User, rows: Rows, command: Command) -> Kept:
    tag = tidy_tag(command.tag)
    tagged = [row for row in rows if tag in row.tags]
    return _retag(tagged, tag, f"no longer tagged {tag}", "tag", lambda tags: [each for each in tags if each != tag])


def _retag(rows: Rows, tag: str, words: str, undo: str, change: Callable[[list[str]], list[str]]) -> Kept:
    for row in rows:
        row.tags = change(row.tags)
    Conversation.objects.bulk_update(rows, ["tags"])
    kept = _told(words, rows, undo)
    return replace(kept, undo=[replace(each, tag=tag) for each in kept.undo])


def _set(rows: Rows, **values: Any) -> Rows:
    Conversation.objects.filter(pk__in=[row.pk for row in rows]).update(**values)
    return rows


def _told(words: str, rows: Rows, undo: str) -> Kept:
    if not rows:
        return Kept(f"Nothing to change: already {words}.", 0)
    count = "1 conversation" if len(rows) == 1 else f"{len(rows)} conversations"
    return Kept(f"{count} {words}.", len(rows), [Command(undo, tuple(row.public_id for row in rows))])


VERBS: dict[str, Verb] = {
    "pin": _pin,
    "unpin": _unpin,
    "archive": _archive,
    "unarchive": _unarchive,
    "delete": _delete,
    "restore": _restore,
    "move": _move,
    "tag": _tag,
    "untag": _untag,
}
