"""Many orders at once: paid for together, and followed to the last row."""

import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts import privacy
from accounts.models import User
from moderation.models import Case
from studio import cards, jobs, moves, orders
from studio.batches import acts, drafts, ordering, reading, repeating, showing, standing
from studio.line import places
from studio.models import Batch, BatchRow, Job
from studio.outcomes import Outcome
from studio.pipeline import polling, submitting, sweep
from studio.states import RESTING, State
from tests.studio.bills import accepted, check_money
from tests.studio.steps import STEPS, order_picture, picture_order
from tests.support.locks import beside
from tests.support.simulator import Simulator
from usage import holds
from usage.allowances import standing as money
from usage.holds import OverAllowance
from usage.models import Hold

FOUR_CENTS = picture_order().price


def made(owner: User, text: str, **how: Any) -> Batch:
    return drafts.make(owner, text, **how)


def ordered(owner: User, text: str, **how: Any) -> Batch:
    """Ordered as it would be shown."""
    batch = made(owner, text, **how)
    return order(owner, batch)


def order(owner: User, batch: Batch) -> Batch:
    good = [row for row in batch.rows.all() if row.price is not None]
    return ordering.order(owner, batch.public_id, rows=len(good), ticks=sum(row.price or 0 for row in good))


def worked(batch: Batch, seconds: float = 60) -> standing.Standing:
    """Everything on its way goes on until nothing does by itself."""
    give_up = time.monotonic() + seconds
    while not (stands := standing.of(batch)).is_over:
        assert time.monotonic() < give_up, stands
        sweep.sweep()
        polling.poll_due()
        for kind in ("picture", "video"):
            submitting.send_next(kind)
        for job in Job.objects.filter(row__batch=batch).exclude(state__in=RESTING):
            if job.state != State.QUEUED and (step := STEPS.get(State(job.state))):
                step(job.pk)
        time.sleep(0.02)
    return stands


def ordered_again(owner: User, batch: Batch, shown: repeating.Offer) -> int:
    return repeating.order(owner, batch.public_id, which=shown.which, ticks=shown.ticks)


def failed(job: Job) -> None:
    """It came to nothing before it was sent."""
    moves.move(Job.objects.get(pk=job.pk), State.FAILED, reason="out of credit", outcome=Outcome.HOUSE_ACCOUNT)
    assert job.hold is not None
    holds.settle(job.hold)


def written(job: Job, **columns: str) -> None:
    """As if it had been ordered when that was still possible."""
    Job.objects.filter(pk=job.pk).update(order=job.order | columns)


# --- ordering and money ----------------------------------------------------------------------------------------------


def test_a_batch_holds_its_sum_and_every_row_is_a_job_in_the_line(alice: User) -> None:
    batch = ordered(alice, "a fox\na heron\na crow")

    assert batch.is_ordered
    assert [job.state for job in standing.newest(batch)] == [State.QUEUED] * 3
    assert money(alice).held == 3 * FOUR_CENTS
    assert [row.cells for row in batch.rows.all()] == [{}] * 3  # the words are with the jobs now
    check_money(alice)


def test_what_is_wrong_is_left_out_and_kept(alice: User) -> None:
    batch = ordered(alice, "prompt,ratio\na fox,1:1\na heron,17:5")

    stands = standing.of(batch)
    assert (stands.rows, stands.left_out) == (1, 1)
    assert batch.rows.get(n=3).cells == {"prompt": "a heron", "ratio": "17:5"}


def test_money_that_does_not_suffice_for_all_orders_none(alice: User, settings: Any) -> None:
    settings.ALLOWANCE_USD = 0.10  # two pictures of 4 ¢
    batch = made(alice, "a fox\na heron\na crow")

    with pytest.raises(OverAllowance) as refused:
        order(alice, batch)

    assert refused.value.needed == 3 * FOUR_CENTS
    assert not Job.objects.exists()
    assert not Hold.objects.exists()
    assert money(alice).held == 0
    assert [row.cells["prompt"] for row in batch.rows.order_by("n")] == ["a fox", "a heron", "a crow"]


def test_two_clicks_at_the_same_moment_order_a_batch_once(alice: User) -> None:
    batch = made(alice, "a fox\na heron")

    def click(_: int) -> Batch:
        try:
            return order(alice, batch)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as clicks:
        assert set(clicks.map(click, range(4))) == {batch}

    assert Job.objects.count() == 2
    check_money(alice)


def test_what_is_shown_anew_leaves_alone_what_was_changed_meanwhile(alice: User) -> None:
    batch = made(alice, "a fox\na heron")
    read = drafts.read_again(batch)
    drafts.change(alice, batch.public_id, batch.rows.get(n=1).public_id, {"prompt": "a crow", "n": "3"})

    ordering.shown_anew(alice, batch.public_id, read)
    crow = batch.rows.get(n=1)
    order(alice, batch)
    ordering.shown_anew(alice, batch.public_id, read)

    assert (crow.price, crow.order and crow.order["prompt"]) == (3 * FOUR_CENTS, "a crow")
    assert [(row.cells, row.order) for row in batch.rows.all()] == [({}, None)] * 2


def test_lists_that_are_brought_at_once_are_counted_one_by_one(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "MOST_DRAFTS", 1)

    with transaction.atomic():
        made(alice, "a fox")
        second = beside(lambda: made(alice, "a heron"))

    with pytest.raises(reading.NotRead, match="Order one, or throw one away"):
        second.result(10)
    assert Batch.objects.count() == 1


def test_a_price_other_than_shown_is_shown_again_and_not_ordered(alice: User) -> None:
    batch = made(alice, "a fox\na heron")

    with pytest.raises(ordering.OtherThanShown):
        ordering.order(alice, batch.public_id, rows=2, ticks=1)

    assert not Job.objects.exists()


def test_dying_between_the_money_and_the_jobs_leaves_neither(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = made(alice, "a fox\na heron")

    class Death(BaseException):
        pass

    def die(point: str) -> None:
        if point == "batch.held":
            raise Death

    with monkeypatch.context() as now:
        now.setattr("foundation.kill_points.reach", die)
        with pytest.raises(Death):
            order(alice, batch)

    assert not Job.objects.exists()
    assert not Hold.objects.exists()
    assert money(alice).held == 0
    assert order(alice, batch).is_ordered
    check_money(alice)


def test_there_is_an_end_to_rows_on_their_way(alice: User, settings: Any) -> None:
    settings.STUDIO_BATCH_ROWS = 3
    ordered(alice, "a fox\na heron")

    with pytest.raises(ordering.TooManyRows) as refused:
        ordered(alice, "a crow\na wren")

    assert refused.value.room == 1
    assert Job.objects.count() == 2
    check_money(alice)


def test_a_batch_leaves_room_for_orders_by_hand_and_stands_behind_them(alice: User, bob: User, settings: Any) -> None:
    settings.MAX_OPEN_JOBS_PER_PERSON = 1
    ordered(alice, "a fox\na heron")
    by_hand, bobs = order_picture(alice), order_picture(bob)

    called = [taken[0] for _ in range(4) if (taken := places.take("picture"))]

    assert {called[0], called[1]} == {by_hand, bobs}
    assert [job.owner for job in called[2:]] == [alice, alice]


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


def test_a_prompt_the_policy_wants_read_waits_for_a_person(alice: User) -> None:
    batch = ordered(alice, "a fox\nthe pope on a skateboard")

    stands = standing.of(batch)

    assert (stands.with_person, stands.open) == (1, 1)
    assert money(alice).held == 2 * FOUR_CENTS


def test_about_how_long_it_takes_is_said_before_it_is_ordered(alice: User, settings: Any) -> None:
    settings.STUDIO_PICTURES_PER_SECOND = 1
    before = showing.offer(made(alice, "a fox")).wait
    for _ in range(5):
        took = timezone.now() - timedelta(seconds=20)
        Job.objects.filter(pk=order_picture(alice).pk).update(state="ready", ordered_at=took, ended_at=timezone.now())

    after = showing.offer(made(alice, "\n".join(f"fox {n}" for n in range(20)))).wait

    assert before == ""
    assert after == "45 s"  # twenty seconds until all are sent, twenty for the last one, rounded up


# --- whose it is -----------------------------------------------------------------------------------------------------


def test_nobody_orders_or_changes_what_is_not_theirs(alice: User, bob: User) -> None:
    batch = made(alice, "a fox")

    for act in (
        lambda: ordering.order(bob, batch.public_id, rows=1, ticks=FOUR_CENTS),
        lambda: drafts.change(bob, batch.public_id, batch.rows.get().public_id, {"prompt": "a heron"}),
        lambda: drafts.throw_away(bob, batch.public_id),
        lambda: acts.cancel_rest(bob, batch.public_id),
        lambda: ordering.order(alice, uuid.uuid4(), rows=1, ticks=FOUR_CENTS),
    ):
        with pytest.raises(Batch.DoesNotExist):
            act()


def test_what_is_ordered_is_changed_no_more(alice: User) -> None:
    batch = ordered(alice, "a fox")

    with pytest.raises(drafts.TooLate):
        drafts.remove(alice, batch.public_id, batch.rows.get().public_id)


def test_batches_go_along_and_are_erased(alice: User) -> None:
    ordered(alice, "a fox")
    made(alice, "a heron", name="Birds")

    taken = privacy.export_of(alice)["stores"]["studio.batches"]["records"]
    with transaction.atomic():
        for kept in privacy.stores():
            if kept.name in {"studio.batches", "studio.jobs"}:
                kept.erase(alice)

    assert taken[1]["name"] == "Birds"
    assert taken[1]["rows"][0]["cells"] == {"prompt": "a heron"}
    assert not BatchRow.objects.exists()
    assert Job.objects.get().prompt == ""
    check_money(alice)
