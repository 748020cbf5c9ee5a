"""How far two reviewers agree who did not know of each other: the share, and Cohen's kappa.

Kappa by hand (docs/decisions/0020): ten lines, and the libraries that have it bring numpy and half a laboratory along.
"""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of `pairs` cases that two people judged, restrict or allow. `kappa` None: chance alone says as much as they do."""

    pairs: int
    agreed: int
    kappa: float | None

    @property
    def percent(self) -> int:
        """The share they agree on."""
        return round(100 * self.agreed / self.pairs) if self.pairs else 0


def of(pairs: Collection[tuple[bool, bool]]) -> Agreement:
    """First and second word of each case."""
    count, agreed = len(pairs), sum(first == second for first, second in pairs)
    if not count:
        return Agreement(0, 0, None)
    first, second = (sum(pair[which] for pair in pairs) / count for which in (0, 1))
    by_chance = first * second + (1 - first) * (1 - second)
    return Agreement(count, agreed, None if by_chance == 1 else (agreed / count - by_chance) / (1 - by_chance))


def words(kappa: float | None) -> str:
    """What people call such a number (Landis and Koch, 1977); nothing where there is none."""
    if kappa is None:
        return ""
    steps = ((0.0, "poor"), (0.2, "slight"), (0.4, "fair"), (0.6, "moderate"), (0.8, "substantial"))
    return next((word for most, word in steps if kappa <= most), "almost perfect")
