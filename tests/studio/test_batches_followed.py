"""A batch that was ordered, followed to the last row: what it costs, what is cancelled, what is ordered again."""

from dataclasses import replace

import pytest

from accounts.models import User
from moderation.models import Case
from studio import cards, jobs, moves, orders
from studio.batches import acts, drafts, ordering, repeating, standing
from studio.models import Batch, Job
from studio.pipeline import submitting
from studio.states import State
from tests.studio.batches import FOUR_CENTS, failed, ordered, worked
from tests.studio.bills import accepted, check_money
from tests.support.simulator import Simulator
from usage.allowances import standing as money


def ordered_again(owner: User, batch: Batch, shown: repeating.Offer) -> int:
    return repeating.order(owner, batch.public_id, which=shown.which, ticks=shown.ticks)


def written(job: Job, **columns: str) -> None:
    """As if it had been ordered when that was still possible."""
    Job.objects.filter(pk=job.pk).update(order=job.order | columns)


def test_each_row_settles_to_the_tick(alice: User, upstream: Simulator) -> None:
    batch = ordered(alice, "prompt,n\na fox,2\na heron,1")

    stands = worked(batch)

    assert (stands.ready, stands.percent, stands.held) == (2, 100, 0)
    bill = sum(int(str(row["ticks"])) for job in standing.newest(batch) for row in accepted(upstream, job))
    assert stands.cost == bill == money(alice).spent
    check_money(alice)


def test_cancelling_the_rest_frees_the_rest(alice: User, upstream: Simulator) -> None:
    batch = ordered(alice, "a fox\na heron\na crow")
    submitting.send_next("picture")

    count = acts.cancel_rest(alice, batch.public_id)
    stands = worked(batch)

    assert count == 3
    assert stands.cancelled == 3
    assert stands.cost == FOUR_CENTS  # the one that had been sent
    assert (money(alice).held, money(alice).spent) == (0, FOUR_CENTS)
    check_money(alice)


def test_what_came_to_nothing_is_ordered_again_by_the_same_recipe(alice: User, upstream: Simulator) -> None:
    batch = ordered(alice, "a fox\na heron")
    upstream.set_scene("out_of_credit", routes=["images"])
    submitting.send_next("picture")
    stands = standing.of(batch)
    assert stands.failed == 1, [str(job.state) for job in standing.newest(batch)]
    upstream.set_scene("", routes=["images"])

    shown = repeating.offer(batch)
    assert ordered_again(alice, batch, shown) == 1
    assert ordered_again(alice, batch, shown) == 1  # a second click
    stands = worked(batch)

    assert (stands.rows, stands.ready, stands.failed) == (2, 2, 0)
    assert Job.objects.filter(row__batch=batch).count() == 3
    check_money(alice)


def test_what_came_to_nothing_is_ordered_again_as_it_was_shown_or_not_at_all(alice: User) -> None:
    batch = ordered(alice, "a fox\na heron\na crow")
    fox, heron, crow = standing.newest(batch)
    failed(fox)
    shown = repeating.offer(batch)
    failed(heron)
    jobs.cancel(alice, crow.public_id)  # and that is not wanted any more

    for other in (shown, replace(repeating.offer(batch), ticks=1), replace(shown, which="\0" * 32)):
        with pytest.raises(ordering.OtherThanShown):
            ordered_again(alice, batch, other)

    assert Job.objects.count() == 3
    assert repeating.offer(batch).jobs == (fox, heron)
    check_money(alice)


def test_what_is_refused_or_taken_by_no_engine_when_it_is_ordered_again_costs_nothing(alice: User) -> None:
    batch = ordered(alice, "a fox\na heron\na crow")
    fox, heron, crow = standing.newest(batch)
    written(fox, prompt="a naked man on a horse")
    written(heron, ratio="17:5")
    for job in (fox, heron, crow):
        failed(job)

    assert ordered_again(alice, batch, repeating.offer(batch)) == 2

    again = standing.newest(batch)
    assert [job.state for job in again] == [State.REFUSED, State.FAILED, State.QUEUED]
    assert again[0].hold is None
    assert money(alice).held == FOUR_CENTS
    check_money(alice)


def test_the_last_gate_stands_before_a_batch_too(alice: User) -> None:
    batch = ordered(alice, "a fox")
    [job] = standing.newest(batch)

    with pytest.raises(jobs.NotOffered):
        ordering.take(
            alice, [ordering.job_of(alice, batch.rows.get(), orders.from_columns(job.order | {"ratio": "17:5"}))]
        )


def test_repeating_one_row_by_its_card_stays_in_the_batch(alice: User) -> None:
    batch = ordered(alice, "a fox")
    first = jobs.cancel(alice, standing.newest(batch)[0].public_id)

    again = jobs.repeat(alice, first.public_id)

    assert standing.newest(batch) == [again]


def test_the_rows_of_a_list_that_was_removed_are_no_orders_by_hand(alice: User, upstream: Simulator) -> None:
    batch = ordered(alice, "a fox\na heron\nthe pope on a skateboard")
    submitting.send_next("picture")
    *_, pope = standing.newest(batch)
    acts.cancel_rest(alice, batch.public_id)
    worked(batch)
    assert Case.objects.filter(subject=pope.public_id, decided_at=None).exists()

    acts.forget(alice, batch.public_id)

    assert not Job.objects.by_hand().exists()
    assert cards.in_the_tray(alice) == cards.on_the_bench(alice) == []
    # Nothing leads to the words any more; the desk has not judged the last ones yet.
    assert [job.prompt for job in Job.objects.order_by("pk")] == ["", "", pope.prompt]
    check_money(alice)


def test_a_list_stays_until_its_owner_has_said_what_is_to_be_done(alice: User) -> None:
    batch = ordered(alice, "a fox")
    [job] = standing.newest(batch)
    moves.move(job, State.SUBMITTING, reason="sent")
    moves.move(job, State.UNCERTAIN, reason="nobody knows")

    with pytest.raises(drafts.TooLate):
        acts.forget(alice, batch.public_id)

    jobs.cancel(alice, job.public_id)
    acts.forget(alice, batch.public_id)
