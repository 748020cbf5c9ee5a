"""Allow: it may be sent, or seen."""

from typing import Any

from moderation import subjects
from moderation.measures import things
from moderation.measures.values import Before, Done, End, Words, ids
from moderation.models import Case


class Allow:
    """Its owner goes on as they wanted."""

    name, title, done, key = "allow", "Allow", "allowed", "a"
    ends, restricts, of_person = End.NEVER, False, False

    def fits(self, case: Case) -> bool:
        """Everything can be allowed."""
        return True

    def do(self, words: Words) -> Done:
        """Show it, or let it be sent."""
        handler, shown = subjects.of(words.case.subject_kind), things.showable(words)
        before = things.kept(words, shown)
        return Done(things.first([handler.show(each) for each in shown]), before)

    def undo(self, case: Case, before: Before, *, by: Any, for_good: bool) -> str:
        """It waits again, where it has not gone on already."""
        return things.first([subjects.restore(case.subject_kind, each, kept) for each, kept in ids(before)])
