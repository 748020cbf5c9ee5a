"""Finding on the wall: a person's own things, newest first.

The filters stand in one index with what a page needs (`asset_shown`), which is walked from the newest. A rare word is
looked up in the index of words first, and only what it names is looked for on the walk; for a common one each thing on the
way is looked at, and the page is full soon.
"""

import uuid
from dataclasses import dataclass

from django.db import connection
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL
from django.utils import timezone

from accounts.models import User
from foundation.asking import NotUnderstood
from foundation.search_words import lexeme, query_of
from studio import assets
from studio.gallery.asked import NO_BOARD, Asked, parse
from studio.models import Asset, Board
from studio.models.asset import AssetQuerySet

RARE = 3_000  # of more than so many, some are never far


@dataclass(frozen=True, slots=True)
class Found:
    """What was asked and the things it means, in no order yet."""

    asked: Asked
    shown: AssetQuerySet


def understood(viewer: User, said: str) -> Found:
    """All that was asked for. Raises NotUnderstood. At most four queries, none for the whole wall."""
    asked = parse(said, timezone.now().date())
    shown = _filtered(viewer, asked)
    if not asked.terms and not asked.tags:
        return Found(asked, shown)
    query = query_of(viewer.pk, asked.terms, [lexeme(f"#{tag}") for tag in asked.tags])
    return Found(asked, _with_words(shown, query) if query else shown.none())


def nothing() -> Found:
    """What is found by a question that was not understood."""
    return Found(Asked(), Asset.objects.none())


def page(viewer: User, found: Found, after: uuid.UUID | None = None) -> assets.Page:
    """A stretch of what was found, from behind the asset `after`."""
    return assets.stretch(found.shown, viewer, after)


def _filtered(viewer: User, asked: Asked) -> AssetQuerySet:
    shown: AssetQuerySet = Asset.objects.visible_to(viewer)
    same = {"verb": asked.verb, "ratio": asked.ratio, "kind": asked.kind, "origin": asked.origin}
    shown = shown.filter(**{column: value for column, value in same.items() if value})
    for column, value in asked.bounds:
        shown = shown.filter(**{column: value})
    if asked.engine:
        shown = shown.filter(engine__istartswith=asked.engine)
    if asked.starred:
        shown = shown.filter(starred=True)
    if asked.before:
        shown = shown.filter(made_at__lt=asked.before)
    if asked.after:
        shown = shown.filter(made_at__gte=asked.after)
    if asked.board:
        shown = shown.filter(board=None if asked.board.casefold() == NO_BOARD else _board(viewer, asked.board))
    return shown


def _board(viewer: User, name: str) -> Board:
    own = Board.objects.owned_by(viewer)
    found = own.filter(name__iexact=name).first() or own.filter(name__istartswith=name).order_by("name").first()
    if found is None:
        raise NotUnderstood(f"You have no board called “{name}”. A name of several words goes in quotation marks.")
    return found


def _with_words(shown: AssetQuerySet, query: str) -> AssetQuerySet:
    """`words` is a column the database keeps by itself; the model does not carry it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM studio_asset WHERE words @@ %s::tsquery LIMIT %s", [query, RARE + 1])
        keys = [key for (key,) in cursor.fetchall()]
    if len(keys) <= RARE:
        return shown.filter(pk__in=keys)
    return shown.filter(RawSQL("studio_asset.words @@ %s::tsquery", [query], output_field=BooleanField()))
