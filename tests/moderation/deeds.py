"""What tests flag and decide most often."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from accounts.models import User
from moderation import decisions, flags
from moderation.measures import Measure
from moderation.models import Case, Decision
from moderation.verdicts import Action, Verdict

ALLOW, REMOVE, HIDE = Measure("allow"), Measure("remove"), Measure("hide")
REFUSED = Verdict(action=Action.REFUSE, check="rules", policy_version="", clause="sexual.1", detail="naked")
LOCK = Verdict(action=Action.LOCK, check="rules", policy_version="", clause="minors.1")


def flagged(
    owner: User, verdict: Verdict = REFUSED, *, subject: UUID | None = None, kind: str = "thing", **more: Any
) -> Case:
    """The case about a thing of theirs, a new one where none is named."""
    flag = flags.raise_flag(subject_kind=kind, subject=subject or uuid4(), owner=owner, verdict=verdict, **more)
    assert flag is not None
    return flag.case


def decided(case: Case, by: User, *chosen: Measure, **more: Any) -> Decision:
    """A decision of this reviewer's that does these things."""
    return decisions.decide(case, reviewer=by, measures=chosen, reason="Looked at it.", **more)


def later(days: int = 7) -> datetime:
    """In so many days."""
    return timezone.now() + timedelta(days=days)
