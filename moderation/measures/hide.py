"""Hide: nobody but the desk sees it, for good or for a while."""

from typing import Any

from moderation import subjects
from moderation.measures import things
from moderation.measures.values import Before, Done, End, Words, ids
from moderation.models import Case


class Hide:
    """A sentence stands in its place."""

    name, title, done, key = "hide", "Hide", "hidden", "2"
    ends, restricts, of_person = End.MAY, True, False

    def fits(self, case: Case) -> bool:
        """Everything can be hidden; what was never sent stays where it is."""
        return True

    def do(self, words: Words) -> Done:
        """Take it out of every page."""
        handler, before = subjects.of(words.case.subject_kind), things.kept(words)
        return Done(things.each(words, lambda each: handler.hide(each, words.in_its_place)), before)

    def undo(self, case: Case, before: Before, *, by: Any, for_good: bool) -> str:
        """As it was; for good, what had waited for a word is shown or sent."""
        effects = []
        for subject, kept in ids(before):
            effects.append(subjects.restore(case.subject_kind, subject, kept))
            if for_good and kept.get("waited"):
                effects[-1] = subjects.of(case.subject_kind).show(subject)
        return things.first(effects)
