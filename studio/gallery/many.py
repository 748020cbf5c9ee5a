"""One thing done with many: star, rate, hang on a board, tag, throw away. Each can be undone for a while, all at once.

What was before is kept aside with the names of those that changed; undoing touches only what is still as it was left.
"""

import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.cache import cache
from django.db import transaction
from django.db.models import CharField, F, Func, Value
from django.utils import timezone

from accounts.models import User
from foundation import wakeups
from studio import assets
from studio.gallery.asked import tag_of
from studio.models import Asset, Board
from studio.models.asset import BEST_RATING, AssetQuerySet
from studio.sharing import shares

MOST = 10_000
UNDO_SECONDS = 600
MOST_TAGS = 20

Before = dict[str, list[int]]  # what each was, and whose rows


class NotDone(Exception):
    """The words say why; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Act:
    """What is to be done. `value`: a rating, a board's id or nothing, a tag."""

    name: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """How many were changed, in words, and what undoes it; empty when nothing changed."""

    count: int
    sentence: str
    undo: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A column set to one value."""

    column: str
    value: Any
    words: str


@transaction.atomic
def do(owner: User, chosen: AssetQuerySet, act: Act) -> Done:
    """Do it with all of these. Raises NotDone; what is not there any more is left out."""
    rows: list[Asset] = list(chosen.order_by("pk").select_for_update(of=("self",))[: MOST + 1])
    if len(rows) > MOST:
        raise NotDone(f"That is more than {MOST:,} at once. Search for fewer.")
    if act.name in {"tag", "untag"}:
        done = _tagged(owner, rows, tag_of(act.value), on=act.name == "tag")
    elif act.name == "delete":
        done = _thrown_away(owner, rows)
    else:
        done = _changed(owner, rows, _change(owner, act))
    if done.count:
        wakeups.wake(owner.public_id, assets.TOPIC, rows[0].public_id)
    return done


@transaction.atomic
def undo(owner: User, token: str) -> int:
    """Put back what was before; returns how many. Raises NotDone when its time is over."""
    kept = cache.get(_key(owner, token))
    if not kept:
        raise NotDone("The time to undo that is over. What was deleted is in the trash.")
    own = Asset.objects.owned_by(owner).approved()
    column, now, before = kept["column"], kept["now"], kept["before"]
    if column == "deleted_at":
        trashed = Asset.objects.in_trash_of(owner)  # what was to go at once meanwhile goes
        rows = trashed.filter(pk__in=before[""], deleted_at=datetime.fromisoformat(now))
        count = rows.update(deleted_at=None, purge_after=None, hung_at=timezone.now())
    elif column == "tags":
        count = _retag(own.filter(pk__in=before[""]), now["tag"], on=not now["on"])
    else:
        still = own.filter(**{column: now})
        values = {was: _value(owner, column, was) for was in before}
        count = sum(still.filter(pk__in=keys).update(**{column: values[was]}) for was, keys in before.items())
    transaction.on_commit(lambda: cache.delete(_key(owner, token)))
    return count


def _change(owner: User, act: Act) -> Change:
    match act.name:
        case "star":
            return Change("starred", True, "starred")
        case "unstar":
            return Change("starred", False, "no longer starred")
        case "rate" if act.value in map(str, range(BEST_RATING + 1)):
            return Change("rating", int(act.value), f"rated {act.value}" if act.value != "0" else "no longer rated")
        case "move" if not act.value:
            return Change("board_id", None, "taken off its board")
        case "move":
            board = _board(owner, act.value)
            return Change("board_id", board.pk, f"moved to {board.name}")
    raise NotDone("That cannot be done with them.")


def _board(owner: User, name: str) -> Board:
    try:
        board: Board = Board.objects.owned_by(owner).get(public_id=uuid.UUID(name))
    except (ValueError, Board.DoesNotExist):
        raise NotDone("That board is not there any more. Nothing was moved.") from None
    return board


def _changed(owner: User, rows: list[Asset], change: Change) -> Done:
    before: defaultdict[str, list[int]] = defaultdict(list)
    for row in rows:
        if (was := getattr(row, change.column)) != change.value:
            before["" if was is None else str(was)].append(row.pk)
    keys = [key for each in before.values() for key in each]
    Asset.objects.filter(pk__in=keys).update(**{change.column: change.value})
    return _done(owner, change.column, change.value, before, change.words)


def _tagged(owner: User, rows: list[Asset], tag: str, *, on: bool) -> Done:
    if not tag:
        raise NotDone("A tag has 1 to 40 letters.")
    keys = [row.pk for row in rows if (tag in row.tags) != on and (not on or len(row.tags) < MOST_TAGS)]
    _retag(Asset.objects.filter(pk__in=keys), tag, on=on)
    words = f"tagged #{tag}" if on else f"no longer tagged #{tag}"
    return _done(owner, "tags", {"tag": tag, "on": on}, {"": keys}, words)


def _retag(rows: AssetQuerySet, tag: str, *, on: bool) -> int:
    function = "array_append" if on else "array_remove"
    rows = rows.exclude(tags__contains=[tag]) if on else rows.filter(tags__contains=[tag])
    column = ArrayField(CharField(max_length=40))
    return rows.update(tags=Func(F("tags"), Value(tag, CharField()), function=function, output_field=column))


def _thrown_away(owner: User, rows: list[Asset]) -> Done:
    now = timezone.now()
    keys = [row.pk for row in rows if not row.is_deleted]
    until = now + timedelta(days=settings.STUDIO_TRASH_DAYS)
    Asset.objects.filter(pk__in=keys).update(deleted_at=now, purge_after=until)
    shares.withdraw(keys)
    words = f"deleted, to be had back from the trash until {until:%-d %B}"
    return _done(owner, "deleted_at", now.isoformat(), {"": keys}, words)


def _done(owner: User, column: str, now: Any, before: Mapping[str, list[int]], words: str) -> Done:
    count = sum(map(len, before.values()))
    if not count:
        return Done(0, "Nothing had to be changed.")
    token = uuid.uuid4().hex
    cache.set(_key(owner, token), {"column": column, "now": now, "before": dict(before)}, timeout=UNDO_SECONDS)
    return Done(count, f"{count:,} {words}." if count > 1 else f"{words.capitalize()}.", token)


def _value(owner: User, column: str, was: str) -> Any:
    """As the column had it; a board that was taken down meanwhile is none."""
    if column == "starred":
        return was == "True"
    if column == "board_id":
        return Board.objects.owned_by(owner).filter(pk=int(was)).values_list("pk", flat=True).first() if was else None
    return int(was) if was else None


def _key(owner: User, token: str) -> str:
    return f"studio:undo:{owner.pk}:{token}"
