"""The table of moves is the design's, and there is one way to move."""

import uuid

import pytest
from django.db.utils import IntegrityError, InternalError, ProgrammingError

from accounts.models import User
from foundation.append_only import ChangedHistory
from studio import moves
from studio.models import Job, JobMove
from studio.states import BORN, ENDED, NEXT, State
from tests.studio.steps import order_picture

DESIGN = """
awaiting   → queued refused cancelled expired
queued     → submitting awaiting refused cancelled failed
submitting → queued rendering fetching refused blocked failed uncertain
rendering  → fetching blocked failed expired cancelled
fetching   → inspecting failed expired cancelled
inspecting → ready reviewing blocked failed cancelled
reviewing  → ready blocked
uncertain  → rendering cancelled
"""


def test_the_table_is_the_designs() -> None:
    written = {
        State(frm.strip()): frozenset(State(word) for word in following.split())
        for frm, following in (line.split("→") for line in DESIGN.strip().splitlines())
    }

    assert {frm: following for frm, following in NEXT.items() if following} == written


def test_every_state_can_be_reached_and_every_path_can_end() -> None:
    reached = set(BORN)
    while (more := reached.union(*(NEXT[state] for state in reached))) != reached:
        reached = more

    ending = set(ENDED)
    while (more := ending | {state for state in State if NEXT[state] & ending}) != ending:
        ending = more

    assert reached == ending == set(State)


def test_a_move_the_table_does_not_know_is_a_mistake(alice: User) -> None:
    job = order_picture(alice)

    with pytest.raises(moves.IllegalMove):
        moves.move(job, State.READY, reason="by magic")

    job.refresh_from_db()
    assert job.state == State.QUEUED


def test_of_two_who_move_a_job_one_wins_and_the_other_writes_nothing(alice: User) -> None:
    job = order_picture(alice)
    first, second = Job.objects.get(pk=job.pk), Job.objects.get(pk=job.pk)

    moves.move(first, State.SUBMITTING, reason="first")
    with pytest.raises(moves.Overtaken):
        moves.move(second, State.CANCELLED, reason="second")

    assert [move.reason for move in job.moves.all()] == ["ordered", "first"]


def test_a_ghost_with_an_old_lease_writes_nothing(alice: User) -> None:
    job = order_picture(alice)
    old = Job.objects.filter(pk=job.pk).claim(seconds=-1)
    new = Job.objects.filter(pk=job.pk).claim(seconds=60)
    ghost = Job.objects.get(pk=job.pk)

    with pytest.raises(moves.Overtaken):
        moves.move(ghost, State.SUBMITTING, lease=old, reason="a ghost")
    moves.move(ghost, State.SUBMITTING, lease=new, keep_lease=True, reason="the holder")

    assert old != new
    assert [move.reason for move in job.moves.all()] == ["ordered", "the holder"]


def test_a_move_is_history(alice: User) -> None:
    move = order_picture(alice).moves.get()
    move.reason = "something else"

    with pytest.raises(ChangedHistory):
        move.save()
    with pytest.raises(ProgrammingError, match="permission denied"):
        JobMove.objects.filter(pk=move.pk).update(reason="something else")


@pytest.mark.parametrize(
    "impossible",
    [
        {"state": "somewhere"},
        {"state": State.RENDERING, "upstream_request_id": ""},
        {"state": State.READY, "ended_at": None},
        {"state": State.UNCERTAIN, "lease": uuid.UUID(int=1)},
        {"hold": None},
        {"outcome": "because"},
    ],
    ids=str,
)
def test_the_database_itself_refuses_what_must_never_be(impossible: dict[str, object], alice: User) -> None:
    job = order_picture(alice)

    with pytest.raises((IntegrityError, InternalError)):
        Job.objects.filter(pk=job.pk).update(**impossible)
