"""Many orders at once: paid for together, by one click, by whoever they belong to."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts import privacy
from accounts.models import User
from studio.batches import acts, drafts, ordering, reading, showing, standing
from studio.line import places
from studio.models import Batch, BatchRow, Job
from studio.states import State
from tests.studio.batches import FOUR_CENTS, made, order, ordered
from tests.studio.bills import check_money
from tests.studio.steps import order_picture
from tests.support.locks import beside
from usage.allowances import standing as money
from usage.holds import OverAllowance
from usage.models import Hold

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
