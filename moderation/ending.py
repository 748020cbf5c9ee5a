"""What a decision did for a while ends by itself; what was removed is destroyed once nobody can appeal any more."""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts import audit, notices
from foundation import rounds
from moderation import statements, subjects
from moderation.decisions import restoring
from moderation.decisions.deciding import address
from moderation.measures.in_force import allowed_since
from moderation.measures.values import ids
from moderation.models import Appeal, Case, DecisionMeasure, MeasureEnd

log = structlog.get_logger(__name__)

# A limit and a suspension know their own end; these have to be put back.
PUT_BACK = ("hide", "label", "age_limit")
AT_ONCE = 200


def end_due() -> int:
    """Put back what was to last until now; the owner is told. Returns how many. May run twice at once.

    What is locked or suspected by then waits until that is over.
    """
    due = _standing().filter(name__in=PUT_BACK, until__lte=timezone.now()).exclude(_is_held())
    # One that cannot be put back just now stays due, and must not stand before the others for ever.
    return sum(_each(_ended, due.order_by("until").iterator(chunk_size=AT_ONCE)))


def purge_due() -> int:
    """Destroy what was removed so long ago that nobody can appeal: never what is locked, was allowed since, or somebody's
    word is still waited for.

    Killed in between, it is done again: purging twice does no harm.
    """
    long_ago = timezone.now() - timedelta(days=settings.APPEAL_DAYS)
    due = _standing().filter(name="remove", decision__decided_at__lt=long_ago)
    due = due.exclude(decision__appeal__isnull=False, decision__appeal__judged_at=None)
    # What stays as evidence stays due, and must not stand in the way of the rest.
    return sum(_each(_purged, due.order_by("pk").iterator(chunk_size=AT_ONCE)))


def _each(act: Callable[[DecisionMeasure], bool], due: Iterable[DecisionMeasure]) -> Iterator[bool]:
    """What is wrong with one keeps no other waiting."""
    for done in due:
        with rounds.alone(log, "measure_not_ended", measure=done.pk, name=done.name):
            yield act(done)


def _is_held() -> Exists:
    about = OuterRef("decision__case__subject_kind"), OuterRef("decision__case__subject")
    return Exists(Case.objects.held().filter(subject_kind=about[0], subject=about[1]))


def _standing() -> QuerySet[DecisionMeasure]:
    rows = DecisionMeasure.objects.filter(end=None, decision__reversal=None)
    return rows.select_related("decision__case__owner")


@transaction.atomic
def _ended(done: DecisionMeasure) -> bool:
    case = Case.objects.select_for_update(of=("self",)).select_related("owner").get(pk=done.decision.case_id)
    if not _standing().filter(pk=done.pk).exists():
        return False
    effect = restoring.one_back(done, by=None, for_good=True)
    MeasureEnd.objects.create(measure=done, how=MeasureEnd.How.RAN_OUT)
    thing = statements.THINGS.get(case.subject_kind, "what you made")
    body = f"The time of a decision about {thing} is over. {effect}"
    notices.tell(case.owner, "case_ended", body=body, subject_url=address(done.decision))
    audit.record(None, "case.measure_ended", f"case {case.public_id}", after={"measure": done.name})
    return True


def _purged(done: DecisionMeasure) -> bool:
    case = done.decision.case
    handler = subjects.of(case.subject_kind)
    if not isinstance(handler, subjects.Purged) or any(_kept(done, each) for each in done.before):
        return False
    gone = [handler.purge(subject) for subject, _ in ids(done.before)]
    if not all(gone):
        return False
    with transaction.atomic():
        Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        if not _standing().filter(pk=done.pk).exists():
            return False
        MeasureEnd.objects.create(measure=done, how=MeasureEnd.How.PURGED)
        audit.record(None, "case.purged", f"case {case.public_id}")
    log.info("removed_for_good", case=str(case.public_id))
    return True


def _kept(done: DecisionMeasure, subject: str) -> bool:
    """A case waits for it or holds it, a later decision allowed it, or another about it is being appealed against."""
    case = done.decision.case
    appeals = Appeal.objects.open().owned_by(case.owner).filter(decision__reversal=None)
    return (
        Case.objects.keeping().filter(subject_kind=case.subject_kind, subject=subject).exists()
        or DecisionMeasure.objects.filter(allowed_since(subject), pk=done.pk).exists()
        or appeals.filter(decision__measures__before__has_key=subject).exists()
    )
