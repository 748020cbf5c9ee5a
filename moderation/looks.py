"""What is known of PDQ, the hash of how a picture looks: 256 bits in hexadecimal, nearly the same where pictures are.

How it is made is `studio.media.pdq`'s business. Nothing here needs a database.
"""

from typing import Any

from foundation import bands

BITS = 256
NEAR = 31  # bits that may differ, as the makers of PDQ say
MIRROR = int("5" * 64, 16)


def mirrored(bits: str) -> str:
    """Of the same picture seen in a mirror, but for a few bits: every second wave across it turns round."""
    return f"{int(bits, 16) ^ MIRROR:064x}"


def apart(one: str, other: str) -> int:
    """In how many bits they differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def question(bits: str, *, whole: bool = False) -> dict[str, Any]:
    """For a query that looks for what looks like this, also in a mirror: `asked`, their `bands`, and how `near`.

    `whole`: only what shares a whole band, which is most of it, and a twentieth of the work.
    """
    both, cut = [bits, mirrored(bits)], bands.of if whole else bands.near
    return {"asked": both, "bands": [band for each in both for band in cut(each)], "near": NEAR}
