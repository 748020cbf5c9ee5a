"""The invisible mark in a picture: 48 bits as faint waves in its brightness. What works on pixels runs in the bounded child only.

The picture is covered with equal square tiles, eight along its longer side, whatever its size: so a smaller copy carries
smaller tiles, and every cut of it some of them. Each bit turns a few of a tile's waves over; a third of the waves never
turn and say where a tile begins. Why not a library, and what it survives: `docs/decisions/0018-the-invisible-mark.md`.
"""

from dataclasses import dataclass

BITS = 48
SLIPS = 4  # bits that may be lost: among a million pictures a wrong one would be met once in a thousand marks


@dataclass(frozen=True, slots=True)
class Watermark:
    """What is put into one picture: the tag that leads back to it, in the waves of a house's seed."""

    seed: int
    tag: int
