"""Deleting hides at once, can be undone for a while, then empties every store."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models.signals import post_delete
from django.test import Client
from django.utils import timezone

from accounts.models import User
from moderation.flags import raise_flag
from moderation.verdicts import Action, Verdict
from studio import assets, leftovers
from studio.models import Asset, Job, Orphan
from tests.studio.steps import order_picture, order_video, work
from tests.studio.storages import Store, on_a_folder
from tests.support.simulator import Simulator
from usage.models import Charge

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def picture(alice: User, upstream: Simulator, store: Store) -> Asset:
    asset: Asset = work(order_picture(alice)).assets.get()
    return asset


def later(asset: Asset) -> None:
    """The time for changing one's mind is over."""
    Asset.objects.filter(pk=asset.pk).update(purge_after=timezone.now() - timedelta(seconds=1))


@on_a_folder
def test_a_deleted_thing_is_hidden_and_says_until_when(alice: User, picture: Asset, tab: Client, settings: Any) -> None:
    tab.post(f"/studio/assets/{picture.public_id}/delete/")

    assert not Asset.objects.visible_to(alice).exists()
    assert str(picture.public_id) not in tab.get("/studio/").content.decode()
    until = timezone.now() + timedelta(days=settings.STUDIO_TRASH_DAYS)
    assert f"{until:%-d %B %Y}" in tab.get("/studio/trash/").content.decode()


@on_a_folder
def test_it_can_be_taken_back(alice: User, picture: Asset, tab: Client) -> None:
    assets.delete(alice, picture.public_id)

    tab.post(f"/studio/assets/{picture.public_id}/restore/")

    assert Asset.objects.visible_to(alice).get() == picture
    assert tab.get(f"/studio/assets/{picture.public_id}/").status_code == 200


def test_after_its_time_every_store_is_empty_and_the_ledger_stays(alice: User, picture: Asset, store: Store) -> None:
    job = picture.job
    assert job
    assets.delete(alice, picture.public_id)
    still_there = assets.purge_due()
    later(picture)

    purged = assets.purge_due()

    job.refresh_from_db()
    assert (still_there, purged) == (0, 1)
    assert store.held() == []
    assert not Asset.objects.exists()
    assert job.prompt == ""
    assert Charge.objects.filter(hold=job.hold).exists()


def test_now_is_on_offer(alice: User, picture: Asset, tab: Client, store: Store) -> None:
    tab.post(f"/studio/assets/{picture.public_id}/delete/", {"now": "1"})

    assets.purge_due()

    assert store.held() == []


@on_a_folder
def test_what_was_purged_cannot_be_taken_back(alice: User, picture: Asset, tab: Client) -> None:
    assets.delete(alice, picture.public_id)
    later(picture)

    answer = tab.post(f"/studio/assets/{picture.public_id}/restore/")

    assert answer.status_code == 404


def test_evidence_is_not_destroyed_by_a_sweep(alice: User, picture: Asset, store: Store) -> None:
    verdict = Verdict(action=Action.REVIEW, check="person", policy_version="")
    raise_flag(subject_kind="asset", subject=picture.public_id, owner=alice, verdict=verdict, source="person")
    assets.delete(alice, picture.public_id, at_once=True)

    purged = assets.purge_due()

    assert purged == 0
    assert set(picture.stored_keys) <= set(store.held())


@on_a_folder
def test_evidence_does_not_keep_the_rest_from_being_purged(
    alice: User, picture: Asset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assets, "AT_ONCE", 1)
    verdict = Verdict(action=Action.REVIEW, check="person", policy_version="")
    raise_flag(subject_kind="asset", subject=picture.public_id, owner=alice, verdict=verdict, source="person")
    assets.delete(alice, picture.public_id, at_once=True)
    other = work(order_picture(alice)).assets.get()
    assets.delete(alice, other.public_id, at_once=True)

    assert assets.purge_due() == 1
    assert Asset.objects.get() == picture


@on_a_folder
def test_what_becomes_evidence_while_others_are_purged_is_kept(alice: User, picture: Asset) -> None:
    other = work(order_picture(alice)).assets.get()
    for asset in (picture, other):
        assets.delete(alice, asset.public_id, at_once=True)

    def reported(**_: object) -> None:
        verdict = Verdict(action=Action.REVIEW, check="person", policy_version="")
        raise_flag(subject_kind="asset", subject=other.public_id, owner=alice, verdict=verdict, source="person")

    post_delete.connect(reported, sender=Asset)
    try:
        purged = assets.purge_due()
    finally:
        post_delete.disconnect(reported, sender=Asset)

    assert purged == 1
    assert Asset.objects.get() == other


@on_a_folder
def test_a_strangers_delete_changes_nothing(bob: User, picture: Asset, client: Client) -> None:
    client.force_login(bob)

    answer = client.post(f"/studio/assets/{picture.public_id}/delete/")

    picture.refresh_from_db()
    assert answer.status_code == 404
    assert not picture.is_deleted


# --- objects nobody names --------------------------------------------------------------------------------------------


def put(store: Store, key: str) -> None:
    from django.core.files.base import ContentFile

    from foundation.storage import media

    media().save(key, ContentFile(b"left over"))


def age_orphans(seconds: float) -> None:
    Orphan.objects.update(seen_at=timezone.now() - timedelta(seconds=seconds))


def test_an_orphan_is_deleted_in_the_second_pass_and_a_day_later(picture: Asset, store: Store) -> None:
    put(store, "incoming/gone/0-1234")

    first = leftovers.sweep_orphans()
    too_early = leftovers.sweep_orphans()
    age_orphans(86_500)
    second = leftovers.sweep_orphans()

    assert (first, too_early, second) == (0, 0, 1)
    assert store.held() == sorted(picture.stored_keys)
    assert not Orphan.objects.exists()


def test_what_a_row_names_by_then_is_no_orphan(alice: User, picture: Asset, store: Store) -> None:
    put(store, "assets/late/0-1234.jpg")
    leftovers.sweep_orphans()
    Asset.objects.filter(pk=picture.pk).update(base="assets/late/0-1234", key="assets/late/0-1234.jpg")
    age_orphans(86_500)

    leftovers.sweep_orphans()

    assert "assets/late/0-1234.jpg" in store.held()


def test_what_waits_for_inspection_is_no_orphan(alice: User, upstream: Simulator, store: Store) -> None:
    job = order_video(alice)
    from studio.states import State

    work(job, until=State.INSPECTING)
    leftovers.sweep_orphans()
    age_orphans(86_500)
    leftovers.sweep_orphans()

    assert [incoming["key"] for incoming in Job.objects.get(pk=job.pk).incoming] == store.held()
