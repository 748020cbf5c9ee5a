"""A reviewer decides that somebody reported in bad faith, or takes that back."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts import audit, links, notices
from accounts.sentences import objection
from moderation import letters
from moderation.models import Report

SIDES = ({"in bad faith": False}, {"in bad faith": True})


class NoReason(Exception):
    """It costs somebody weight, so it needs a reason they can read."""


@transaction.atomic
def found_bad(report: Report, *, reviewer: Any, reason: str) -> None:
    """From now on, for REPORT_BAD_FAITH_DAYS, their word weighs half. They are told. Once more changes nothing."""
    reason = reason.strip()
    if not reason:
        raise NoReason
    row = Report.objects.filter(pk=report.pk, bad_faith_at=None)
    if row.update(bad_faith_at=timezone.now(), bad_faith_by=reviewer):
        _tell(
            report,
            f"A reviewer decided that your report {report.number} was not made in good faith. For {settings.REPORT_BAD_FAITH_DAYS} days "
            f"what you report weighs half as much. Their reason: {reason} A person decided this. {objection()}",
        )
        audit.record(reviewer, "report.bad_faith", f"report {report.public_id}", reason, *SIDES)


@transaction.atomic
def taken_back(report: Report, *, reviewer: Any) -> None:
    """Their word weighs what it did. They are told."""
    if Report.objects.filter(pk=report.pk, bad_faith_at__isnull=False).update(bad_faith_at=None, bad_faith_by=None):
        _tell(report, f"We took it back that your report {report.number} was not made in good faith. We are sorry.")
        audit.record(reviewer, "report.good_faith", f"report {report.public_id}", "", *reversed(SIDES))


def _tell(report: Report, words: str) -> None:
    if report.owner is not None and report.owner.is_active:
        notices.tell(report.owner, "report_faith", body=words, subject_url=report.receipt)
    letters.write(report.contact, f"Your report {report.number}", f"{words}\n\n{links.absolute(report.receipt)}")
