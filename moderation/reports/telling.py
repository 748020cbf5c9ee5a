"""Reporters are told what became of it: when a case is decided, opened again, or decided otherwise."""

from collections.abc import Iterator
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from accounts import links, notices
from moderation import letters
from moderation.models import Case, Report
from moderation.models.report import Told

# A reviewer may take a decision back within ten seconds; whoever reported need not read both.
SETTLED_AFTER = timedelta(seconds=20)
AT_ONCE = 200

SENTENCES = {
    Told.ACTED: "We looked at what you reported, and acted on it. Thank you: without you we might not have seen it.",
    Told.LEFT: "A person looked at what you reported and left it as it is: it does not break our rules. "
    "If you see something we could have missed, report it again and say what.",
    Told.NOTHING: "What you reported is being looked at once more. We will tell you what comes of it.",
}

OVERTURNED = "What we did about your report was appealed against. A second person looked and decided that it may stay."


def outcome(case: Case) -> Told:
    """What became of a case, as a reporter reads it."""
    if case.decided_at is None:
        return Told.NOTHING
    decision = case.decision
    acted = decision is not None and decision.measures.exclude(name="allow").exists()
    return Told.ACTED if acted else Told.LEFT


def tell_due() -> int:
    """Tell whoever does not know yet how it stands; returns how many. May run twice at once."""
    return sum(_tell(report.pk) for report in _due())


def sentence(report: Report) -> str:
    """How it stands, for the receipt: what was told last."""
    if not report.told and not report.told_at:
        return "It waits its turn; then you hear what came of it."
    return SENTENCES[Told(report.told)]


def _due() -> Iterator[Report]:
    rows = Report.objects.select_related("flag__case")
    settled = timezone.now() - SETTLED_AFTER
    yield from _some(rows.filter(told=Told.NOTHING, flag__case__decided_at__lte=settled))
    yield from _some(rows.exclude(told=Told.NOTHING).filter(flag__case__decided_at=None))
    overturned = Q(flag__case__decisions__reversal__reversed_at__gt=F("told_at"))
    yield from _some(rows.filter(overturned, told=Told.ACTED).distinct())


def _some(rows: QuerySet[Report]) -> list[Report]:
    return list(rows.order_by("pk")[:AT_ONCE])


@transaction.atomic
def _tell(key: int) -> bool:
    report = Report.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=key).first()
    if report is None:
        return False
    now = outcome(Case.objects.get(flags=report.flag_id))
    news, words = now != report.told, OVERTURNED if report.told == Told.ACTED and now == Told.LEFT else SENTENCES[now]
    report.told, report.told_at = now, timezone.now()
    report.save(update_fields=["told", "told_at"])
    if not news:
        return False
    if report.owner is not None and report.owner.is_active:
        notices.tell(
            report.owner, "report_outcome", body=f"Your report {report.number}: {words}", subject_url=report.receipt
        )
    letters.write(report.contact, f"Your report {report.number}", f"{words}\n\n{links.absolute(report.receipt)}")
    return True
