"""Stored responses: what `store: true` keeps (reference 3.10)."""

from dataclasses import dataclass, field

from simulator.conversation import Said
from simulator.journal import Journal


@dataclass
class Stored:
    """One kept response: the object as it was given, and the words it continues from."""

    response: dict[str, object]
    said: list[Said] = field(default_factory=list)
    input: list[object] = field(default_factory=list)


class Shelf:
    """Kept responses by id, also after a restart."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.kept: dict[str, Stored] = {}
        journal.readers["stored"] = self._read
        journal.readers["unstored"] = self._forget

    def _read(self, entry: dict[str, object]) -> None:
        response, said, given = entry["response"], entry["said"], entry["input"]
        if isinstance(response, dict) and isinstance(said, list) and isinstance(given, list):
            words = [Said(str(role), str(text)) for role, text in said]
            self.kept[str(response["id"])] = Stored(response, words, given)

    def _forget(self, entry: dict[str, object]) -> None:
        self.kept.pop(str(entry["id"]), None)

    def keep(self, stored: Stored) -> None:
        """Put one on the shelf."""
        self.kept[str(stored.response["id"])] = stored
        said = [[one.role, one.text] for one in stored.said]
        self.journal.write("stored", {"response": stored.response, "said": said, "input": stored.input})

    def drop(self, id: str) -> bool:
        """Take one off; false when it is not there."""
        if self.kept.pop(id, None) is None:
            return False
        self.journal.write("unstored", {"id": id})
        return True
