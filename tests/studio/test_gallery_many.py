"""One thing done with many, all of it undone; many things as one zip."""

import hashlib
import io
import json
import zipfile
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from accounts.models import User
from foundation.storage import media
from studio import assets, boards
from studio.gallery import many, taking
from studio.models import Asset, Lineage
from tests.studio.hung import film, hang, stored

pytestmark = pytest.mark.django_db


def do(tab: Client, things: list[Asset], act: str, value: str = "", **more: str) -> Any:
    ids = ",".join(str(thing.public_id) for thing in things)
    return tab.post("/studio/wall/many/", {"do": act, "value": value, "ids": ids, **more})


def of(things: list[Asset], column: str) -> list[Any]:
    return [getattr(Asset.objects.get(pk=thing.pk), column) for thing in things]


ACTS = [
    ("star", "", "starred", [True, True, True], [False, True, False]),
    ("unstar", "", "starred", [False, False, False], [False, True, False]),
    ("rate", "4", "rating", [4, 4, 4], [0, 4, 2]),
    ("rate", "0", "rating", [0, 0, 0], [0, 4, 2]),
    ("tag", " #Boats ", "tags", [["boats"], ["boats"], ["night", "boats"]], [[], ["boats"], ["night"]]),
    ("untag", "boats", "tags", [[], [], ["night"]], [[], ["boats"], ["night"]]),
]


@pytest.mark.parametrize(("act", "value", "column", "after", "before"), ACTS)
def test_it_is_done_with_all_and_one_undo_restores_each(
    act: str, value: str, column: str, after: list[Any], before: list[Any], alice: User, tab: Client
) -> None:
    things = [hang(alice), hang(alice, starred=True, rating=4, tags=["boats"]), hang(alice, rating=2, tags=["night"])]

    done = do(tab, things, act, value).json()
    changed = of(things, column)
    tab.post("/studio/wall/many/undo/", {"undo": done["undo"]})

    assert changed == after
    assert of(things, column) == before
    assert done["count"] == sum(was != now for was, now in zip(before, after, strict=True))


def test_things_are_moved_to_a_board_and_back(alice: User, tab: Client) -> None:
    night, day = boards.make(alice, "Night"), boards.make(alice, "Day")
    things = [hang(alice), hang(alice, board=day), hang(alice, board=night)]

    done = do(tab, things, "move", str(night.public_id)).json()
    moved = of(things, "board")
    tab.post("/studio/wall/many/undo/", {"undo": done["undo"]})

    assert moved == [night, night, night]
    assert done["sentence"] == "2 moved to Night."
    assert of(things, "board") == [None, day, night]


def test_many_are_deleted_and_all_come_back(alice: User, tab: Client) -> None:
    things = [hang(alice, ago=ago) for ago in range(3)]

    done = do(tab, things, "delete").json()
    gone = list(Asset.objects.visible_to(alice))
    tab.post("/studio/wall/many/undo/", {"undo": done["undo"]})

    assert gone == []
    assert Asset.objects.visible_to(alice).count() == 3
    assert not Asset.objects.exclude(purge_after=None).exists()


def test_all_that_was_found_can_be_chosen(alice: User, tab: Client) -> None:
    foxes, heron = [hang(alice), hang(alice)], hang(alice, "a heron")

    done = do(tab, [], "star", all="1", q="fox").json()

    assert done["count"] == 2
    assert of([*foxes, heron], "starred") == [True, True, False]


def test_undoing_leaves_alone_what_was_changed_since(alice: User, tab: Client) -> None:
    things = [hang(alice), hang(alice)]
    done = do(tab, things, "rate", "4").json()
    do(tab, things[:1], "rate", "5")

    tab.post("/studio/wall/many/undo/", {"undo": done["undo"]})

    assert of(things, "rating") == [5, 0]


def test_nobody_touches_or_undoes_anothers(alice: User, bob: User, client: Client, tab: Client) -> None:
    theirs = boards.make(bob, "Mine")
    mine, his = hang(alice), hang(bob)
    stars = do(tab, [mine, his], "star").json()
    onto_his = do(tab, [mine], "move", str(theirs.public_id))
    client.force_login(bob)

    undone = client.post("/studio/wall/many/undo/", {"undo": stars["undo"]})

    assert (stars["count"], of([his], "starred")) == (1, [False])
    assert (onto_his.status_code, undone.status_code) == (422, 422)
    assert of([mine], "starred") == [True]


@pytest.mark.parametrize(
    ("act", "value", "sentence"),
    [
        ("paint", "", "cannot be done"),
        ("rate", "6", "cannot be done"),
        ("rate", "many", "cannot be done"),
        ("tag", "#", "A tag has 1 to 40 letters."),
        ("move", "nowhere", "That board is not there any more."),
    ],
)
def test_what_cannot_be_done_is_said(act: str, value: str, sentence: str, alice: User, tab: Client) -> None:
    answer = do(tab, [hang(alice)], act, value)

    assert answer.status_code == 422
    assert sentence in answer.json()["problem"]


def test_too_many_at_once_are_refused_whole(alice: User, tab: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many, "MOST", 2)
    things = [hang(alice) for _ in range(3)]

    answer = do(tab, [], "star", all="1")

    assert answer.status_code == 422
    assert of(things, "starred") == [False, False, False]


# --- taking them along -----------------------------------------------------------------------------------------------


def zipped(tab: Client, things: list[Asset]) -> Any:
    return tab.post("/studio/wall/zip/", {"ids": ",".join(str(thing.public_id) for thing in things)})


def body(answer: Any) -> bytes:
    return b"".join(answer)


@pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume asynchronous iterators")
def test_a_zip_holds_the_very_bytes_and_each_ones_recipe(
    alice: User, bob: User, tab: Client, tmp_path: Any, settings: Any
) -> None:
    fox = stored(hang(alice, "A fox, red"), b"signed picture" * 50_000, tmp_path)
    heron = stored(film(alice, 4, "A heron"), b"signed film", tmp_path)
    his = hang(bob)

    answer = zipped(tab, [fox, heron, his])
    content = body(answer)

    assert int(answer["Content-Length"]) == len(content)
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        assert opened.testzip() is None
        by_ending = {name.split(".", 1)[1]: name for name in opened.namelist()}
        assert len(opened.namelist()) == 4
        assert by_ending["png"].startswith("a-fox-red-")
        for thing, name in ((fox, by_ending["png"]), (heron, by_ending["mp4"])):
            assert hashlib.sha256(opened.read(name)).hexdigest() == thing.sha256
            recipe = json.loads(opened.read(f"{name.rsplit('.', 1)[0]}.recipe.json"))
            assert (recipe["prompt"], recipe["sha256"]) == (thing.alt, thing.sha256)


@pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume asynchronous iterators")
def test_a_zip_with_a_hole_breaks_off(alice: User, tab: Client, tmp_path: Any) -> None:
    fox = stored(hang(alice), b"picture", tmp_path)
    media().delete(fox.key)

    answer = zipped(tab, [fox])

    with pytest.raises(FileNotFoundError):
        body(answer)


@pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume asynchronous iterators")
def test_a_zip_never_brings_what_was_hidden_since_it_was_begun(alice: User, tab: Client, tmp_path: Any) -> None:
    fox = stored(hang(alice), b"picture", tmp_path)
    answer = zipped(tab, [fox])

    with transaction.atomic():
        assets.hide(fox.public_id)

    with pytest.raises(taking.Gone):
        body(answer)


def test_a_zip_of_a_large_family_asks_the_database_no_oftener(alice: User, django_assert_max_num_queries: Any) -> None:
    things = [hang(alice) for _ in range(12)]
    for child in things[4:]:
        Lineage.objects.bulk_create(Lineage(child=child, parent=parent, role="reference") for parent in things[:4])

    with django_assert_max_num_queries(3):
        packing = taking.packed(taking.chosen(Asset.objects.visible_to(alice)))

    assert packing.num_queued() == 24


def test_a_zip_is_bounded_and_says_so(alice: User, tab: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "MOST", 1)

    for things, sentence in (([hang(alice), hang(alice)], "more than 1 in one download"), ([], "nothing to download")):
        answer = zipped(tab, things)
        assert answer.status_code == 302
        assert sentence in tab.get("/studio/").content.decode()
