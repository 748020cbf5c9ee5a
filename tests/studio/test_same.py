"""The same bytes are one rule: whoever asks for copies, and however the bytes came to be the same, finds the same ones."""

import pytest

from accounts.models import Role, User
from moderation import subjects
from moderation.models.takedown import Why
from studio import same
from studio.arrivals import hidden
from studio.models import Arrival, Asset
from studio.subject_kinds import ASSET
from studio.takedowns import Things
from tests.studio.conftest import person
from tests.studio.families import thing

pytestmark = pytest.mark.django_db

CAME, MADE, SIGNED = "1" * 64, "2" * 64, "3" * 64


@pytest.fixture
def alice(db: None) -> User:
    return person("alice", Role.CREATOR)


def brought(owner: User, came: str) -> Asset:
    """Of bytes that came so, written anew by us in a way that never repeats."""
    asset = thing(owner)
    Asset.objects.filter(pk=asset.pk).update(unsigned_sha256=asset.sha256[::-1])
    Arrival.objects.create(owner=owner, origin="uploaded", stage="ready", name="x", sha256=came, asset=asset)
    asset.refresh_from_db()
    return asset


@pytest.mark.parametrize(
    "of_the_other",
    [{"sha256": CAME}, {"unsigned_sha256": CAME}, {"sha256": MADE}, {"unsigned_sha256": MADE}, {"sha256": SIGNED}],
)
def test_what_came_what_we_made_and_what_we_signed_are_compared_with_each_other(
    alice: User, of_the_other: dict[str, str]
) -> None:
    picture, other = brought(alice, CAME), thing(alice, "b")
    Asset.objects.filter(pk=picture.pk).update(unsigned_sha256=MADE, sha256=SIGNED)
    Asset.objects.filter(pk=other.pk).update(**of_the_other)

    assert subjects.copies(ASSET, picture.public_id) == [other.public_id]
    assert subjects.copies(ASSET, other.public_id) == [picture.public_id]


def test_one_upload_written_anew_in_two_ways_is_found_by_everybody_who_asks(alice: User) -> None:
    first, second = brought(alice, CAME), brought(alice, CAME)
    bobs, other = brought(person("bob", Role.CREATOR), CAME), thing(alice)

    assert subjects.copies(ASSET, first.public_id) == [second.public_id]  # a decision reaches no other owner's
    assert subjects.twins(ASSET, first.public_id) == {second.public_id: 0, bobs.public_id: 0}
    found = Things().around([first.public_id])
    assert {each.subject: each.why for each in found} == {second.public_id: Why.COPY, bobs.public_id: Why.COPY}
    assert not same.copies_of([other]).exists()  # what has no such hash is like nothing that has none

    Asset.objects.filter(pk=bobs.pk).update(hidden_at=first.made_at)
    assert hidden.are_these(CAME)
    assert not hidden.are_these(other.sha256)
