"""Age limit: adults only."""

from typing import Any

from moderation import subjects
from moderation.measures import things
from moderation.measures.values import Before, Done, End, Words, ids
from moderation.models import Case


class AgeLimit:
    """Who is not known to be an adult does not see it, and a link to it asks them to sign in."""

    name, title, done, key = "age_limit", "Adults only", "for adults only", "4"
    ends, restricts, of_person = End.MAY, True, False

    def fits(self, case: Case) -> bool:
        """What has a page of its own."""
        return things.marked(case)

    def do(self, words: Words) -> Done:
        """Keep it from minors and strangers."""
        handler = subjects.of(words.case.subject_kind)
        assert isinstance(handler, subjects.Marked)  # `fits` said so
        before = {str(each): dict(handler.marks(each)) for each in things.of(words)}
        return Done(things.each(words, lambda each: handler.limit_age(each, adults_only=True)), before)

    def undo(self, case: Case, before: Before, *, by: Any, for_good: bool) -> str:
        """For whom it was before."""
        handler = subjects.of(case.subject_kind)
        assert isinstance(handler, subjects.Marked)
        again = [handler.limit_age(each, adults_only=bool(kept.get("adults_only"))) for each, kept in ids(before)]
        return things.first(again)
