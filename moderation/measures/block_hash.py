"""Block the file: by its hashes nobody may bring it, or be given it, again."""

from typing import Any

from moderation import known_hashes, subjects
from moderation.measures.values import Before, Done, End, Words, ids
from moderation.models import Case
from moderation.models.known_hash import HashKind


class BlockHash:
    """The very bytes, as they came and as we keep them, and what looks nearly the same."""

    name, title, done, key = "block_hash", "Block the file", "its file blocked", "5"
    ends, restricts, of_person = End.NEVER, True, False

    def fits(self, case: Case) -> bool:
        """What is a file, or has pictures beside it."""
        handler = subjects.of(case.subject_kind)
        if isinstance(handler, subjects.Hashed):
            return True
        return isinstance(handler, subjects.Blockable) and handler.hashes(case.subject) is not None

    def do(self, words: Words) -> Done:
        """Put its hashes on the list, in this case's name, also where others have put them there."""
        handler, case = subjects.of(words.case.subject_kind), words.case
        assert isinstance(handler, subjects.Blockable)  # `fits` said so
        found = handler.hashes(case.subject)
        if found is None:
            return Done("The file had been deleted before, so nothing was blocked.", {str(case.subject): {}})
        wanted = {
            HashKind.SHA256.value: sorted({*found.sha256}),
            HashKind.PDQ.value: sorted({each for each in (found.pdq, *found.frames) if each}),
        }
        for kind, values in wanted.items():
            known_hashes.block(kind, values, clause=words.clause, origin=_origin(case), by=words.reviewer)
        return Done("This file cannot be brought or made here again.", {str(case.subject): wanted})

    def undo(self, case: Case, before: Before, *, by: Any, for_good: bool) -> str:
        """Take off what this case put on; what another one or a list wants blocked, whoever's it is, stays so."""
        wanted = [pair for _, kept in ids(before) for pair in kept.items()]
        for kind, values in wanted:
            known_hashes.lift(kind, values, origin=_origin(case))
        if any(known_hashes.is_blocked(kind, values) for kind, values in wanted):
            return "The file stays blocked, for a reason that has nothing to do with this decision."
        return "The file may be brought again."


def _origin(case: Case) -> str:
    return f"case {case.public_id}"
