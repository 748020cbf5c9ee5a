"""Two things beside each other: which may be chosen, and whose."""

import uuid
from typing import Any

from django.test import Client

from accounts.models import User
from studio import compare
from tests.studio.families import thing


def words(answer: Any) -> str:
    return str(answer.content.decode())


def test_what_is_nearest_is_offered_first_and_once(alice: User, bob: User) -> None:
    parent = thing(alice, "parent")
    one, sibling = thing(alice, "one", parent), thing(alice, "sibling", parent)
    child, wall = thing(alice, "child", one), thing(alice, "wall")
    thing(bob, "foreign", one)

    groups = compare.choices(alice, one)

    assert [(group.words, group.assets) for group in groups] == [
        ("What it was made from", [parent]),
        ("Its siblings", [sibling]),
        ("What was made from it", [child]),
        ("From the wall", [wall]),
    ]


def test_two_of_ones_own_are_shown_and_nothing_else_is_there(tab: Client, alice: User, bob: User) -> None:
    a, b, theirs = thing(alice, "one"), thing(alice, "two"), thing(bob, "theirs")

    both = words(tab.get(f"/studio/compare/?a={a.public_id}&b={b.public_id}"))
    alone = words(tab.get(f"/studio/compare/?a={a.public_id}&b={a.public_id}"))

    assert 'data-island="compare"' in both
    assert f"/studio/assets/{b.public_id}/large/" in both
    assert "Choose what to lay beside it." in alone
    assert tab.get("/studio/compare/").status_code == 302
    for wrong in (theirs.public_id, uuid.uuid4(), "no id"):
        assert tab.get(f"/studio/compare/?a={wrong}&b={b.public_id}").status_code == 404
        assert tab.get(f"/studio/compare/?a={a.public_id}&b={wrong}").status_code == 404


def test_two_films_have_one_transport(tab: Client, alice: User) -> None:
    a, b = (thing(alice, name, kind="video", mime="video/mp4", seconds=2.0) for name in ("one", "two"))

    page = words(tab.get(f"/studio/compare/?a={a.public_id}&b={b.public_id}"))

    assert page.count("<video") == 2
    assert page.count('id="film-seek"') == 1
