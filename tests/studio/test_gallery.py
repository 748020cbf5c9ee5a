"""The gallery: finding one's own things by words and filters, from end to end, and never another's."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from accounts.models import User
from studio import assets, boards, searches
from studio.gallery import finding, shape
from studio.models import Asset
from tests.studio.hung import film, hang

pytestmark = pytest.mark.django_db


@pytest.fixture
def wall(alice: User, bob: User) -> dict[str, Asset]:
    """A wall of one of each, and a stranger's with the same."""
    things: dict[str, Asset] = {}
    for person in (bob, alice):
        night = boards.make(person, "Night harbour")
        things = {
            "fox": hang(person, "A red fox in Zürich", ago=50, starred=True, rating=5),
            "harbour": hang(person, "Harbour at night", ago=40, board=night, rating=3, tags=["boats"]),
            "edit": hang(person, "A fox, repainted", ago=30, verb="edit", engine="grok-imagine-image-2.0"),
            "short": film(person, 4, ago=20, tags=["boats", "it's\\odd"]),
            "long": film(person, 12, "什么是速率限制", ago=10, verb="extend", origin="trimmed"),
            "old": hang(person, "Old moss", made_at=datetime(2025, 3, 5, tzinfo=UTC), ratio="9:16"),
        }
    assets.delete(alice, hang(alice, "A fox thrown away", starred=True).public_id)
    Asset.objects.filter(pk=hang(alice, "A fox nobody may see", starred=True).pk).update(approved_sha256="")
    return things


FINDS = {
    "": ["long", "short", "edit", "harbour", "fox", "old"],
    "fox": ["edit", "fox"],
    "FOX zurich": ["fox"],
    "repaint": ["edit"],
    '"red fox"': ["fox"],
    "fox -red": ["edit"],
    "速率": ["long"],
    "nothing like that": [],
    "verb:edit": ["edit"],
    "engine:grok-imagine-image": ["edit", "harbour", "fox", "old"],
    "ratio:9:16": ["old"],
    "length:<5s": ["short"],
    "length:>8s": ["long"],
    "length:4s": ["short"],
    "board:night": ["harbour"],
    "board:none": ["long", "short", "edit", "fox", "old"],
    "rating:>=3": ["harbour", "fox"],
    "rating:none": ["long", "short", "edit", "old"],
    "is:starred": ["fox"],
    "is:picture": ["edit", "harbour", "fox", "old"],
    "is:film": ["long", "short"],
    "tag:boats": ["short", "harbour"],
    "tag:boat": [],
    "tag:it's\\odd": ["short"],
    "boats": ["short", "harbour"],
    "origin:trimmed": ["long"],
    "before:2025-04": ["old"],
    "after:2025-04 is:starred": ["fox"],
    "fox is:picture rating:5": ["fox"],
    "tag:boats is:film length:<5s heron": ["short"],
}


@pytest.mark.parametrize("said", FINDS, ids=range(len(FINDS)))
def test_each_filter_finds_what_it_says_and_nothing_of_anybody_elses(
    said: str, alice: User, wall: dict[str, Asset]
) -> None:
    names = {asset.pk: name for name, asset in wall.items()}

    found = finding.understood(alice, said)

    assert [names.get(asset.pk) for asset in finding.page(alice, found).assets] == FINDS[said]
    assert sum(month.count for month in shape.months(found.shown)) == len(FINDS[said])


@pytest.mark.parametrize("rare", [0, 100])
def test_a_word_is_found_however_common_it_is(alice: User, rare: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "RARE", rare)
    comets = [hang(alice, "A comet", ago=ago, starred=ago == 30) for ago in (10, 30, 50)]
    for ago in range(9):
        hang(alice, ago=ago)

    assert finding.page(alice, finding.understood(alice, "comet")).assets == comets
    assert finding.page(alice, finding.understood(alice, "comet is:starred")).assets == comets[1:2]


def test_the_shape_says_how_much_of_each_month_there_is_and_which(alice: User, wall: dict[str, Asset]) -> None:
    square = hang(alice, made_at=datetime(2025, 3, 9, tzinfo=UTC), width=10, height=10)
    tall = hang(alice, made_at=datetime(2025, 3, 8, tzinfo=UTC), width=10, height=20)
    shown = finding.understood(alice, "").shown

    newest, march = shape.months(shown)

    assert (newest.count, march.month, march.count) == (5, "2025-03", 3)
    assert march.shapes == "8058" + newest.shapes[:2]
    assert shape.ids(shown, datetime(2025, 3, 1, tzinfo=UTC)) == [
        each.public_id for each in (square, tall, wall["old"])
    ]


def test_cards_come_in_the_order_asked_for_and_only_ones_own(
    alice: User, bob: User, tab: Client, wall: dict[str, Asset]
) -> None:
    theirs = hang(bob)
    asked = [wall["old"], wall["long"], theirs]

    shown = tab.get(
        f"/studio/wall/cards/?of={','.join(each.public_id.hex for each in asked)},nonsense"
    ).content.decode()

    assert shown.index(str(wall["old"].public_id)) < shown.index(str(wall["long"].public_id))
    assert shown.count("data-asset=") == 2


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/studio/?q=colour:red", 200),
        ("/studio/?q=fox&after=nonsense", 200),
        (f"/studio/?q={'x' * 5000}", 200),
        ("/studio/?q=%00", 200),
        ("/studio/?q=is:starred+tag:%22%27%5C%22", 200),
        ("/studio/?q=length:>99999m&kind=video", 200),
        ("/studio/?q=after:9999-12-31", 200),
        ("/studio/wall/?q=colour:red", 422),
        ("/studio/wall/?q=board:nowhere", 422),
        ("/studio/wall/months/2026-13/", 404),
        ("/studio/wall/months/9999-12/", 404),
        ("/studio/wall/months/0000-01/", 404),
        ("/studio/wall/cards/?of=%00,,", 200),
    ],
)
def test_bad_questions_get_an_answer(address: str, status: int, tab: Client) -> None:
    assert tab.get(address).status_code == status


def test_the_page_says_what_was_not_understood_and_offers_the_filters(tab: Client, wall: dict[str, Asset]) -> None:
    page = tab.get("/studio/?q=colour:red").content.decode()

    assert "“colour:” is not a filter." in page
    assert "data-asset=" not in page
    assert "?q=colour%3Ared%20board%3A%22Night%20harbour%22" in page


def test_a_kept_search_is_found_again(tab: Client, wall: dict[str, Asset]) -> None:
    tab.post("/studio/searches/", {"name": "Best", "q": "is:starred"})
    tab.post("/studio/searches/", {"name": "best", "q": "rating:5"})

    page = tab.get("/studio/").content.decode()

    assert "?q=rating%3A5" in page
    assert '?q=is%3Astarred">' not in page.split('id="wall-saved"')[1]


def test_a_question_far_too_long_is_not_said_back_a_hundred_times(tab: Client, wall: dict[str, Asset]) -> None:
    usual = len(tab.get("/studio/?q=fox").content)

    page = tab.get(f"/studio/?q={'x' * 60_000}").content

    assert b"more than 400 characters" in page
    assert len(page) < usual + 150_000


@pytest.mark.parametrize(("first", "then"), [("Foxes", "fOXES"), ("ıdeas", "IDEAS"), ("straße", "STRASSE")])
def test_a_kept_search_is_replaced_by_one_of_the_same_name_and_no_other(first: str, then: str, alice: User) -> None:
    for name in ("Ideas", first):
        searches.keep(alice, name, "is:starred")

    searches.keep(alice, then, "rating:5")

    kept = {search.name.lower(): search.query for search in searches.of(alice)}
    assert kept[then.lower()] == "rating:5"
    assert list(kept.values()).count("rating:5") == 1


def test_a_kept_search_is_replaced_also_when_there_are_as_many_as_may_be(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searches, "MOST", 1)
    searches.keep(alice, "Foxes", "fox")

    assert searches.keep(alice, "foxes", "red fox").query == "red fox"
    with pytest.raises(searches.NotKept):
        searches.keep(alice, "Another", "fox")


def test_boards_are_made_renamed_and_taken_down_and_their_things_stay(
    alice: User, tab: Client, wall: dict[str, Asset]
) -> None:
    board = boards.of(alice).get()

    made = tab.post("/studio/boards/", {"name": " Foxes "})
    again = tab.post("/studio/boards/", {"name": "foxes"})
    none = tab.post("/studio/boards/", {"name": "None"})
    tab.post(f"/studio/boards/{board.public_id}/", {"name": "Day harbour"})
    renamed = [each.name for each in boards.of(alice)]
    tab.post(f"/studio/boards/{board.public_id}/", {"do": "delete"})

    assert (made.status_code, again.status_code, none.status_code) == (302, 422, 422)
    assert "You have a board called “foxes” already." in again.content.decode()
    assert renamed == ["Day harbour", "Foxes"]
    assert [each.name for each in boards.of(alice)] == ["Foxes"]
    wall["harbour"].refresh_from_db()
    assert wall["harbour"].board is None
    assert wall["harbour"] in assets.wall(alice).assets


def test_the_next_stretch_goes_on_in_what_was_searched_for(
    alice: User, tab: Client, monkeypatch: pytest.MonkeyPatch, wall: dict[str, Asset]
) -> None:
    monkeypatch.setattr(assets, "PAGE", 1)

    first = tab.get("/studio/?q=fox").content.decode()
    following = first.split('hx-get="/studio/?after=')[1].split('"')[0].replace("&amp;", "&")
    second = tab.get(f"/studio/?after={following}", headers={"HX-Request": "true"}).content.decode()

    assert str(wall["edit"].public_id) in first
    assert str(wall["fox"].public_id) in second
    assert "Older" not in second
