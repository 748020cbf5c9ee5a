"""What people bring, and whom they want told, waits for nobody else's and delays nothing that was paid for."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from studio.arrivals import again, checking, taking
from studio.models import Arrival, Stage
from studio.webhooks import mine
from tests.studio import clips
from tests.studio.steps import order_picture, work
from tests.studio.test_sweeping import bells
from tests.support.simulator import Simulator

pytestmark = pytest.mark.django_db(transaction=True)


def brought(owner: User, name: str) -> Arrival:
    """Taken in, and not looked at yet."""
    return taking.take(owner, SimpleUploadedFile(name, clips.photograph() + name.encode()))


def test_paid_results_have_a_queue_in_which_nothing_else_of_peoples_stands(alice: User, upstream: Simulator) -> None:
    mine.add(alice, "https://example.org/", with_prompt=False)
    brought(alice, "a.jpg")

    work(order_picture(alice))

    assert (bells("arrivals"), bells("outward")) == (1, 1)
    assert bells("media") == 2  # fetched, inspected


def test_what_one_person_brings_is_looked_at_one_by_one_and_anothers_beside_it(alice: User, bob: User) -> None:
    first, second, his = brought(alice, "a.jpg"), brought(alice, "b.jpg"), brought(bob, "c.jpg")
    lease = Arrival.objects.filter(pk=first.pk).claim(60)
    assert lease is not None
    rung = bells("arrivals")

    checking.check(second.pk)
    checking.check(his.pk)
    waits, hangs = Arrival.objects.get(pk=second.pk).stage, Arrival.objects.get(pk=his.pk).stage
    Arrival.objects.filter(pk=first.pk).let_go(lease)
    checking.check(first.pk)

    assert (waits, hangs) == (Stage.CHECKING, Stage.READY)
    assert bells("arrivals") == rung + 1  # for the second, at the end of the queue
    assert again.ring_again() == 0
    checking.check(second.pk)
    assert Arrival.objects.filter(stage=Stage.READY).count() == 3
