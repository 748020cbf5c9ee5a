"""Boards: places on the wall with a name. What hangs on one that is taken down stays on the wall."""

import uuid

from django.db import IntegrityError, transaction
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Lower

from accounts.models import User
from studio.models import Board
from studio.models.keeping import MOST_DAYS

MOST = 200
LONGEST = 60
RESERVED = {"none"}


class NotMade(Exception):
    """The words say why."""


def of(person: User) -> QuerySet[Board]:
    """One's boards, by name. `hung`: how many things one sees on each."""
    shown = Q(
        assets__approved_sha256=F("assets__sha256"), assets__hidden_at=None, assets__takedown_at=None,
        assets__deleted_at=None,
    )  # fmt: skip
    own: QuerySet[Board] = Board.objects.owned_by(person)
    return own.annotate(hung=Count("assets", filter=shown)).order_by(Lower("name"))


def names(person: User) -> QuerySet[Board]:
    """The same, without counting."""
    own: QuerySet[Board] = Board.objects.owned_by(person)
    return own.order_by(Lower("name"))


def make(person: User, name: str) -> Board:
    """A new board. Raises NotMade."""
    name = _name(name)
    if Board.objects.owned_by(person).count() >= MOST:
        raise NotMade(f"You have {MOST} boards, which are the most. Take one down first.")
    return _kept(Board(owner=person, name=name))


def change(person: User, board_id: uuid.UUID, name: str, days: str | None = None) -> Board:
    """Give it another name, and say how many days things hang there, as typed: empty as everywhere, None as it was.

    Raises Board.DoesNotExist, NotMade.
    """
    board: Board = Board.objects.owned_by(person).get(public_id=board_id)
    board.name = _name(name)
    if days is not None:
        board.keep_days = _days(days.strip())
    return _kept(board)


def take_down(person: User, board_id: uuid.UUID) -> Board:
    """The board goes, its things stay. Raises Board.DoesNotExist."""
    board: Board = Board.objects.owned_by(person).get(public_id=board_id)
    board.delete()
    return board


def _kept(board: Board) -> Board:
    try:
        with transaction.atomic():
            board.save()
    except IntegrityError:
        raise NotMade(f"You have a board called “{board.name}” already.") from None
    return board


def _days(said: str) -> int | None:
    if not said:
        return None
    if not (said.isascii() and said.isdecimal() and len(said) <= len(str(MOST_DAYS)) and 1 <= int(said) <= MOST_DAYS):
        raise NotMade(f"Things hang for 1 to {MOST_DAYS:,} days. Leave it empty to keep them as everywhere.")
    return int(said)


def _name(name: str) -> str:
    name = " ".join(name.replace("\x00", " ").replace('"', " ").split())
    if not name or len(name) > LONGEST:
        raise NotMade(f"Give it a name of 1 to {LONGEST} letters.")
    if name.casefold() in RESERVED:
        raise NotMade(f"“{name}” asks for what hangs on no board. Choose another name.")
    return name
