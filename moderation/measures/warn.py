"""Warn: a word to the owner, which counts."""

from typing import Any

from moderation.measures.values import Before, Done, End, Words
from moderation.models import Case


class Warn:
    """Nothing is taken away; the statement is the warning, and it counts as a strike while it is young."""

    name, title, done, key = "warn", "Warn", "warned", "6"
    ends, restricts, of_person = End.NEVER, True, True

    def fits(self, case: Case) -> bool:
        """Everybody can be warned."""
        return True

    def do(self, words: Words) -> Done:
        """Say it."""
        return Done("This is a warning.", {str(words.case.owner.public_id): {}})

    def undo(self, case: Case, before: Before, *, by: Any, for_good: bool) -> str:
        """It no longer counts: strikes are counted from decisions that stand."""
        return "The warning no longer counts."
