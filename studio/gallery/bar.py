"""Filters for who would rather press than type: each choice is a link to the same question with or without it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import get_args

from django.db import connection
from django.utils import timezone

from accounts.models import User
from foundation.asking import LONGEST, PIECE, Chip
from studio import boards, searches
from studio.gallery.asked import NO_BOARD, Asked
from studio.models import Board, SavedSearch
from studio.models.asset import Origin
from studio.verbs import Verb
from xai import media_limits

TAGS = """
SELECT DISTINCT unnest(tags) FROM (
  SELECT tags FROM studio_asset WHERE owner_id = %s AND tags <> '{}' AND deleted_at IS NULL
  ORDER BY made_at DESC LIMIT 500
) lately ORDER BY 1 LIMIT 40
"""
RATINGS = {"5": "★★★★★", ">=4": "★★★★ and more", ">=3": "★★★ and more", "none": "Not rated"}
LENGTHS = {"<5s": "Under 5 seconds", "<9s": "Under 9 seconds", ">8s": "Over 8 seconds"}


@dataclass(frozen=True, slots=True)
class Choice:
    """What is on the chip, and what is asked when it is pressed."""

    words: str
    query: str
    on: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """All there is to press. `said`: what was asked, also when it was not understood, and then not all of it; `problem`: then why."""

    said: str
    problem: str
    chips: tuple[Chip, ...]
    quick: list[Choice]
    boards: list[Choice]
    groups: list[tuple[str, list[Choice]]]
    searches: list[SavedSearch]
    walls: list[Board]


def of(person: User, said: str, asked: Asked, problem: str = "") -> Bar:
    """Three queries."""
    own, said = list(boards.names(person)), " ".join(said.split())[:LONGEST]
    return Bar(
        said=said,
        problem=problem,
        chips=asked.chips,
        quick=[
            _choice(said, "is:starred", "Starred", {"is:starred"}),
            _choice(said, "is:picture", "Pictures", {"is:picture", "is:film", "is:video"}),
            _choice(said, "is:film", "Films", {"is:picture", "is:film", "is:video"}),
        ],
        boards=[
            *(_named(said, "board", board.name, board.name) for board in own),
            _named(said, "board", NO_BOARD, "On no board"),
        ],
        groups=[(title, choices) for title, choices in _groups(person, said) if choices],
        searches=list(searches.of(person)),
        walls=own,
    )


def tags(person: User) -> list[str]:
    """Those used on the newest things. One query."""
    with connection.cursor() as cursor:
        cursor.execute(TAGS, [person.pk])
        return [str(tag) for (tag,) in cursor.fetchall()]


def _groups(person: User, said: str) -> Iterator[tuple[str, list[Choice]]]:
    known = [row for way in get_args(media_limits.Way) for row in media_limits.engines(way)]
    ratios = dict.fromkeys(
        ratio for row in known if row.way in ("imagine", "film") for ratio in row.ratios if ":" in ratio
    )
    yield "How", [_named(said, "verb", verb.value, verb.label) for verb in Verb]
    yield "Rating", [_named(said, "rating", value, words) for value, words in RATINGS.items()]
    yield "Length", [_named(said, "length", value, words) for value, words in LENGTHS.items()]
    yield "Ratio", [_named(said, "ratio", ratio, ratio) for ratio in ratios]
    yield "Engine", [_named(said, "engine", engine, engine) for engine in dict.fromkeys(row.engine for row in known)]
    yield "Since", list(_since(said, timezone.now().date()))
    yield "Came", [_named(said, "origin", origin.value, origin.label.capitalize()) for origin in Origin]
    yield "Tags", [_named(said, "tag", tag, f"#{tag}", several=True) for tag in tags(person)]


def _since(said: str, today: date) -> Iterator[Choice]:
    yield _named(said, "after", today.isoformat(), "Today")
    yield _named(said, "after", f"{today:%Y-%m}", "This month")
    yield _named(said, "after", f"{today:%Y}", "This year")


def _named(said: str, name: str, value: str, words: str, *, several: bool = False) -> Choice:
    piece = f'{name}:"{value}"' if any(letter.isspace() for letter in value) else f"{name}:{value}"
    return _choice(said, piece, words, {piece.casefold()} if several else None, name)


def _choice(said: str, piece: str, words: str, instead_of: Iterable[str] | None, name: str = "") -> Choice:
    """`instead_of`: pieces it takes the place of; None: of every other of its name."""
    pieces = [each[0] for each in PIECE.finditer(said)]
    on = piece.casefold() in {each.casefold() for each in pieces}
    gone = set(instead_of) if instead_of is not None else set()
    rest = [
        each
        for each in pieces
        if each.casefold() not in gone and not (instead_of is None and each.casefold().startswith(f"{name}:"))
    ]
    return Choice(words, " ".join(rest if on else [*rest, piece]), on)
