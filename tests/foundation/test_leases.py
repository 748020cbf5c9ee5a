"""Of two workers exactly one holds a row; a silent one loses it; a ghost's token matches nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

from django.db import connection
from django.db.models.functions import Now

from studio.models import Job
from tests.foundation.rows import a_job


def test_of_ten_workers_one_gets_the_lease(transactional_db: None) -> None:
    job = a_job()
    together = Barrier(10)

    def try_it(_: int) -> bool:
        together.wait(timeout=10)
        try:
            return Job.objects.filter(pk=job.pk).claim(60) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        won = list(pool.map(try_it, range(10)))

    assert won.count(True) == 1


def test_a_silent_holder_loses_the_row_and_cannot_renew(db: None) -> None:
    job = a_job()
    row = Job.objects.filter(pk=job.pk)
    ghost = row.claim(60)
    assert ghost is not None
    assert row.claim(60) is None
    row.update(lease_until=Now() - timedelta(seconds=1))

    heir = row.claim(60)

    assert heir is not None
    assert row.renew(ghost, 60) == 0
    assert row.let_go(ghost) == 0
    assert row.renew(heir, 60) == 1


def test_a_lease_given_back_is_free_at_once(db: None) -> None:
    job = a_job()
    row = Job.objects.filter(pk=job.pk)
    token = row.claim(60)
    assert token is not None

    row.let_go(token)

    assert row.claim(60) not in (None, token)
    assert row.renew(uuid4(), 60) == 0
