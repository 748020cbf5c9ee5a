"""What somebody would read of a decision that is not made yet."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """Words, and to whom: "The owner", "Whoever asked"."""

    whom: str
    words: str
