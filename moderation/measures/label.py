"""Label: it is shown, with a sentence beside it."""

from typing import Any
from uuid import UUID

from moderation import subjects
from moderation.measures import things
from moderation.measures.values import Before, Done, End, Words, ids
from moderation.models import Case


class Label:
    """Everybody who sees the thing sees the sentence, on links, too."""

    name, title, done, key = "label", "Label", "labelled", "3"
    ends, restricts, of_person = End.MAY, False, False

    def fits(self, case: Case) -> bool:
        """What has a page of its own."""
        return things.marked(case)

    def do(self, words: Words) -> Done:
        """Put the sentence beside it."""
        kind = words.case.subject_kind
        marks = {str(each): dict(_handler(kind).marks(each)) for each in things.of(words)}
        before = {each: {**kept, "set": _both(kept, words)} for each, kept in marks.items()}
        return Done(things.each(words, lambda each: _handler(kind).label(each, before[str(each)]["set"])), before)

    def undo(self, case: Case, before: Before, *, by: Any, for_good: bool) -> str:
        """What stood beside it before, if anything did, unless other words were put there since."""
        return things.first([_again(case.subject_kind, each, kept) for each, kept in ids(before)])


def _both(kept: Before, words: Words) -> str:
    """What a rule has put there, such as where to find help, stays."""
    return " ".join(filter(None, [kept.get("label", ""), words.beside]))


def _again(kind: str, subject: UUID, kept: Before) -> str:
    if "set" in kept and _handler(kind).marks(subject).get("label", "") != kept["set"]:
        return "What stands beside it was written anew since, and stays."
    return _handler(kind).label(subject, kept.get("label", ""))


def _handler(kind: str) -> subjects.Marked:
    handler = subjects.of(kind)
    assert isinstance(handler, subjects.Marked)  # `fits` said so
    return handler
