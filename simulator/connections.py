"""Which answers are open right now, and when and how each was closed."""

import time
from collections import deque
from dataclasses import asdict, dataclass


@dataclass
class Connection:
    """One answer on its way. Times are Unix seconds."""

    id: str
    trace: str
    route: str
    opened_at: float
    closed_at: float | None = None
    how: str = ""


class Connections:
    """The open ones, and the last thousand closed."""

    def __init__(self) -> None:
        self.open: dict[str, Connection] = {}
        self.closed: deque[Connection] = deque(maxlen=1000)

    def opened(self, id: str, trace: str, route: str) -> None:
        """An answer begins."""
        self.open[id] = Connection(id, trace, route, time.time())

    def ended(self, id: str, how: str) -> None:
        """An answer is over: finished, cut, or closed by the client."""
        connection = self.open.pop(id, None)
        if connection is not None:
            connection.closed_at, connection.how = time.time(), how
            self.closed.append(connection)

    def clear(self) -> None:
        """Forget the closed ones."""
        self.closed.clear()

    def as_json(self) -> dict[str, object]:
        """Both lists."""
        return {"open": [asdict(one) for one in self.open.values()], "closed": [asdict(one) for one in self.closed]}
