"""A decision as a reviewer wants it, made whole: the clause it rests on, the measures in their order."""

from collections.abc import Sequence
from typing import Any

from moderation.decisions.carrying import Wish
from moderation.measures import Measure
from moderation.measures.agreeing import agreed
from moderation.models import Case
from moderation.models.decision import Scope


def wish(
    case: Case,
    *,
    reviewer: Any,
    measures: Sequence[Measure],
    reason: str,
    clause: str = "",
    scope: str = Scope.THING,
    label: str = "",
    final: bool = False,
) -> Wish:
    """Raises Conflict when the measures do not go together."""
    return Wish(
        case=case,
        reviewer=reviewer,
        measures=agreed(case, measures),
        reason=reason,
        clause=clause or first_clause(case),
        scope=scope,
        label=label,
        final=final,
    )


def first_clause(case: Case) -> str:
    """The clause that was flagged first; empty when none was."""
    return case.flags.exclude(clause="").values_list("clause", flat=True).order_by("pk").first() or ""
