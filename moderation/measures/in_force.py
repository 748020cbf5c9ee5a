"""What is so now of what was decided: what stands, is not over, and was not followed by another word."""

from collections.abc import Sequence
from typing import Any

from django.db.models import BooleanField, Exists, Expression, F, Func, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from moderation.models import DecisionMeasure
from moderation.models.decision import HIDING


def of(owner: Any, subject: Any, names: Sequence[str] = HIDING) -> "QuerySet[DecisionMeasure]":
    """The measures of these names that keep a thing of theirs so now. `subject`: its id; both may be columns of an outer query.

    One that nobody put back yet is over when its time is, and one that hid the thing when a later decision allowed it.
    """
    key = Cast(subject if hasattr(subject, "resolve_expression") else Value(str(subject)), TextField())
    theirs = DecisionMeasure.objects.annotate(about=key).filter(_is_about(F("about")), name__in=names)
    stand = theirs.filter(decision__case__owner=owner, decision__reversal=None, end=None)
    running = stand.filter(Q(until=None) | Q(until__gt=timezone.now()))
    return running.exclude(Q(name__in=HIDING) & Q(allowed_since(OuterRef("about"))))


def allowed_since(subject: str | OuterRef) -> Exists:
    """Of measures that hid this: whether a later decision that stands allowed it. Such a one hides and destroys nothing more."""
    stands = DecisionMeasure.objects.filter(
        decision__case__owner=OuterRef("decision__case__owner"), decision__reversal=None
    )
    about = _is_about(subject if isinstance(subject, OuterRef) else Value(subject))
    return Exists(stands.filter(about, name="allow", pk__gt=OuterRef("pk")))


def _is_about(subject: Expression | F) -> Func:
    return Func("before", subject, function="jsonb_exists", output_field=BooleanField())
