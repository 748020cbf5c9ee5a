"""Another reviewer judges: the decision stands, is taken back, or gives way to another one."""

from collections.abc import Sequence
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone

from accounts import audit, notices
from moderation.decisions import freeing, restoring, wishing
from moderation.decisions.carrying import carried_out
from moderation.decisions.deciding import address, anew, with_administrators_first
from moderation.decisions.errors import AlreadyDecided, NoReason, NotYours
from moderation.decisions.wishing import Wanted
from moderation.measures import Conflict, Measure
from moderation.measures.agreeing import agreed
from moderation.models import Appeal, Case, Reversal, TestMaterial
from moderation.models.appeal import Outcome
from moderation.models.decision import HIDING
from moderation.rehearsed import Said
from moderation.takedowns import following, telling


class Terms(TypedDict, total=False):
    """What else may be said of the decision instead: see `Wanted`."""

    clause: str
    scope: str
    label: str


def judge(
    appeal: Appeal,
    *,
    judge: Any,
    outcome: str,
    answer: str,
    measures: Sequence[Measure] = (),
    **terms: Unpack[Terms],
) -> Appeal:
    """Judge it, once. `answer` is read by the owner; `measures` and `terms` are for "changed" alone.

    Raises NoReason, NotYours (also for whoever decided first: the database refuses them as well), AlreadyDecided,
    Conflict.
    """
    if not answer.strip():
        raise NoReason
    if outcome == Outcome.CHANGED:
        _may_be_instead(appeal, measures)
    with transaction.atomic(), audit.at_the_end(), with_administrators_first(_touched(appeal, measures)):
        found = _open_for(appeal, judge)
        found.judge, found.outcome, found.answer = judge, Outcome(outcome), answer.strip()
        found.judged_at, effect = timezone.now(), ""
        if found.outcome != Outcome.UPHELD:
            effect = _taken_back(found, judge)
        if found.outcome == Outcome.CHANGED:
            found.instead = anew(found.decision.case, **_wanted(found, measures, terms))
        found.save(update_fields=["judge", "outcome", "answer", "judged_at", "instead"])
        _noted(found)
        notices.tell(found.owner, "appeal_judged", body=_sentence(found, effect), subject_url=address(found.decision))
        audit.record(judge, f"appeal.{found.outcome}", f"appeal {found.public_id}", found.answer, after=_said(found))
    return found


@transaction.atomic
def rehearse(
    appeal: Appeal,
    *,
    judge: Any,
    outcome: str,
    answer: str,
    measures: Sequence[Measure] = (),
    **terms: Unpack[Terms],
) -> list[Said]:
    """What would be read of such an end: it is carried out and taken back, so it says what is so now.

    Takes what `judge` takes. Raises NotYours, AlreadyDecided, Conflict.
    """
    if outcome == Outcome.CHANGED:
        _may_be_instead(appeal, measures)
    with with_administrators_first(_touched(appeal, measures)):
        found = _open_for(appeal, judge)
        found.judge, found.outcome, found.answer = judge, Outcome(outcome), answer.strip()
        effect = "" if found.outcome == Outcome.UPHELD else _taken_back(found, judge)
        said = [Said("The owner", _sentence(found, effect))]
        case, hides = found.decision.case, any(each.name in HIDING for each in measures)
        if found.outcome != Outcome.UPHELD and not (found.outcome == Outcome.CHANGED and hides):
            about = following.freed().filter(kind=case.subject_kind, subject=case.subject)
            said += (
                [Said("Whoever asked for its removal, by mail", telling.overturned_words())] if about.exists() else []
            )
        if found.outcome == Outcome.CHANGED:
            wanted = _wanted(found, measures, terms)
            said.insert(1, Said("The owner, of the other decision", carried_out(wishing.wish(case, wanted)).statement))
    transaction.set_rollback(True)
    return said


def _touched(appeal: Appeal, measures: Sequence[Measure]) -> list[Measure]:
    """What is done or taken back, for the order of the locks."""
    return [*measures, *(Measure(each.name) for each in appeal.decision.measures.all())]


def _open_for(appeal: Appeal, judge: Any) -> Appeal:
    if not Appeal.objects.for_judge(judge).filter(pk=appeal.pk).exists():
        raise NotYours
    # The case before the appeal, as every decision locks it.
    Case.objects.select_for_update(of=("self",)).get(pk=appeal.decision.case_id)
    rows = Appeal.objects.select_for_update(of=("self",)).select_related("owner", "decision__case__owner")
    found: Appeal = rows.get(pk=appeal.pk)
    if found.judged_at is not None or not found.decision.stands:
        raise AlreadyDecided
    return found


def _taken_back(appeal: Appeal, by: Any) -> str:
    """Every side effect; what had waited for a word is shown."""
    effect = restoring.put_back(appeal.decision, by=by, for_good=True)
    Reversal.objects.create(decision=appeal.decision, by=by, why=Reversal.Why.APPEAL, effect=effect)
    freeing.weigh(appeal.decision.case)
    return effect


def _wanted(appeal: Appeal, measures: Sequence[Measure], terms: Terms) -> Wanted:
    """The decision instead, which is not heard twice."""
    return {"reviewer": appeal.judge, "measures": measures, "reason": appeal.answer, "final": True, **terms}


def _may_be_instead(appeal: Appeal, measures: Sequence[Measure]) -> None:
    """Raises Conflict before anything is taken back."""
    if any(each.name == "escalate" for each in measures):
        raise Conflict(
            "An appeal is not left to a senior: you are the second to look. Choose what is to happen instead."
        )
    agreed(appeal.decision.case, measures)


def _noted(appeal: Appeal) -> None:
    """A decision that another reviewer found wrong is test material: for the policy it should have passed, or still broken."""
    if appeal.outcome == Outcome.UPHELD:
        return
    instead = appeal.instead
    breaks = instead is not None and instead.restricts and instead.clause == appeal.decision.clause
    TestMaterial.objects.create(
        decision=appeal.decision,
        case=appeal.decision.case,
        clause=appeal.decision.clause,
        wanted=TestMaterial.Wanted.BREAKS if breaks else TestMaterial.Wanted.PASSES,
    )


def _sentence(appeal: Appeal, effect: str) -> str:
    said = {
        Outcome.UPHELD: "Another reviewer heard your appeal, and the decision stands.",
        Outcome.OVERTURNED: "Another reviewer heard your appeal and took the decision back.",
        Outcome.CHANGED: "Another reviewer heard your appeal and decided otherwise; you read that decision by itself.",
    }[Outcome(appeal.outcome)]
    shown = effect if appeal.outcome == Outcome.OVERTURNED else ""
    return " ".join(filter(None, [said, shown, f"Their answer: {appeal.answer}", "This is final here."]))


def _said(appeal: Appeal) -> dict[str, Any]:
    return {
        "decision": appeal.decision.public_id,
        "instead": appeal.instead.public_id if appeal.instead else None,
    }
