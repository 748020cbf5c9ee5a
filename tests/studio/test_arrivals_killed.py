"""Kill a worker at any step of what somebody brought or cut: it hangs all the same, once, and nothing is left over."""

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import override_settings

from accounts.models import Role
from foundation.storage import media
from studio.arrivals import cutting, taking
from studio.models import Arrival, Asset, Stage
from tests.studio import clips
from tests.studio.conftest import person
from tests.studio.kills import Works, wait_until
from tests.studio.storages import LOCAL, storages
from tests.support.house import house
from tests.support.processes import Processes

POINTS = ["arrival.checking", "arrival.drawn", "arrival.stored", "arrival.hung"]


@pytest.fixture(scope="module")
def works(_whole_house: Processes, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Works]:
    """One worker and one beat, with a folder that this process looks into, too."""
    _whole_house.stop()
    folder = tmp_path_factory.mktemp("arrivals")
    shelf = str(folder / "media")
    processes = Processes()
    with django_db_blocker.unblock(), override_settings(STORAGES=storages(LOCAL)):
        yield Works.start(processes, folder, MEDIA_ROOT=shelf)
        processes.stop()
        house.emptier.empty()
        connections.close_all()


@pytest.fixture(autouse=True)
def _own_folder(works: Works, settings: Any) -> None:
    """The folder that the worker looks into: it takes the place of each test's own."""
    settings.MEDIA_ROOT = works.order.parent / "media"


def rest(arrival: Arrival, works: Works) -> Arrival:
    """Wait for its end; what has died is started again meanwhile, as the house does."""

    def ended() -> bool:
        works.keep()
        arrival.refresh_from_db()
        return arrival.stage != Stage.CHECKING

    wait_until(ended, 60, "it was never checked")
    return arrival


@pytest.mark.parametrize("point", POINTS)
def test_a_worker_killed_at_any_step_loses_and_doubles_nothing(point: str, works: Works) -> None:
    alice = person(f"alice-{uuid.uuid4().hex}", Role.CREATOR)
    works.recover()
    brought = rest(taking.take(alice, SimpleUploadedFile("clip.mp4", clips.clip(1, sound=False))), works)
    film = brought.asset
    assert film, brought.reason

    def brings() -> Arrival:
        return taking.take(alice, SimpleUploadedFile("holiday.jpg", clips.photograph((320, 200 + len(point)))))

    def cuts() -> Arrival:
        return cutting.cut(alice, film, 0.25, 0.75)

    for begun in (brings, cuts):
        works.recover()
        works.kill_at(point, "me")
        arrival = begun()
        works.wait_for_the_kill()
        assert rest(arrival, works).stage == Stage.READY

    hung = Asset.objects.owned_by(alice)
    assert hung.count() == 3
    assert Path(media().path(film.key)).exists()  # type: ignore[attr-defined]
    assert not list(media().keys("incoming/"))
