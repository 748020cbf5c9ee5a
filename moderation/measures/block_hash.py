"""Block the file: by its hashes nobody may bring it, or be given it, again."""

from collections.abc import Mapping
from typing import Any

from moderation import known_hashes, subjects
from moderation.measures.values import Before, Done, End, Words, ids
from moderation.models import Case, KnownHash
from moderation.models.known_hash import HashKind


class BlockHash:
    """The very bytes, as they came and as we keep them, and what looks nearly the same."""

    name, title, done, key = "block_hash", "Block the file", "its file blocked", "5"
    ends, restricts, of_person = End.NEVER, True, False

    def fits(self, case: Case) -> bool:
        """What is a file."""
        return isinstance(subjects.of(case.subject_kind), subjects.Hashed)

    def do(self, words: Words) -> Done:
        """Put its hashes on the list; only those that are new are taken off again."""
        handler, case = subjects.of(words.case.subject_kind), words.case
        assert isinstance(handler, subjects.Hashed)  # `fits` said so
        found = handler.hashes(case.subject)
        if found is None:
            return Done("The file had been deleted before, so nothing was blocked.", {str(case.subject): {}})
        wanted = {
            HashKind.SHA256: list(found.sha256),
            HashKind.PDQ: [each for each in (found.pdq, *found.frames) if each],
        }
        new = {str(kind): _not_listed(kind, values) for kind, values in wanted.items()}
        for kind, values in new.items():
            known_hashes.block(kind, values, clause=words.clause, origin=f"case {case.public_id}", by=words.reviewer)
        return Done("This file cannot be brought or made here again.", {str(case.subject): new})

    def undo(self, case: Case, before: Before, *, by: Any, for_good: bool) -> str:
        """Take off what was put on; what stood there before stays."""
        for _, new in ids(before):
            _lift(new)
        return "The file may be brought again."


def _lift(new: Mapping[str, list[str]]) -> None:
    for kind, values in new.items():
        known_hashes.lift(kind, values)


def _not_listed(kind: HashKind, values: list[str]) -> list[str]:
    listed = KnownHash.objects.in_force().filter(kind=kind, value__in=values).values_list("value", flat=True)
    return sorted({value for value in values if value} - set(listed))
