"""Putting back what a decision did, where no other decision that stands keeps it so."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from moderation import measures
from moderation.measures import Before
from moderation.measures.in_force import allowed_since
from moderation.models import Decision, DecisionMeasure
from moderation.models.decision import HIDING

# What has the same effect: while one of them stands, and its time is not over, the thing stays so.
ALIKE = {**dict.fromkeys(HIDING, HIDING), "age_limit": ("age_limit",), "limit": ("limit",)}
# What each decision does beside the others, in its own name: it takes back just that.
OWN = ("block_hash",)
# What was said about it since: a later word is not taken back with an earlier one.
SINCE = {"allow": ("allow", *HIDING)}
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
    """What other decisions that stand did to it, and what would be lost with this one."""
    if done.name in SINCE:
        return _running(done, subject, SINCE[done.name]).filter(pk__gt=done.pk)
    return _running(done, subject, ALIKE.get(done.name, ()))


def _origin(done: DecisionMeasure, subject: str) -> Before:
    """How it was before all this. An earlier decision may have ended while this one kept the thing as it was."""
    own: Before = done.before[subject]
    if done.name in OWN:
        return own
    before, since = own, done
    for earlier in _alike(done, subject, _names(done)).filter(pk__lt=done.pk).order_by("-pk"):
        if not earlier.before[subject].get("set", True):
            continue  # it had changed nothing
        over = _over(earlier)
        if over is None or over < since.decision.decided_at:
            break
        since, before = earlier, earlier.before[subject]
    if done.name == "suspend":
        before = _suspended_by_others(done, subject, before)
    # What this one set is what has to be there still, whoever was before it.
    return {**before, "set": own["set"]} if "set" in own else before


def _suspended_by_others(done: DecisionMeasure, subject: str, before: Before) -> Before:
    """The latest end that still runs: of what was before it, or of a decision that this one had made needless."""
    for each in _running(done, subject, ("suspend",)):
        needless = each.pk > done.pk or not each.before[subject]["set"]
        if needless and each.until and (not before["until"] or each.until > datetime.fromisoformat(before["until"])):
            before = {**before, "until": each.until.isoformat(), "because": each.decision.reason[:500]}
    return before


def _over(earlier: DecisionMeasure) -> datetime | None:
    """When it ceased to hold; None while it does."""
    reversal, end = getattr(earlier.decision, "reversal", None), getattr(earlier, "end", None)
    return min(filter(None, [reversal and reversal.reversed_at, end and end.ended_at]), default=None)


def _running(done: DecisionMeasure, subject: str, names: Sequence[str]) -> QuerySet[DecisionMeasure]:
    stands = _alike(done, subject, names).filter(decision__reversal=None, end=None)
    return stands.exclude(until__lte=timezone.now()).exclude(Q(name__in=HIDING) & Q(allowed_since(subject)))


def _names(done: DecisionMeasure) -> Sequence[str]:
    return ALIKE.get(done.name, (done.name,))


def _alike(done: DecisionMeasure, subject: str, names: Sequence[str]) -> QuerySet[DecisionMeasure]:
    theirs = DecisionMeasure.objects.filter(decision__case__owner=done.decision.case.owner_id, name__in=names)
    rows = theirs.filter(before__has_key=subject).exclude(pk=done.pk)
    return rows.select_related("decision__reversal", "decision__case", "end")
