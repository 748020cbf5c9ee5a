"""What happened before: to this case, to the same thing, and with its owner."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

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


def of(case: Case, reviewer: Any, twins: Mapping[UUID, int]) -> list[Line]:
    """Earlier decisions about the same thing, the order it came of, or what is like it (`subjects.twins`), whoever's it
    is, and who did what with this case; the newest first.

    Of those decisions only what this reviewer may read; of other owners no name.
    """
    found = [*_decisions(case, reviewer, twins), *_acts(case)]
    return sorted(found, key=lambda line: line.at, reverse=True)[:LINES]


def _decisions(case: Case, reviewer: Any, twins: Mapping[UUID, int]) -> list[Line]:
    same = Q(subject_kind=case.subject_kind, subject__in=[case.subject, *twins])
    if origin := subjects.origin(case.subject_kind, case.subject):
        same |= Q(subject_kind=origin[0], subject=origin[1])
    shown = Case.objects.shown_to(reviewer).filter(same).exclude(pk=case.pk)
    rows = Decision.objects.filter(case__in=shown)
    rows = rows.select_related("case", "reviewer", "reversal").prefetch_related("measures").order_by("-pk")[:LINES]
    return [Line(row.decided_at, _said(row, _which(row.case, case, twins))) for row in rows]


def _which(other: Case, case: Case, twins: Mapping[UUID, int]) -> str:
    """What it was decided about, seen from this case."""
    if other.subject == case.subject:
        return "before"
    if other.subject_kind != case.subject_kind:
        return "about the order it came of"
    whose = "the same owner’s" if other.owner_id == case.owner_id else "another owner’s"
    apart = twins[other.subject]
    return f"about {whose} {f'thing that looks nearly the same ({apart} of 256 bits differ)' if apart else 'very same file'}"


def _said(decision: Decision, which: str) -> str:
    who = decision.reviewer.name if decision.reviewer else "A machine"
    ended = "" if decision.stands else ", taken back since"
    rule = f" by {decision.clause}" if decision.clause else ""
    return f"{who} decided {which}: {decision.did}{rule}{ended}. {decision.reason}"


def _acts(case: Case) -> list[Line]:
    """From the audit; looks change nothing and are not told here."""
    return [
        Line(row.at, f"{row.actor.name if row.actor else 'The house'} {ACTS[row.action]}")
        for row in audit.about(f"case {case.public_id}")
        if row.action in ACTS
    ]
