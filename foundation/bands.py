"""Finding what differs in few bits without reading all there is: what is near shares a band of sixteen bits, but for one bit.

Whoever differs in 31 of 256 bits differs, in one of its sixteen bands, in one bit at most. The database cuts such bands with
`foundation_bands` and keeps them under an index, which is asked for every band that something near may have. Ask like this:

    WHERE bands && (SELECT %(bands)s::int[])

The sub-select is for the planner. Shown hundreds of bands, it takes each for a half of a hundredth of the table, and reads
all of it; not shown them, it takes them for a hundredth together, which is about right.
"""

DIGITS, WIDTH = 4, 16  # of a band: as it is written, and in bits


def of(digits: str) -> list[int]:
    """Those of these digits themselves."""
    return [n << WIDTH | int(digits[at : at + DIGITS], 16) for n, at in enumerate(range(0, len(digits), DIGITS))]


def near(digits: str) -> list[int]:
    """Every band of what may differ from this, in hexadecimal, in fewer bits than twice its bands."""
    return [turned for band in of(digits) for turned in (band, *(band ^ 1 << bit for bit in range(WIDTH)))]
