"""Equal cases, decided in one go and taken back in one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Unpack
from uuid import UUID, uuid4

from django.db import transaction

from accounts import audit
from moderation.decisions.deciding import decide
from moderation.decisions.errors import AlreadyDecided, NotYours
from moderation.decisions.undoing import undo
from moderation.decisions.wishing import Wanted
from moderation.models import Case, Decision


@dataclass(frozen=True, slots=True)
class Alike:
    """What was decided in one go, and how many cases somebody else had decided first."""

    bundle: UUID
    decisions: Sequence[Decision]
    missed: int


@transaction.atomic
def decide_alike(cases: Sequence[Case], *, seen: int | None = None, **wanted: Unpack[Wanted]) -> Alike:
    """Decide all of them in the same way, each with its own statement to its own owner; takes what `decide` takes.

    `seen` is of the first, the one that was opened: of the others nothing was read, so no held one is let go with it.
    All or none, but for those that were decided meanwhile. Raises what `decide` raises, but AlreadyDecided.
    """
    bundle, decided, opened = uuid4(), [], cases[0]
    with audit.at_the_end():
        for case in sorted(cases, key=lambda each: each.pk):  # so that two reviewers never wait for each other
            try:
                with transaction.atomic(), audit.at_the_end():
                    decided.append(decide(case, bundle=bundle, seen=seen if case is opened else 0, **wanted))
            except AlreadyDecided:
                continue
    return Alike(bundle, decided, len(cases) - len(decided))


@transaction.atomic
def undo_bundle(bundle: UUID, *, reviewer: Any) -> list[Case]:
    """Take all of it back; the cases as they wait again, the first in the same hands, the others free.

    Raises NotYours for a foreign or unknown one, TooLate.
    """
    together = list(Decision.objects.standing().filter(bundle=bundle, reviewer=reviewer).order_by("case_id"))
    if not together:
        raise NotYours
    # Counted from the last: the first of many may be older than the window when the key is pressed.
    with audit.at_the_end():
        since, first = together[-1].decided_at, together[0]
        return [undo(each, reviewer=reviewer, since=since, held=each is first) for each in together]
