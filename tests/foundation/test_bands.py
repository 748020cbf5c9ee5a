"""What differs in few bits shares a band, so that an index finds it."""

import random

import pytest
from django.db import connection

from foundation import bands

pytestmark = pytest.mark.django_db


def shared(one: int, other: int, bits: int) -> bool:
    with connection.cursor() as cursor:
        digits = bits // 4
        there, near = f"{other:0{digits}x}", bands.near(f"{one:0{digits}x}")
        cursor.execute("SELECT foundation_bands(%s) && %s::int[]", (there, near))
        return bool(cursor.fetchone() == (True,))


@pytest.mark.parametrize(("bits", "turned"), [(256, 31), (48, 5)])
def test_what_is_near_shares_a_band_wherever_it_differs(bits: int, turned: int) -> None:
    chance = random.Random(5)

    for _ in range(200):
        one = chance.getrandbits(bits)
        assert shared(one, one ^ sum(1 << n for n in chance.sample(range(bits), turned)), bits)


def test_what_is_far_rarely_does() -> None:
    chance = random.Random(6)

    assert sum(shared(chance.getrandbits(256), chance.getrandbits(256), 256) for _ in range(200)) < 10
