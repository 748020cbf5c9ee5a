"""What was rendered is kept, as much of it as is reasonable: the same answers are shown again and again."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock


class Kept:
    """Markup by its text; what was not asked for longest goes first. Bounded by what it weighs, not by how many it is."""

    def __init__(self, most_characters: int) -> None:
        self._most = most_characters
        self._held = 0
        self._markup: OrderedDict[str, str] = OrderedDict()
        self._lock = Lock()

    def get(self, text: str, make: Callable[[str], str]) -> str:
        """The markup of a text, made now if it is not kept."""
        with self._lock:
            if (found := self._markup.get(text)) is not None:
                self._markup.move_to_end(text)
                return found
        made = make(text)
        with self._lock:
            if text not in self._markup:
                self._markup[text] = made
                self._held += len(text) + len(made)
            while self._held > self._most and self._markup:
                old, its = self._markup.popitem(last=False)
                self._held -= len(old) + len(its)
        return made
