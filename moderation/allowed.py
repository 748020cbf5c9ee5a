"""What a person let go on: nobody is asked about it a second time when what comes of it is there."""

from uuid import UUID

from django.db.models import Exists, OuterRef

from moderation import policies
from moderation.models import Case, Decision, DecisionMeasure, Flag
from moderation.models.decision import HIDING, Reversal


def clauses(kind: str, subject: UUID) -> frozenset[str]:
    """The clauses in spite of which it goes on: flagged where an *allow* stands, or where an appeal was won. One query."""
    by_case = Decision.objects.filter(case=OuterRef("pk"))
    standing = DecisionMeasure.objects.filter(decision__case=OuterRef("pk"), decision__reversal=None)
    let = Exists(standing.filter(name="allow"))
    won = Exists(by_case.filter(reversal__why=Reversal.Why.APPEAL)) & ~Exists(standing.filter(name__in=HIDING))
    cases = Case.objects.filter(let | won, subject_kind=kind, subject=subject)
    found = Flag.objects.filter(case__in=cases).exclude(clause="")
    return frozenset(found.values_list("clause", flat=True))


def looked_at_again(kind: str, subject: UUID) -> bool:
    """Whether what comes of it waits for a person even when this is allowed, because a clause wants both."""
    flagged = set(Flag.objects.filter(case__subject_kind=kind, case__subject=subject).values_list("clause", flat=True))
    policy = policies.current()
    return any(clause.result_too for clause in map(policy.clause, flagged) if clause)
