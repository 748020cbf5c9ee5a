"""Much is told at once, or while something else happens: nothing waits in a circle, and nothing is told twice."""

import json
from typing import Any

from django.db import transaction

from accounts.leaving import leave
from accounts.models import User
from studio import jobs, moves
from studio.models import Job, Webhook, WebhookMessage
from studio.outcomes import Outcome
from studio.states import State
from studio.webhooks import mine, telling
from tests.studio.receivers import Receiver, tell_all
from tests.studio.steps import order_picture, work
from tests.studio.test_sweeping import bells
from tests.support.locks import beside
from tests.support.simulator import Simulator


def test_one_persons_servers_are_told_one_thing_at_a_time_and_anothers_beside_it(
    alice: User, bob: User, receiver: Receiver
) -> None:
    hooks = {owner: mine.add(owner, receiver.url, with_prompt=False) for owner in (alice, bob)}
    first, second, his = (
        WebhookMessage.objects.create(webhook=hooks[owner], job=order_picture(owner), event="job.ready")
        for owner in (alice, alice, bob)
    )
    lease = WebhookMessage.objects.filter(pk=first.pk).claim(60)
    assert lease is not None

    telling.tell(second.pk)
    telling.tell(his.pk)
    heard = [headers["webhook-id"] for headers, _ in receiver.heard]
    WebhookMessage.objects.filter(pk=first.pk).let_go(lease)
    rung = bells("outward")
    telling.tell(first.pk)

    assert heard == [str(his.public_id)]
    assert bells("outward") == rung + 1  # for the second
    assert telling.ring_due() == 0
    telling.tell(second.pk)
    assert len(receiver.heard) == 3


def test_removing_an_address_while_a_job_ends_breaks_neither(alice: User, upstream: Simulator) -> None:
    webhook = mine.add(alice, "https://example.org/", with_prompt=False)
    job, other = order_picture(alice), order_picture(alice)

    with transaction.atomic():
        jobs.cancel(alice, job.public_id)
        removed = beside(lambda: mine.remove(alice, webhook.public_id))
    removed.result(10)
    assert not WebhookMessage.objects.exists()

    webhook = mine.add(alice, "https://example.org/", with_prompt=False)
    with transaction.atomic():
        mine.remove(alice, webhook.public_id)
        ended = beside(lambda: jobs.cancel(alice, other.public_id))

    assert ended.result(10).state == "cancelled"


def test_two_jobs_of_one_person_that_end_at_once_do_not_wait_for_each_others_addresses(alice: User) -> None:
    mine.add(alice, "https://example.org/", with_prompt=False)
    first, second = order_picture(alice), order_picture(alice)

    with transaction.atomic():
        moves.move(first, State.CANCELLED, reason="by its owner", outcome=Outcome.CANCELLED)
        ended = beside(lambda: moves.move(second, State.CANCELLED, reason="by its owner", outcome=Outcome.CANCELLED))
        assert ended.done()

    assert WebhookMessage.objects.count() == 2


def test_who_leaves_locks_their_jobs_before_their_addresses(alice: User) -> None:
    mine.add(alice, "https://example.org/", with_prompt=False)
    job = order_picture(alice)

    with transaction.atomic():
        Job.objects.select_for_update().get(pk=job.pk)  # one that ends begins with itself
        left = beside(lambda: leave(alice))
        assert Webhook.objects.select_for_update(nowait=True).get(owner=alice)

    left.result(10)
    assert not Webhook.objects.exists()


def test_many_jobs_that_end_together_are_told_in_few_queries_and_with_one_bell(
    alice: User, receiver: Receiver, django_assert_max_num_queries: Any
) -> None:
    mine.add(alice, receiver.url, with_prompt=False)
    orders = [order_picture(alice) for _ in range(6)]

    with django_assert_max_num_queries(10), transaction.atomic():
        moves.end_together(orders, State.CANCELLED, reason="by their owner", outcome=Outcome.CANCELLED)

    assert WebhookMessage.objects.count() == 6
    assert telling.ring_due() == 0
    assert bells("outward") == 1
    tell_all()
    assert {json.loads(body)["type"] for _, body in receiver.heard} == {"job.cancelled"}
    assert len({json.loads(body)["data"]["job"] for _, body in receiver.heard}) == 6


def test_a_job_waits_for_no_server(alice: User, upstream: Simulator) -> None:
    mine.add(alice, "https://no-such-host.invalid/", with_prompt=False)

    job = work(order_picture(alice))
    tell_all()

    assert Job.objects.get(pk=job.pk).state == "ready"
    assert WebhookMessage.objects.get().log.get().error == "no_such_host"
