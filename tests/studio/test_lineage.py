"""The family of a thing: where it comes from, what was made from it, what changed on the way; never what is another's."""

import uuid
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.models import User
from studio import assets, inputs
from studio.lineage import chart, subtree, trail, walking
from studio.lineage.words import difference
from studio.models import Asset, Board, Lineage
from studio.orders import EditOrder, Input, Role
from tests.studio.families import thing


def words(answer: Any) -> str:
    return str(answer.content.decode())


def drawn(owner: User, asset: Asset) -> list[str]:
    """What is on the map, from left to right and top to bottom, indented by generation."""
    return [
        f"{'  ' * mark.kin.depth}{mark.kin.does}:{mark.kin.asset.alt if mark.kin.asset else 'gone'}"
        for mark in chart.drawn(owner, asset).marks
        if mark.does == "item" and mark.kin
    ]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("a fox", "a fox", []),
        ("a fox by day", "a fox by night", [("same", "a fox by"), ("removed", "day"), ("added", "night")]),
        ("", "a fox", [("added", "a fox")]),
        ("a fox", "", [("removed", "a fox")]),
        (
            "one two three four five six seven",
            "zero one two three four five six seven",
            [("added", "zero"), ("same", "one two …")],
        ),
    ],
)
def test_an_edge_says_which_words_came_and_went(before: str, after: str, said: list[tuple[str, str]]) -> None:
    assert [(piece.does, piece.words) for piece in difference(before, after)] == said


def test_the_map_shows_each_step_with_its_verb(alice: User) -> None:
    first = thing(alice, "a fox")
    night = thing(alice, "a fox at night", first)
    film = thing(alice, "it runs", night, verb="animate", kind="video", seconds=2.0)
    cut = thing(alice, "it runs", film, verb="", origin="trimmed", kind="video", seconds=1.0)
    other = thing(alice, "a red fox", first)

    for each in (first, night, film, cut, other):
        assert drawn(alice, each) == [
            ":a fox", "  Edit:a fox at night", "    Animate:it runs", "      Trim:it runs", "  Edit:a red fox",
        ]  # fmt: skip
    assert [stop.asset for stop in trail.to(alice, cut)] == [first, night, film, cut]
    assert trail.to(alice, first) == []


def test_a_thing_made_from_several_hangs_below_the_first_and_names_the_others(alice: User) -> None:
    fox, hat, lost = thing(alice, "a fox"), thing(alice, "a hat"), thing(alice, "lost", approved_sha256="")
    both = thing(alice, "a fox with a hat", fox, hat, lost)

    found = chart.drawn(alice, both)

    (kin,) = [mark.kin for mark in found.marks if mark.kin and mark.kin.here]
    assert (kin.others, kin.lost) == ([hat], 1)
    assert chart.drawn(alice, hat).used_in == [both]
    assert chart.drawn(alice, fox).used_in == []


def test_an_order_of_several_leads_back_through_the_one_named_first(alice: User) -> None:
    for _ in range(4):  # ids are drawn by lot: their order must not decide
        first, second, child = thing(alice, "first"), thing(alice, "second"), thing(alice, "child")
        sources = tuple(
            Input(asset=str(each.public_id), role=Role.SOURCE, width=2, height=1) for each in (first, second)
        )
        order = EditOrder(
            engine="grok-imagine-image-2.0", prompt="both", ratio="1:1", resolution="1k", quality="low", n=1, inputs=sources
        )  # fmt: skip

        with transaction.atomic():
            inputs.write_edges([child], order)

        assert [stop.asset for stop in trail.to(alice, child)] == [first, child]


@pytest.mark.parametrize("gone", ["deleted", "hidden"])
def test_an_ancestor_that_is_gone_is_said_to_be_gone_and_nothing_of_it_is_told(
    gone: str, tab: Client, alice: User
) -> None:
    first = thing(alice, "a fox")
    secret = thing(alice, "a fox with a secret", first, caption="the secret itself")
    child = thing(alice, "a quiet fox", secret)
    leaf = thing(alice, "another secret", first)
    assets.delete(alice, leaf.public_id)
    if gone == "deleted":
        assets.delete(alice, secret.public_id)
    else:
        with transaction.atomic():
            assets.hide(secret.public_id)

    pages = [words(tab.get(f"/studio/assets/{child.public_id}/{page}")) for page in ("", "lineage/", "recipe/")]

    assert drawn(alice, child) == [":a fox", "  :gone", "    Edit:a quiet fox"]
    for page in pages:
        assert "secret" not in page
        assert str(secret.public_id) not in page
        assert str(leaf.public_id) not in page
    assert "gone" in pages[0]
    assert "Gone" in pages[1]


def test_nothing_of_another_person_is_on_the_map(alice: User, bob: User) -> None:
    theirs = thing(bob, "a stranger's fox")
    mine = thing(alice, "my fox", theirs)
    thing(bob, "a stranger's child", mine)

    assert drawn(alice, mine) == ["Edit:my fox"]
    assert trail.to(alice, mine) == []
    assert [step.key for step in walking.below(alice, mine.pk)] == [mine.pk]


def test_a_family_of_hundreds_is_folded_and_asks_the_database_no_oftener(
    tab: Client, alice: User, django_assert_max_num_queries: Any
) -> None:
    first = thing(alice, "root")
    rows = [thing(alice, f"child {n}") for n in range(3)]
    many = Asset.objects.bulk_create([_copy(first, n) for n in range(300)])
    Lineage.objects.bulk_create([Lineage(child=each, parent=first, role="source") for each in [*rows, *many]])
    chain = many[-1]
    for n in range(30):
        chain = thing(alice, f"step {n}", chain)

    with django_assert_max_num_queries(16):
        page = words(tab.get(f"/studio/assets/{many[-1].public_id}/lineage/"))

    assert "296 more" in page
    assert "more further on" in page
    assert page.count("<ol") < 30
    late = chart.drawn(alice, chain)
    assert late.before == 31 - chart.BACK
    assert late.first == first
    assert [mark.kin.asset.alt for mark in late.marks if mark.kin and mark.kin.asset and mark.kin.here] == ["step 29"]
    assert [stop.skipped for stop in trail.to(alice, chain)] == [0, 27, 0, 0, 0]


def _copy(of: Asset, n: int) -> Asset:
    return Asset(
        owner=of.owner, origin=of.origin, kind=of.kind, base=f"b{n}", key=f"b{n}.png", sha256=of.sha256,
        approved_sha256=of.sha256, bytes=1, mime=of.mime, codec="png", width=2, height=1, recipe={}, alt=f"copy {n}",
    )  # fmt: skip


def test_a_chosen_thing_takes_what_is_below_it_onto_a_board(tab: Client, alice: User, bob: User) -> None:
    first = thing(alice, "a fox")
    night = thing(alice, "a fox at night", first)
    film = thing(alice, "it runs", night)
    board, foreign = Board.objects.create(owner=alice, name="Foxes"), Board.objects.create(owner=bob, name="Bob's")
    place = f"/studio/assets/{first.public_id}/lineage/move/"

    answer = tab.post(place, {"thing": str(night.public_id), "board": str(board.public_id)}, follow=True)

    assert "2 things are now on “Foxes”." in words(answer)
    assert set(Asset.objects.filter(board=board)) == {night, film}
    for wrong in (str(foreign.public_id), str(uuid.uuid4()), "no id"):
        assert tab.post(place, {"board": wrong}).status_code == 404
    for wrong in (str(thing(bob).public_id), str(uuid.uuid4()), "no id"):
        assert tab.post(place, {"thing": wrong, "board": str(board.public_id)}).status_code == 404
    assert Asset.objects.filter(board=board).count() == 2


def test_a_subtree_is_thrown_away_together_and_had_back_together(tab: Client, alice: User) -> None:
    first = thing(alice, "a fox")
    night = thing(alice, "a fox at night", first)
    film, before = thing(alice, "it runs", night), thing(alice, "deleted before", night)
    assets.delete(alice, before.public_id)

    answer = tab.post(f"/studio/assets/{first.public_id}/lineage/delete/", {"thing": str(night.public_id)}, follow=True)

    assert "2 things are in the trash" in words(answer)
    assert set(Asset.objects.visible_to(alice)) == {first}
    page = tab.post(f"/studio/assets/{night.public_id}/lineage/restore/")
    assert page["Location"] == f"/studio/assets/{night.public_id}/lineage/"
    assert set(Asset.objects.visible_to(alice)) == {first, night, film}
    with pytest.raises(Asset.DoesNotExist):
        subtree.restore(alice, night.public_id)


def test_a_chosen_thing_is_shared_with_what_was_made_from_it(tab: Client, alice: User) -> None:
    first = thing(alice, "a fox")
    night = thing(alice, "a fox at night", first)
    film, gone = thing(alice, "it runs", night), thing(alice, "gone", night)
    assets.delete(alice, gone.public_id)
    place = f"/studio/assets/{first.public_id}/lineage/share/"

    answer = tab.post(place, {"thing": str(night.public_id)})

    assert answer["Location"] == f"/studio/share/?asset={night.public_id}&asset={film.public_id}"
    assert tab.post(place, {"thing": str(gone.public_id)}).status_code == 404


def test_what_is_over_cannot_be_had_back(alice: User) -> None:
    first = thing(alice, "a fox")
    subtree.delete(alice, first.public_id)
    Asset.objects.update(purge_after=timezone.now())

    with pytest.raises(Asset.DoesNotExist):
        subtree.deleted(alice, first.public_id)
