"""How much somebody's word weighs: one, and half of it for each report that a reviewer found to be in bad faith lately."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from moderation.models import Report, Takedown

SALT = "moderation.reporter"


def name(person: Any, contact: str = "") -> str:
    """Knows a reporter again without saying who it is; empty for somebody who left no contact."""
    if person is not None:
        return _hmac(f"person:{person.pk}")
    return _hmac(f"mail:{contact.strip().lower()}") if contact.strip() else ""


def of(reporter: str) -> float:
    """1.0 for who never reported in bad faith, or long ago, or is not known."""
    return of_all([reporter]).get(reporter, 1.0)


def of_all(reporters: Collection[str]) -> Mapping[str, float]:
    """The same of many. Two queries: requests for removal count as well."""
    known, since = [each for each in reporters if each], lately()
    counts: Counter[str] = Counter()
    for rows in (Report.objects.filter(bad_faith_at__gt=since), _asked(since)):
        theirs = rows.filter(reporter__in=known).order_by().values("reporter").annotate(count=Count("pk"))
        counts.update(dict(theirs.values_list("reporter", "count")))
    return {reporter: 0.5**count for reporter, count in counts.items()}


def trusted(reporter: str) -> bool:
    """Whether what they ask to be removed is hidden before a person has looked.

    Reports do not count: a stranger's proves nobody's mail address, and would take this from whoever it belongs to.
    """
    return not _asked(lately()).filter(reporter=reporter).exclude(reporter="").exists()


def _asked(since: datetime) -> "QuerySet[Takedown]":
    """Requests for removal in bad faith, by people whose mail address is known to be theirs."""
    return Takedown.objects.filter(bad_faith_at__gt=since, confirmed_at__isnull=False)


def lately() -> datetime:
    """Bad faith after this still counts."""
    return timezone.now() - timedelta(days=settings.REPORT_BAD_FAITH_DAYS)


def _hmac(who: str) -> str:
    return salted_hmac(SALT, who, algorithm="sha256").hexdigest()
