"""Cancelling: before sending it costs nothing; after, it is a wish, and the cost stands."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from accounts.models import User
from studio import jobs
from studio.models import Job
from studio.outcomes import Outcome
from studio.pipeline import submitting, sweep
from studio.states import State
from tests.studio.bills import accepted, bills, check_money, paid_by_person
from tests.studio.steps import order_picture, order_video, overslept, reached, step, work
from tests.studio.storages import Store
from tests.support.simulator import Simulator


def test_before_sending_it_ends_the_job_and_costs_nothing(alice: User, upstream: Simulator) -> None:
    job = order_video(alice)

    jobs.cancel(alice, job.public_id)
    job.refresh_from_db()
    work(job)

    assert (job.state, job.outcome) == (State.CANCELLED, Outcome.CANCELLED)
    assert upstream.requests() == []
    assert paid_by_person(job) == 0
    check_money(alice)


@pytest.mark.parametrize("where", [State.RENDERING, State.FETCHING, State.INSPECTING])
def test_after_sending_the_result_is_thrown_away_and_the_cost_stands(
    where: State, alice: User, upstream: Simulator, store: Store
) -> None:
    job = reached(order_video(alice), where)

    jobs.cancel(alice, job.public_id)
    job.refresh_from_db()
    state_at_cancel = job.state
    work(job)

    assert state_at_cancel == where
    assert (job.state, job.outcome) == (State.CANCELLED, Outcome.CANCELLED)
    assert not job.assets.exists()
    assert store.held() == []
    assert [[entry.ticks for entry in bill.entries] for bill in bills(upstream, job)] == [[paid_by_person(job)]]
    check_money(alice)


def test_a_cancelled_picture_that_was_answered_is_thrown_away(alice: User, upstream: Simulator) -> None:
    job = work(order_picture(alice), until=State.FETCHING)

    jobs.cancel(alice, job.public_id)
    job.refresh_from_db()
    work(job)

    assert job.state == State.CANCELLED
    assert not job.deliveries.exists()
    assert paid_by_person(job) == job.frozen_order.price


def test_cancelling_what_the_provider_fails_costs_nothing(alice: User, upstream: Simulator) -> None:
    upstream.set_scene("video_failed", routes=["videos"])
    job = order_video(alice)
    while job.state == State.QUEUED:
        step(job)
    if job.state == State.RENDERING:
        jobs.cancel(alice, job.public_id)

    work(job)

    assert job.state == State.FAILED
    assert paid_by_person(job) == 0


def test_it_is_too_late_for_what_is_ready(alice: User, upstream: Simulator) -> None:
    job = work(order_picture(alice))

    with pytest.raises(jobs.TooLate):
        jobs.cancel(alice, job.public_id)

    job.refresh_from_db()
    assert job.state == State.READY


def test_nobody_cancels_what_is_not_theirs(alice: User, bob: User) -> None:
    job = order_video(alice)

    with pytest.raises(Job.DoesNotExist):
        jobs.cancel(bob, job.public_id)

    job.refresh_from_db()
    assert job.state == State.QUEUED


# --- the answer was lost ---------------------------------------------------------------------------------------------


def lost(alice: User, upstream: Simulator) -> Job:
    upstream.set_scene("accept_then_drop", routes=["videos"])
    job = work(order_video(alice))
    upstream.set_scene("")
    assert job.state == State.UNCERTAIN
    return job


def test_an_uncertain_order_is_never_sent_again_by_itself(alice: User, upstream: Simulator) -> None:
    job = lost(alice, upstream)

    for _ in range(20):
        step(job)

    assert job.state == State.UNCERTAIN
    assert len(accepted(upstream, job)) == 1


def test_its_owner_may_order_it_again_and_the_old_one_says_so(alice: User, upstream: Simulator) -> None:
    old = lost(alice, upstream)

    new = jobs.resubmit(alice, old.public_id, key="again-12345678")
    twice = jobs.resubmit(alice, old.public_id, key="again-87654321")
    work(new)
    old.refresh_from_db()

    assert new == twice
    assert (old.state, old.outcome) == (State.CANCELLED, Outcome.RESUBMITTED)
    assert new.state == State.READY
    assert new.resubmits == old
    assert paid_by_person(old) == 0
    assert paid_by_person(new) == new.frozen_order.price


def test_its_owner_may_let_it_go_and_pays_nothing(alice: User, upstream: Simulator) -> None:
    job = lost(alice, upstream)

    jobs.cancel(alice, job.public_id)
    job.refresh_from_db()

    assert (job.state, job.outcome) == (State.CANCELLED, Outcome.DISMISSED)
    assert paid_by_person(job) == 0


def test_what_nobody_ever_learns_is_booked_to_the_house(alice: User, upstream: Simulator) -> None:
    from usage import sweeps
    from usage.models import Hold

    job = lost(alice, upstream)
    Hold.objects.filter(subject=job.public_id).update(due_at=job.ordered_at)

    sweeps.end_due_holds()

    (bill,) = bills(upstream, job)
    (entry,) = bill.entries
    assert (entry.payer, entry.exactness, entry.person_ticks) == ("house", "estimated", 0)
    check_money(alice)


def test_an_answer_that_comes_after_all_finds_its_order(alice: User, upstream: Simulator) -> None:
    upstream.set_scene("hang_before_headers seconds=1.5", routes=["videos.generations"])
    job = order_video(alice)
    with ThreadPoolExecutor(1) as worker:
        sending = worker.submit(submitting.send_next, job.kind)
        while not accepted(upstream, job):
            job.refresh_from_db()
        overslept(job)
        sweep.sweep()
        job.refresh_from_db()
        lost_in_between = job.state
        sending.result()
    upstream.set_scene("")

    job.refresh_from_db()
    work(job)

    assert lost_in_between == State.UNCERTAIN
    assert job.state == State.READY
    assert len(accepted(upstream, job)) == 1
    assert paid_by_person(job) == job.frozen_order.price


def test_a_sender_who_could_not_renew_its_lease_is_given_time_to_write_its_pictures_down(
    alice: User, upstream: Simulator
) -> None:
    upstream.set_scene("hang_before_headers seconds=1.5", routes=["images"])
    job = order_picture(alice)
    with ThreadPoolExecutor(1) as worker:
        sending = worker.submit(submitting.send_next, job.kind)
        while not accepted(upstream, job):
            job.refresh_from_db()
        overslept(job, seconds=30)  # as after an outage of the database
        sweep.sweep()
        job.refresh_from_db()
        taken_for = job.state
        sending.result()

    job.refresh_from_db()
    work(job)

    assert taken_for == State.SUBMITTING
    assert job.state == State.READY
    assert paid_by_person(job) == job.frozen_order.price


def test_only_an_uncertain_order_is_ordered_again(alice: User, upstream: Simulator) -> None:
    job = work(order_picture(alice))

    with pytest.raises(jobs.TooLate):
        jobs.resubmit(alice, job.public_id, key="again-12345678")

    assert Job.objects.count() == 1


def test_a_wish_made_while_the_provider_turned_it_away_is_kept_before_the_next_try(
    alice: User, upstream: Simulator
) -> None:
    job = order_video(alice, "[[scene:rate_limited]] a fox")
    Job.objects.filter(pk=job.pk).update(cancel_asked_at="2026-01-01T00:00:00Z")  # marked while it was submitting

    work(job)

    assert (job.state, job.outcome) == (State.CANCELLED, Outcome.CANCELLED)
    assert upstream.requests(accepted=True) == []
    assert paid_by_person(job) == 0
    check_money(alice)
