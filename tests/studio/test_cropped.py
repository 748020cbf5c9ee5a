"""A cropped copy is found by the hashes of what was named; these are made in a child, from what the store has."""

import pytest

from accounts.models import Role
from bench import copies_set
from moderation.models.takedown import Why
from studio import cropped
from studio.models import Asset
from studio.takedowns import Things
from tests.accounts.people import person
from tests.studio.bringing import as_png, hung

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
