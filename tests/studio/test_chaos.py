"""Orders of every verb meet every fault while both workers are killed at random: each ends as the provider says, every
tick has its entry, and the wall shows exactly what is ready.
"""

import hashlib
import random
import time
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
import structlog
from django.utils import timezone

from accounts.models import User
from studio.gallery import finding
from studio.models import Asset, Job
from studio.states import RESTING, State
from tests.studio.bills import accepted, bills, check_money
from tests.studio.chaos import CLOCKS, Case, Wall, ordered
from tests.studio.steps import order_picture, order_video, work
from tests.studio.storages import Store
from tests.support.processes import Processes, Worker
from tests.support.simulator import Simulator
from usage import sweeps
from usage.models import Attempt, Charge, Hold, Payer

log = structlog.get_logger(__name__)

KILLED = "the sender died"  # as the move says it
on_both = pytest.mark.parametrize("store", ["local", "rclone"], indirect=True)


@pytest.mark.long
@pytest.mark.parametrize("store", ["rclone"], indirect=True)
def test_a_few_orders_among_killed_workers(
    store: Store, alice: User, bob: User, upstream: Simulator, processes: Processes, settings: Any
) -> None:
    chaos(18, store, [alice, bob], upstream, processes, settings)


@pytest.mark.soak
@on_both
def test_a_hundred_orders_among_killed_workers(
    store: Store, alice: User, bob: User, upstream: Simulator, processes: Processes, settings: Any
) -> None:
    chaos(100, store, [alice, bob], upstream, processes, settings)


def chaos(
    count: int, store: Store, owners: list[User], upstream: Simulator, processes: Processes, settings: Any
) -> None:
    """Order so many, kill until all rest, look."""
    settings.MAX_OPEN_JOBS_PER_PERSON, settings.ALLOWANCE_USD = count + 2, 100
    walls = [Wall(owner, made(order_picture(owner)), made(order_video(owner))) for owner in owners]
    place = store.server.settings() if store.server else {"MEDIA_ROOT": str(store.settings["MEDIA_ROOT"])}
    workers = processes.workers(2, 2, **CLOCKS, **place)
    processes.beat(**CLOCKS, **place)

    began, cases = time.monotonic(), ordered(walls, count)
    kills = kill_until_all_rest([case.job for case in cases], workers, seconds=60 + 6 * count)
    took = time.monotonic() - began

    lost = [case for case in cases if ends_as_the_provider_says(case)]
    books_are_the_bill(cases, upstream, owners)
    walls_show_what_is_ready(cases, walls, store)
    ends = {str(state): n for state, n in Counter(case.job.state for case in cases).items()}
    log.info("chaos_is_over", orders=count, kills=kills, seconds=round(took), lost=len(lost), store=store.name, **ends)


def made(job: Job) -> Asset:
    """What came of it, in this process."""
    return work(job).assets.get()


def kill_until_all_rest(jobs: list[Job], workers: list[Worker], *, seconds: float) -> int:
    """Now and then one of them dies, by chance, and is started again; returns how often."""
    chance, kills, give_up = random.Random(), 0, time.monotonic() + seconds
    next_kill = time.monotonic() + chance.uniform(1, 6)
    while open_ := Job.objects.filter(pk__in=[job.pk for job in jobs]).exclude(state__in=RESTING):
        assert time.monotonic() < give_up, [(job.prompt, [str(move) for move in job.moves.all()]) for job in open_]
        if time.monotonic() > next_kill:
            victim = chance.choice(workers)
            if victim.alive:
                victim.kill9()
                kills += 1
            victim.start(wait=False)
            next_kill = time.monotonic() + chance.uniform(2, 9)
        time.sleep(0.1)
    return kills


def ends_as_the_provider_says(case: Case) -> bool:
    """Whether its sender died with the answer; else it has ended as it must."""
    case.job.refresh_from_db()
    job, last = case.job, list(case.job.moves.all())[-1]
    if job.state == State.UNCERTAIN and last.reason == KILLED:
        return True
    assert (job.state, job.outcome) == (case.end, case.outcome), (case.scene, job.detail, [*map(str, job.moves.all())])
    return False


def books_are_the_bill(cases: list[Case], upstream: Simulator, owners: list[User]) -> None:
    """One entry for each accepted request, to the tick; what nobody knows is booked a day later, to the house."""
    for case in cases:
        found = bills(upstream, case.job)
        assert len(found) <= 1, case.scene
        if case.job.state == State.UNCERTAIN:
            assert not any(bill.entries for bill in found)
        else:
            assert [[entry.ticks for entry in bill.entries] for bill in found] == [[bill.ticks] for bill in found]
    known = [case.job.hold_id or 0 for case in cases if case.job.state != State.UNCERTAIN]
    asked = [
        int(str(row["ticks"])) for case in cases if case.job.hold_id in known for row in accepted(upstream, case.job)
    ]
    assert sum(Charge.objects.filter(hold__in=known).values_list("ticks", flat=True)) == sum(asked)
    assert not Hold.objects.filter(pk__in=known).open().exists()

    Hold.objects.open().update(due_at=timezone.now() - timedelta(seconds=1))
    sweeps.end_due_holds()

    unknown = Attempt.objects.filter(hold__in=[case.job.hold_id for case in cases if case.job.hold_id not in known])
    for entry in Charge.objects.filter(attempt__in=unknown):
        assert (entry.payer, entry.is_estimated) == (Payer.HOUSE, True)
    for row in upstream.requests(accepted=True):
        assert Charge.objects.filter(trace=row["trace"]).count() == 1, row
    assert not Hold.objects.open().exists()
    for owner in owners:
        check_money(owner)


def walls_show_what_is_ready(cases: list[Case], walls: list[Wall], store: Store) -> None:
    """Every ready order's thing, once and whole, and nothing else."""
    held = set(store.held())
    for wall in walls:
        ready = {case.job.pk for case in cases if case.job.owner_id == wall.owner.pk and case.job.state == State.READY}
        shown = list(finding.understood(wall.owner, "").shown)
        assert Counter(asset.job_id for asset in shown) == Counter([*ready, wall.picture.job_id, wall.film.job_id])
        for asset in shown:
            assert set(asset.stored_keys) <= held
            assert hashlib.sha256(store.read(asset.key)).hexdigest() == asset.sha256
