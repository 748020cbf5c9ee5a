"""What a page lists of arrivals."""

from dataclasses import dataclass

from accounts.models import User
from studio.models import Arrival

MOST = 40


@dataclass(frozen=True, slots=True)
class Listed:
    """Rows for the list, newest first. `go_on`: some are still being checked."""

    rows: list[Arrival]

    @property
    def go_on(self) -> bool:
        """Whether the page asks again by itself."""
        return any(row.is_checking for row in self.rows)


def listed(viewer: User) -> Listed:
    """On their way, not taken, or there since a moment. One query."""
    return Listed(list(Arrival.objects.owned_by(viewer).shown().select_related("asset")[:MOST]))
