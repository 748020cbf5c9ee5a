"""A worker that came back deaf from an outage of its broker notices it, by what it sees."""

import pytest

from foundation.ears import Hearing


@pytest.mark.parametrize(
    ("bells_wait", "hands_free", "deaf"),
    [(True, True, True), (False, True, False), (True, False, False), (False, False, False)],
)
def test_bells_that_wait_for_free_hands_make_a_worker_deaf(bells_wait: bool, hands_free: bool, deaf: bool) -> None:
    hearing = Hearing(deaf_after=30, now=0)

    looks = [hearing.is_deaf(bells_wait=bells_wait, hands_free=hands_free, now=now) for now in (10, 20, 30, 31)]

    assert looks == [False, False, False, deaf]


def test_a_task_that_arrives_shows_that_it_hears() -> None:
    hearing = Hearing(deaf_after=30, now=0)
    hearing.heard(now=20)

    assert not hearing.is_deaf(bells_wait=True, hands_free=True, now=40)
    assert hearing.is_deaf(bells_wait=True, hands_free=True, now=51)


def test_an_empty_queue_in_between_begins_anew() -> None:
    hearing = Hearing(deaf_after=30, now=0)
    hearing.is_deaf(bells_wait=False, hands_free=True, now=20)

    assert not hearing.is_deaf(bells_wait=True, hands_free=True, now=40)
