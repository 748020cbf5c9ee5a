"""Putting back what a decision did, where no other decision that stands keeps it so."""

from typing import Any

from django.db.models import QuerySet

from moderation import measures
from moderation.measures import Before
from moderation.models import Decision, DecisionMeasure

# What has the same effect: while one of them stands, the thing stays so.
ALIKE = {"hide": ("hide", "remove"), "remove": ("hide", "remove")}
KEPT = "Another decision about it stands, and keeps it as it is."


def put_back(decision: Decision, *, by: Any, for_good: bool) -> str:
    """Undo every measure, the last first; the sentences for the owner. `for_good`: see `Act.undo`."""
    done = list(decision.measures.order_by("-pk").filter(end=None))
    return " ".join(dict.fromkeys(one_back(each, by=by, for_good=for_good) for each in done))


def one_back(done: DecisionMeasure, *, by: Any, for_good: bool) -> str:
    """Undo one measure."""
    before = {each: _origin(done, each) for each in done.before if not _others(done, each).exists()}
    if done.before and not before:
        return KEPT
    return measures.of(done.name).undo(done.decision.case, before, by=by, for_good=for_good)


def _others(done: DecisionMeasure, subject: str) -> QuerySet[DecisionMeasure]:
    """The same done to it by other decisions that stand."""
    return _alike(done, subject).filter(decision__reversal=None, end=None)


def _origin(done: DecisionMeasure, subject: str) -> Before:
    """How it was before all this. An earlier decision may have been taken back while this one kept the thing as it was."""
    before: Before = done.before[subject]
    for earlier in _alike(done, subject).filter(pk__lt=done.pk).order_by("-pk"):
        ended = getattr(earlier.decision, "reversal", None)
        if ended is None or ended.reversed_at < done.decision.decided_at:
            break
        done, before = earlier, earlier.before[subject]
    return before


def _alike(done: DecisionMeasure, subject: str) -> QuerySet[DecisionMeasure]:
    names = ALIKE.get(done.name, (done.name,))
    theirs = DecisionMeasure.objects.filter(decision__case__owner=done.decision.case.owner_id, name__in=names)
    rows = theirs.filter(before__has_key=subject).exclude(pk=done.pk)
    return rows.select_related("decision__reversal", "decision__case")
