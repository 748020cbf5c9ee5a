"""How long things stay, how much room they take, and whether the store still holds what the rows say."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.test import Client, override_settings
from django.utils import timezone

from accounts.models import User
from foundation.storage import media
from studio import checkup, retention
from studio.lineage import subtree
from studio.models import Asset, Board, Orphan
from studio.sharing import shares
from tests.studio import clips
from tests.studio.bringing import hung
from tests.studio.hung import hang, stored
from tests.studio.storages import Store, local

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """A folder of its own for each test."""
    opened = local(request)
    with override_settings(**opened.settings):
        yield opened


@pytest.fixture
def picture(alice: User) -> Asset:
    return hung(alice, clips.photograph())


def aged(asset: Asset, days: int, **columns: Any) -> Asset:
    """It has hung for so long."""
    long_ago = timezone.now() - timedelta(days=days)
    Asset.objects.filter(pk=asset.pk).update(made_at=long_ago, hung_at=long_ago, **columns)
    asset.refresh_from_db()
    return asset


# --- retention -------------------------------------------------------------------------------------------------------


def test_things_hang_for_ever_unless_somebody_says_otherwise(picture: Asset) -> None:
    aged(picture, 4_000)

    assert retention.sweep() == 0


def test_what_hung_long_enough_goes_into_the_trash_and_can_be_had_back(
    alice: User, picture: Asset, tab: Client, settings: Any
) -> None:
    tab.post("/studio/storage/", {"days": "30"})
    young = retention.sweep()
    aged(picture, 31)

    thrown = retention.sweep()

    picture.refresh_from_db()
    assert (young, thrown) == (0, 1)
    assert picture in Asset.objects.in_trash_of(alice)
    assert picture.purge_after
    assert picture.purge_after - timezone.now() > timedelta(days=settings.STUDIO_TRASH_DAYS - 1)


def test_a_star_keeps_it(alice: User, picture: Asset) -> None:
    retention.choose(alice, 30)
    aged(picture, 31, starred=True)

    assert retention.sweep() == 0


@pytest.mark.parametrize(("board_days", "thrown"), [(10, 1), (400, 0), (None, 1)])
def test_a_board_has_the_last_word(board_days: int | None, thrown: int, alice: User, picture: Asset) -> None:
    board = Board.objects.create(owner=alice, name="Ideas", keep_days=board_days)
    retention.choose(alice, 30)
    aged(picture, 31, board=board)

    assert retention.sweep() == thrown


def had_back(tab: Client, asset: Asset) -> None:
    tab.post(f"/studio/assets/{asset.public_id}/restore/")


def had_back_with_its_family(tab: Client, asset: Asset) -> None:
    subtree.restore(asset.owner, asset.public_id)


@pytest.mark.parametrize("back", [had_back, had_back_with_its_family])
def test_what_was_had_back_hangs_as_long_again(
    back: Callable[[Client, Asset], None], alice: User, picture: Asset, tab: Client
) -> None:
    retention.choose(alice, 30)
    aged(picture, 31)
    retention.sweep()

    back(tab, picture)
    at_once = retention.sweep()
    aged(picture, 31)

    assert (at_once, retention.sweep()) == (0, 1)


def test_one_sweep_takes_all_that_is_due_and_keeps_nobody_waiting_for_another(
    alice: User, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "AT_ONCE", 2)
    many, few = [aged(hang(alice), 40) for _ in range(5)], [aged(hang(bob), 31)]
    for person in (alice, bob):
        retention.choose(person, 30)
    thrown: list[int] = []
    monkeypatch.setattr(shares, "withdraw", thrown.extend)

    assert retention.sweep() == 6
    assert few[0].pk in thrown[:3]
    assert set(thrown) == {asset.pk for asset in [*many, *few]}


@pytest.mark.parametrize(("typed", "kept"), [("7", 7), ("", None), ("0", 30), ("1e9", 30), ("3651", 30), ("٣", 30)])
def test_a_board_says_how_long_things_hang_there(typed: str, kept: int | None, alice: User, tab: Client) -> None:
    board = Board.objects.create(owner=alice, name="Ideas", keep_days=30)
    before = tab.get("/studio/boards/").content.decode()

    answer = tab.post(f"/studio/boards/{board.public_id}/", {"name": "Ideas", "days": typed})

    board.refresh_from_db()
    assert 'value="30"' in before
    assert board.keep_days == kept
    assert answer.status_code == (422 if kept == 30 else 302)


@pytest.mark.parametrize("days", ["0", "-3", "many", "99999"])
def test_a_number_of_days_that_is_none_changes_nothing(days: str, alice: User, tab: Client) -> None:
    answer = tab.post("/studio/storage/", {"days": days})

    assert answer.status_code == 422
    assert retention.days_of(alice) is None


# --- the meter -------------------------------------------------------------------------------------------------------


def test_the_meter_says_what_takes_up_room(alice: User, bob: User, picture: Asset, tab: Client) -> None:
    film, thrown = hung(alice, clips.clip(0.5), "clip.mp4"), hung(alice, clips.photograph((64, 64)))
    hung(bob, clips.photograph())
    tab.post(f"/studio/assets/{thrown.public_id}/delete/")

    page = tab.get("/studio/storage/").content.decode()

    assert "1 picture" in page
    assert "1 film" in page
    assert f'data-bytes="{picture.bytes + film.bytes + thrown.bytes}"' in page


# --- check and mend --------------------------------------------------------------------------------------------------


def checked(**how: bool) -> str:
    """What `bin/media check` says."""
    said = StringIO()
    try:
        call_command("media", "check", stdout=said, **how)
    except CommandError as error:
        return f"{said.getvalue()}ERROR {error}"
    return said.getvalue()


def test_a_house_in_order_is_told_so(picture: Asset) -> None:
    assert "0 missing, 0 changed, 0 previews lost" in checked()


def test_a_lost_preview_is_made_anew(picture: Asset, tab: Client) -> None:
    lost = picture.preview_key("small.webp")
    media().delete(lost)

    before, mended, after = checked(), checked(mend=True), checked()

    assert f"no preview: {lost}" in before
    assert "--mend" in before
    assert f"mended: {lost}" in mended
    assert "ERROR" not in after
    assert media().exists(lost)


@pytest.mark.parametrize(("problem", "content"), [("missing", None), ("changed", b"something else")])
def test_a_file_that_is_gone_or_another_is_told_and_never_forgotten(
    problem: str, content: bytes | None, picture: Asset, tab: Client
) -> None:
    original = media().open(picture.key).read()
    media().delete(picture.key)
    if content:
        media().save(picture.key, ContentFile(content))

    said = checked(mend=True)

    picture.refresh_from_db()
    assert f"{problem}: {picture.key}" in said
    assert "backup" in said
    assert picture.missing_at
    assert "not in our store" in tab.get(f"/studio/assets/{picture.public_id}/").content.decode()
    media().delete(picture.key)
    media().save(picture.key, ContentFile(original))
    assert "ERROR" not in checked()
    picture.refresh_from_db()
    assert picture.missing_at is None


def test_a_sweep_marks_what_is_missing_once(picture: Asset) -> None:
    media().delete(picture.key)

    assert (checkup.find_missing(), checkup.find_missing()) == (1, 0)


def test_the_list_of_the_store_is_never_held_whole(
    alice: User, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    things = sorted((stored(hang(alice), b"picture", tmp_path) for _ in range(12)), key=lambda thing: thing.key)
    media().delete(things[2].key)
    for n in range(8):  # what no row names lies between them
        media().save(f"assets/{n * 2:x}{'0' * 31}/0.png", ContentFile(b"left over"))
    store, listed, asked = type(media()), list[str](), list[tuple[str, bool]]()
    keys, exists = store.keys, store.exists

    def told(self: Any, prefix: str) -> Iterator[str]:
        for key in keys(self, prefix):
            listed.append(key)
            yield key

    def looked(self: Any, key: str) -> bool:
        asked.append((key, len(listed) < 19))
        return bool(exists(self, key))

    monkeypatch.setattr(store, "keys", told)
    monkeypatch.setattr(store, "exists", looked)

    assert checkup.find_missing() == 1
    assert asked == [(things[2].key, True)]


def test_what_nobody_names_is_counted_and_after_a_day_removed(picture: Asset) -> None:
    media().save("assets/0123/0-4567.png", ContentFile(b"left over"))

    first = checked(mend=True)
    Orphan.objects.update(seen_at=timezone.now() - timedelta(days=1, hours=1))
    second = checked(mend=True)

    assert "1 objects that no row names, 0 deleted" in first
    assert "0 objects that no row names, 1 deleted" in second
    assert media().exists(picture.key)
