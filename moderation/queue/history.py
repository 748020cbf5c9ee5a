"""What happened before: to this case, to the same thing, and with its owner."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts import audit
from moderation import subjects
from moderation.models import Case, Decision

LINES = 12
ACTS = {
    "case.decided": "decided",
    "case.undone": "took the decision back",
    "case.escalated": "left it to a senior",
    "glass.opened": "opened the conversation",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened."""

    at: datetime
    words: str


def of(case: Case, reviewer: Any) -> list[Line]:
    """Earlier decisions about the same thing or its exact copies, and who did what with this case; the newest first.

    Of those decisions only what this reviewer may read.
    """
    return sorted([*_decisions(case, reviewer), *_acts(case)], key=lambda line: line.at, reverse=True)[:LINES]


def _decisions(case: Case, reviewer: Any) -> list[Line]:
    same = [case.subject, *subjects.copies(case.subject_kind, case.subject)]
    shown = Case.objects.shown_to(reviewer).filter(subject_kind=case.subject_kind, subject__in=same).exclude(pk=case.pk)
    rows = Decision.objects.filter(case__in=shown)
    rows = rows.select_related("reviewer", "reversal").prefetch_related("measures").order_by("-pk")[:LINES]
    return [Line(row.decided_at, _said(row)) for row in rows]


def _said(decision: Decision) -> str:
    who = decision.reviewer.name if decision.reviewer else "A machine"
    ended = "" if decision.stands else ", taken back since"
    rule = f" by {decision.clause}" if decision.clause else ""
    return f"{who} decided before: {decision.did}{rule}{ended}. {decision.reason}"


def _acts(case: Case) -> list[Line]:
    """From the audit; looks change nothing and are not told here."""
    return [
        Line(row.at, f"{row.actor.name if row.actor else 'The house'} {ACTS[row.action]}")
        for row in audit.about(f"case {case.public_id}")
        if row.action in ACTS
    ]
