"""A cropped copy is found by the hashes of what was named; these are made in a child, from what the store has."""

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import Role, User
from bench import copies_set
from moderation.models.takedown import Why
from studio import cropped, cropped_copies
from studio.models import Asset
from studio.takedowns import Things
from tests.accounts.people import person
from tests.studio.bringing import as_png, hung
from tests.studio.families import thing

pytestmark = pytest.mark.django_db


def test_cropped_copies_on_other_walls_are_found_and_neighbours_are_not() -> None:
    alice, bob = person("alice", Role.CREATOR), person("bob", Role.CREATOR)
    picture = hung(alice, as_png(copies_set.scene(3)))
    copy = hung(bob, as_png(copies_set.cropped(0.1)(copies_set.scene(3))))
    hung(bob, as_png(copies_set.neighbour(3)))

    around = Things().around([picture.public_id])

    assert [(near.subject, near.why) for near in around] == [(copy.public_id, Why.ALIKE)]


def test_what_cannot_be_read_finds_no_crops_and_breaks_nothing() -> None:
    picture = hung(person("alice", Role.CREATOR), as_png(copies_set.scene(3)))
    Asset.objects.filter(pk=picture.pk).update(base="gone")
    picture.refresh_from_db()

    assert cropped.hashes(picture) == []
    assert Things().around([picture.public_id]) == []


# --- asked again -----------------------------------------------------------------------------------------------------


CROPS = [f"{random.Random(seed).getrandbits(256):064x}" for seed in range(20)]


@pytest.fixture
def picture() -> Asset:
    """One for which a sweep has made the hashes before."""
    picture = thing(person("alice", Role.CREATOR), previews=["large.webp"])
    cache.set(f"cropped:{picture.sha256}", CROPS)
    return picture


def part_of_it(owner: User) -> Asset:
    return thing(owner, pdq=CROPS[7])


def found(picture: Asset) -> list[int]:
    """By its crops, and without itself."""
    return sorted(each.key for each in cropped_copies.of([picture]) if each.key != picture.pk)


@contextmanager
def hanging(owner: User) -> Iterator[list[Asset]]:
    """Somebody hangs a part of it, and is not done before this is over; what they hung is in the list then."""
    begun, may_end, made = threading.Event(), threading.Event(), list[Asset]()

    def hang() -> None:
        try:
            with transaction.atomic():
                made.append(part_of_it(owner))
                begun.set()
                may_end.wait(20)
        finally:
            connection.close()

    other = threading.Thread(target=hang)
    other.start()
    try:
        assert begun.wait(20)
        yield made
    finally:
        may_end.set()
        other.join()


def test_a_sweep_that_comes_again_asks_only_about_what_came_since(picture: Asset) -> None:
    bob = person("bob", Role.CREATOR)
    first = part_of_it(bob)
    assert found(picture) == [first.pk]

    with CaptureQueriesContext(connection) as again:
        assert found(picture) == [first.pk]
    assert len(again) == 1

    second = part_of_it(bob)
    assert found(picture) == [first.pk, second.pk]
    first.delete()
    assert [each.subject for each in Things().around([picture.public_id])] == [second.public_id]


@pytest.mark.django_db(transaction=True)
def test_what_was_being_hung_while_a_sweep_ran_is_found_by_the_next(picture: Asset) -> None:
    bob = person("bob", Role.CREATOR)
    found(picture)

    with hanging(bob) as made:
        later = thing(bob)  # with a greater key, and seen before
        assert found(picture) == []
    assert later.pk > made[0].pk

    assert found(picture) == [made[0].pk]
