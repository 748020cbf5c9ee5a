"""What is asked of the wall, and what a press on a filter makes of it: tables, no database."""

from datetime import UTC, date, datetime

import pytest

from foundation.asking import NotUnderstood, Term
from studio.gallery.asked import Asked, parse
from studio.gallery.bar import _choice, _named

TODAY = date(2026, 11, 20)

UNDERSTOOD = {
    "": Asked(),
    "red fox": Asked(terms=(Term("red"), Term("fox"))),
    "verb:Animate": Asked(verb="animate"),
    "engine:grok-imagine": Asked(engine="grok-imagine"),
    "ratio:16:9": Asked(ratio="16:9"),
    "length:<5s": Asked(bounds=(("seconds__lt", 5.0),)),
    "length:>=1m": Asked(bounds=(("seconds__gte", 60.0),)),
    "length:8": Asked(bounds=(("seconds__gte", 7.5), ("seconds__lt", 8.5))),
    "length:>2s length:<9s": Asked(bounds=(("seconds__gt", 2.0), ("seconds__lt", 9.0))),
    "rating:>=4": Asked(bounds=(("rating__gte", 4),)),
    "rating:none": Asked(bounds=(("rating__exact", 0),)),
    'board:"Night harbour"': Asked(board="Night harbour"),
    "is:starred is:film": Asked(starred=True, kind="video"),
    "tag:Boats tag:#night": Asked(tags=("boats", "night")),
    "after:2025 before:today": Asked(after=datetime(2025, 1, 1, tzinfo=UTC), before=datetime(2026, 11, 20, tzinfo=UTC)),
    "origin:uploaded fox": Asked(origin="uploaded", terms=(Term("fox"),)),
}


@pytest.mark.parametrize("said", UNDERSTOOD, ids=range(len(UNDERSTOOD)))
def test_it_is_understood(said: str) -> None:
    asked, meant = parse(said, TODAY), UNDERSTOOD[said]

    for name in set(Asked.__slots__) - {"said", "chips"}:
        assert getattr(asked, name) == getattr(meant, name), name


NOT_UNDERSTOOD = {
    "colour:red": "“colour:” is not a filter. There are verb:,",
    "verb:paint": "There is verb:imagine or verb:edit",
    "is:dreaming": "There is is:starred or is:picture or is:film.",
    "ratio:wide": "Write it like ratio:16:9",
    "length:long": "Write it like length:8s",
    "length:<99999999s": "is no length",
    "rating:6": "is no rating",
    "rating:4s": "is no rating",
    "before:soon": "names no day",
    "-is:film": "cannot be turned round",
    "-fox": "Say also what should be there",
}


@pytest.mark.parametrize("said", NOT_UNDERSTOOD, ids=range(len(NOT_UNDERSTOOD)))
def test_what_is_not_understood_is_said(said: str) -> None:
    with pytest.raises(NotUnderstood) as told:
        parse(said, TODAY)

    assert NOT_UNDERSTOOD[said] in str(told.value)


PRESSED = [
    ("", "verb", "film", "verb:film", False),
    ("fox verb:edit", "verb", "film", "fox verb:film", False),
    ("fox verb:film", "verb", "film", "fox", True),
    ("board:a", "board", "Night harbour", 'board:"Night harbour"', False),
]


@pytest.mark.parametrize(("said", "name", "value", "query", "on"), PRESSED)
def test_a_press_puts_a_filter_in_its_place_or_takes_it_away(
    said: str, name: str, value: str, query: str, on: bool
) -> None:
    choice = _named(said, name, value, "")

    assert (choice.query, choice.on) == (query, on)


def test_a_picture_is_no_film_but_both_may_be_starred() -> None:
    kinds = {"is:picture", "is:film", "is:video"}

    assert _choice("is:starred is:film", "is:picture", "", kinds).query == "is:starred is:picture"
    assert _choice("is:film", "is:starred", "", {"is:starred"}).query == "is:film is:starred"
