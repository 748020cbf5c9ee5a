"""Kill any one process at any point of a job: nothing is lost, nothing is sent twice, every tick has one entry."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections

from accounts.models import Role, User
from config.dev.postgres import Postgres
from config.dev.valkey import Valkey
from studio.models import Job
from studio.states import State
from tests.studio.bills import bills, check_money
from tests.studio.conftest import person
from tests.studio.kills import POINTS, Works, wait_for_rest, wait_until
from tests.studio.steps import order_animation, order_picture, order_video, overslept
from tests.support.house import house
from tests.support.processes import Processes
from tests.support.s3 import S3Server
from tests.support.simulator import Simulator

# The request left, and died with its sender before anybody knew the answer.
NOBODY_KNOWS = {"job.departing", "job.answered"}
ALL = [pytest.param(kind, point, id=f"{kind}-{point}") for kind, points in POINTS.items() for point in points]


@pytest.fixture(scope="module")
def _running(
    _whole_house: Processes, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Works]:
    """One worker and one beat for all these tests: what dies is started again."""
    _whole_house.stop()
    folder = tmp_path_factory.mktemp("kills")
    processes = Processes()
    with django_db_blocker.unblock():
        # A sender who died is known to be dead when its patience, too, would be over.
        yield Works.start(processes, folder, MEDIA_ROOT=str(folder / "media"), STUDIO_PATIENCE_SECONDS="6")
        processes.stop()
        house.emptier.empty()
        connections.close_all()


@pytest.fixture
def works(_running: Works, upstream: Simulator) -> Works:
    """Both alive, the provider too, and nothing left over from the last kill."""
    _running.recover()
    return _running


@pytest.fixture
def bucket(_running: Works, upstream: Simulator, signed_s3_server: S3Server) -> Works:
    """The same, the worker on an S3 server."""
    _running.recover(**signed_s3_server.settings())
    return _running


@pytest.fixture
def alice(_running: Works) -> User:
    """Somebody new: rows stay from test to test."""
    return person(f"alice-{uuid.uuid4().hex}", Role.CREATOR)


def order(kind: str, owner: User) -> Job:
    return (order_picture if kind == "picture" else order_video)(owner)


def held(server: S3Server, job: Job) -> list[str]:
    """What the bucket holds of a job."""
    return [key for key in list(server.keys()) if job.public_id.hex in key]


def look(job: Job, owner: User, upstream: Simulator) -> None:
    """From outside: what the provider accepted, what the ledger says of it, what its owner sees."""
    found = bills(upstream, job)
    assert len(found) <= 1
    if job.state == State.READY:
        assert [[entry.ticks for entry in bill.entries] for bill in found] == [[bill.ticks] for bill in found]
        assert len(found) == 1
        assert job.assets.visible_to(owner).count() == 1
    else:
        assert job.hold is not None
        assert job.hold.is_open
        assert not any(bill.entries for bill in found)
    check_money(owner)


@pytest.mark.parametrize(("kind", "point"), ALL)
def test_a_process_killed_at_any_point_loses_and_doubles_nothing(
    kind: str, point: str, alice: User, works: Works, upstream: Simulator
) -> None:
    works.kill_at(point, "me")

    job = order(kind, alice)
    works.wait_for_the_kill()
    overslept(job)  # how long one waits for the dead is timed in the next test
    wait_for_rest(job, works)

    assert job.state == (State.UNCERTAIN if point in NOBODY_KNOWS else State.READY)
    look(job, alice, upstream)


@pytest.mark.parametrize("point", ["job.claimed", "job.departing", "job.stored"])
def test_a_process_killed_while_a_picture_is_animated_is_no_different(
    point: str, alice: User, works: Works, upstream: Simulator
) -> None:
    picture = wait_for_rest(order_picture(alice), works).assets.get()
    works.kill_at(point, "me")

    job = order_animation(alice, picture)
    works.wait_for_the_kill()
    wait_for_rest(job, works)

    assert job.state == (State.UNCERTAIN if point in NOBODY_KNOWS else State.READY)
    assert len(bills(upstream, job)) <= 1
    for made in job.assets.all():
        assert [edge.parent for edge in made.parent_edges.select_related("parent")] == [picture]
    check_money(alice)


@pytest.mark.parametrize(
    ("kind", "point"),
    [("picture", "job.departing"), ("picture", "job.arrived"), ("video", "job.polled"), ("video", "job.stored")],
)
def test_a_whole_worker_killed_is_no_different(
    kind: str, point: str, alice: User, works: Works, upstream: Simulator
) -> None:
    works.kill_at(point, "us")

    job = order(kind, alice)
    works.wait_for_the_kill()
    works.worker.kill9()
    works.worker.start()
    wait_for_rest(job, works)

    assert job.state == (State.UNCERTAIN if point in NOBODY_KNOWS else State.READY)
    look(job, alice, upstream)


@pytest.mark.parametrize("kind", ["picture", "video"])
def test_beat_killed_and_started_again_goes_on(kind: str, alice: User, works: Works, upstream: Simulator) -> None:
    works.beat.kill9()
    job = order(kind, alice)
    works.beat.start()

    wait_for_rest(job, works)

    assert job.state == State.READY
    look(job, alice, upstream)


@pytest.mark.parametrize(
    ("kind", "point"),
    [
        ("picture", "job.departing"),
        ("picture", "job.answered"),
        ("video", "job.answered"),
        ("video", "job.polled"),
        ("video", "job.fetched"),
        ("picture", "job.stored"),
    ],
)
def test_postgresql_killed_at_any_point_loses_and_doubles_nothing(
    kind: str, point: str, alice: User, works: Works, upstream: Simulator, postgres: Postgres
) -> None:
    works.kill_at(point, str(postgres.pid()))

    job = order(kind, alice)
    works.wait_for_the_kill()
    connections.close_all()
    postgres.start()
    wait_for_rest(job, works)

    assert job.state == State.READY
    look(job, alice, upstream)


@pytest.mark.parametrize(
    ("kind", "point"), [("picture", "job.answered"), ("video", "job.polled"), ("video", "job.fetched")]
)
def test_valkey_killed_at_any_point_loses_and_doubles_nothing(
    kind: str, point: str, alice: User, works: Works, upstream: Simulator, valkey: Valkey
) -> None:
    works.kill_at(point, str(valkey.pid()))

    job = order(kind, alice)
    works.wait_for_the_kill()
    valkey.start()
    wait_for_rest(job, works, seconds=90)

    assert job.state == State.READY
    look(job, alice, upstream)


@pytest.mark.parametrize(
    ("kind", "point"), [("picture", "job.fetching"), ("video", "job.fetching"), ("video", "job.inspecting")]
)
def test_the_s3_server_killed_at_any_point_loses_and_doubles_nothing(
    kind: str, point: str, alice: User, bucket: Works, upstream: Simulator, signed_s3_server: S3Server
) -> None:
    assert signed_s3_server.child is not None
    bucket.kill_at(point, str(signed_s3_server.child.pid))

    job = order(kind, alice)
    bucket.wait_for_the_kill()
    signed_s3_server.kill9()
    signed_s3_server.start()
    wait_for_rest(job, bucket)

    assert job.state == State.READY
    kept = sorted(key for asset in job.assets.all() for key in asset.stored_keys)
    wait_until(lambda: held(signed_s3_server, job) == kept, 10, "the bucket holds something else than the rows say")
    look(job, alice, upstream)
