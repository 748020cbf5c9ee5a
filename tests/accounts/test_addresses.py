"""Limits by network address count places: whoever has one address of IPv6 has very many."""

import pytest

from accounts.addresses import folded

SAME = [
    ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", True),
    ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
    ("192.0.2.1", "192.0.2.2", False),
    ("::ffff:192.0.2.1", "192.0.2.1", True),
    ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
    ("fe80::1%eth0", "fe80::2%eth1", True),
    ("None", "", False),
]


@pytest.mark.parametrize(("one", "other", "same"), SAME, ids=lambda each: str(each))
def test_addresses_of_one_place_are_counted_as_one(one: str, other: str, same: bool) -> None:
    assert (folded(one) == folded(other)) is same
