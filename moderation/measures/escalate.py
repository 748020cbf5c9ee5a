"""Escalate: no decision; somebody more senior is to take it."""

from typing import Any

from moderation.measures.values import Before, Conflict, Done, End, Words
from moderation.models import Case


class Escalate:
    """Stands among the measures for its key; `moderation.decisions.escalate` does it."""

    name, title, done, key = "escalate", "Leave it to a senior", "left to a senior", "e"
    ends, restricts, of_person = End.NEVER, False, False

    def fits(self, case: Case) -> bool:
        """Once."""
        return case.escalated_by_id is None

    def do(self, words: Words) -> Done:
        """Never part of a decision."""
        raise Conflict("Leaving it to a senior stands alone: whoever takes it decides.")

    def undo(self, case: Case, before: Before, *, by: Any, for_good: bool) -> str:
        """Never part of a decision."""
        raise NotImplementedError
