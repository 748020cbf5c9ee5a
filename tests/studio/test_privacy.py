"""Leaving takes everything along: nothing more is sent, nothing is kept but what the ledger needs."""

import json

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from accounts import privacy
from accounts.models import User
from studio import assets, boards, searches
from studio.arrivals import checking, taking
from studio.models import Arrival, Asset, Board, Job, Keeping, SavedSearch
from studio.states import State
from tests.studio import clips
from tests.studio.steps import order_picture, order_video, step, work
from tests.studio.storages import Store
from tests.support.simulator import Simulator
from usage.models import Charge

NAMES = {
    "studio.jobs",
    "studio.assets",
    "studio.batches",
    "studio.boards",
    "studio.searches",
    "studio.shares",
    "studio.webhooks",
    "studio.arrivals",
    "studio.keeping",
    "studio.styles",
    "studio.ladders",
}


def test_what_is_taken_along_is_complete(alice: User, upstream: Simulator) -> None:
    picture, film = work(order_picture(alice, n=2)), work(order_video(alice))

    taken = privacy.export_of(alice)["stores"]

    assert taken["studio.jobs"]["count"] == 2
    assert taken["studio.assets"]["count"] == 3
    hashes = {record["sha256"] for record in taken["studio.assets"]["records"]}
    assert hashes == {asset.sha256 for job in (picture, film) for asset in job.assets.all()}
    assert taken["studio.jobs"]["records"][0]["order"] == picture.order


def test_boards_and_kept_searches_go_along_and_are_erased(alice: User) -> None:
    boards.make(alice, "Herons")
    searches.keep(alice, "Best herons", "heron rating:5")

    taken = privacy.export_of(alice)["stores"]
    with transaction.atomic():
        for kept in privacy.stores():
            if kept.name in NAMES:
                kept.erase(alice)

    assert taken["studio.boards"]["records"][0]["name"] == "Herons"
    assert taken["studio.searches"]["records"][0]["query"] == "heron rating:5"
    assert not Board.objects.exists()
    assert not SavedSearch.objects.exists()


def test_erasing_empties_every_store_and_keeps_the_ledger(alice: User, upstream: Simulator, store: Store) -> None:
    done, on_its_way, unsent = work(order_picture(alice)), order_video(alice), order_picture(alice)
    while on_its_way.state == State.QUEUED:
        step(on_its_way)

    with transaction.atomic():
        for kept in privacy.stores():
            if kept.name in NAMES:
                kept.erase(alice)
    work(on_its_way)
    assets.purge_due()

    unsent.refresh_from_db()
    assert (on_its_way.state, unsent.state) == (State.CANCELLED, State.CANCELLED)
    assert store.held() == []
    assert not Asset.objects.exists()
    assert "fox" not in json.dumps([job.order for job in Job.objects.all()])
    assert Charge.objects.filter(hold__in=[done.hold, on_its_way.hold]).count() == 2


def test_what_was_brought_and_chosen_is_taken_along_and_erased(alice: User, store: Store) -> None:
    arrival = taking.take(alice, SimpleUploadedFile("holiday.jpg", clips.photograph()))
    Keeping.objects.create(owner=alice, days=90)
    taken = privacy.export_of(alice)["stores"]

    with transaction.atomic():
        for kept in privacy.stores():
            if kept.name in NAMES:
                kept.erase(alice)
    checking.check(arrival.pk)  # what it was about to check goes then

    assert taken["studio.arrivals"]["records"][0]["sha256"] == arrival.sha256
    assert taken["studio.keeping"]["records"] == [{"days": 90}]
    assert not Arrival.objects.exists()
    assert not Keeping.objects.exists()
    assert store.held() == []
