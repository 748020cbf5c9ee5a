"""Which temporary picture link shows which file."""

import time
from dataclasses import asdict, dataclass

from simulator.journal import Journal
from simulator.records import Record


@dataclass
class Hung:
    """One link: the file behind it, the request it was made for, and when it was made."""

    public: str
    name: str
    record: str
    scene: str
    made_at: float


class Gallery:
    """All picture links, also after a restart."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.hung: dict[str, Hung] = {}
        journal.readers["picture"] = self._read

    def _read(self, entry: dict[str, object]) -> None:
        hung = Hung(**entry)  # type: ignore[arg-type]
        self.hung[hung.public] = hung

    def hang(self, public: str, name: str, record: Record) -> None:
        """Make a link, on disk first."""
        hung = Hung(public, name, record.id, record.scene, time.time())
        self.journal.write("picture", asdict(hung))
        self.hung[public] = hung
