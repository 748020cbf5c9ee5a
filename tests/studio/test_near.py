"""Look-alikes, copies and marks are found among many by an index, not by reading all that hangs."""

import random

import pytest

from accounts.models import User
from bench import copies
from studio import near, same, watermarks
from studio.models import Asset
from tests.support.plans import plans

pytestmark = pytest.mark.django_db(transaction=True)

MANY = 2_000


@pytest.fixture
def many(alice: User) -> list[Asset]:
    return Asset.objects.bulk_create(copies.things(alice, range(MANY)))


def turned(digits: str, bits: int) -> str:
    """The same with so many bits turned, anywhere."""
    width = len(digits)
    where = random.Random(bits).sample(range(4 * width), bits)
    return f"{int(digits, 16) ^ sum(1 << n for n in where):0{width}x}"


def test_a_look_alike_is_found_among_many_by_the_index(many: list[Asset]) -> None:
    picture, film = many[1], many[0]
    asked = [turned(picture.pdq, 31), turned(film.frames[-1], 30)]

    found = near.to(asked)

    assert [(like.key, like.apart) for like in found] == [(film.pk, 30), (picture.pk, 31)]
    for plan in plans(lambda: near.to(asked), "studio_asset"):
        assert "Index Scan on asset_bands" in plan
        assert "Seq Scan" not in plan


def test_a_mark_that_lost_bits_is_found_among_many_by_the_index(many: list[Asset]) -> None:
    given = many[7].watermark or 0

    assert watermarks.of(given) == watermarks.of(given ^ 0b1 << 40 ^ 0b111) == many[7]
    told = plans(lambda: watermarks.of(given ^ 0b1011), "studio_asset")
    assert "Index Scan on asset_watermark_bands" in told[0]
    assert "Seq Scan" not in "".join(told)


def test_the_very_same_is_found_among_many_by_the_indexes(many: list[Asset]) -> None:
    picture, other = many[3], many[4]
    Asset.objects.filter(pk=other.pk).update(unsigned_sha256=picture.sha256)

    assert same.copies_of([picture]).get() == other
    for plan in plans(lambda: list(same.copies_of([picture])), "studio_asset"):
        assert "asset_by_bytes" in plan
        assert "asset_by_unsigned" in plan
        assert "Seq Scan" not in plan
