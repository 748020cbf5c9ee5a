"""A report comes in: it opens a case or joins the open one, and whoever reported has a receipt."""

import secrets
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts import links
from accounts.sharing.link import token_hash
from moderation import consent_keys, letters
from moderation.finding import Found
from moderation.flags import raise_flag
from moderation.models import Case, Report
from moderation.models.flag import Source
from moderation.reports import believing, categories, weights
from moderation.reports.categories import Category
from moderation.verdicts import Action

LONGEST_WHY = 2_000
MOST_WORDS = 6_000  # of one report, with what was added
MOST_STRANGERS = 50  # reports without an account that one case takes; what it is about is known by then


@transaction.atomic
def receive(found: Found, category: Category, why: str, *, by: Any = None, contact: str = "") -> Report | None:
    """Put a report on the desk. The second word about an open case of somebody signed in is added to their first.

    A contact is no proof of who writes: a stranger's word is always a new one, and so is its receipt.

    None, and nothing is written: too many of theirs wait, or more strangers than a case takes spoke about this one. Neither
    holds back the first word that would lock.
    """
    reporter = weights.name(by, contact)
    open_case = Case.objects.open().about(found.kind, found.subject)
    said = Report.objects.filter(flag__case__in=open_case)
    if by is not None and (earlier := said.filter(reporter=reporter).first()):
        _grown_graver(found, category, by)
        return _added(earlier, category, why)
    graver = category.action == Action.LOCK and not open_case.held().exists()
    if by is None and not graver and said.filter(owner=None).count() >= MOST_STRANGERS:
        return None
    if by is not None and not graver and _waiting(by) >= settings.MAX_OPEN_CASES_PER_PERSON:
        return None
    alone = believing.is_alone(found, category, by)
    flag = raise_flag(
        subject_kind=found.kind, subject=found.subject, owner=found.owner,
        verdict=categories.verdict(category, suspicion=alone), source=Source.PERSON, raised_by=by, suspected=alone,
    )  # fmt: skip
    if flag is None:
        return None
    token = secrets.token_urlsafe(32)
    report, _made = Report.objects.get_or_create(
        flag=flag,
        defaults={
            "owner": by, "category": category.key, "why": consent_keys.left_out(why)[:LONGEST_WHY],
            "contact": "" if by else contact.strip(),
            "reporter": reporter, "token": token, "token_hash": token_hash(token),
        },
    )  # fmt: skip
    _thank(report)
    return report


def _added(earlier: Report, category: Category, why: str) -> Report:
    """What they say now stands with what they said before. It is no new flag, so it weighs and counts no more than one."""
    report: Report = Report.objects.select_for_update().get(pk=earlier.pk)
    said = consent_keys.left_out(why.strip())[:LONGEST_WHY]
    if category.key != report.category:
        said = f"{category.words}. {said}".strip()
    if said and said not in report.why:
        report.why = f"{report.why}\n\n{said}".strip()[:MOST_WORDS]
        report.save(update_fields=["why"])
    return report


def _grown_graver(found: Found, category: Category, by: Any) -> None:
    """Their second word is no second flag, unless it would lock and nobody has said so before: that is never lost."""
    waiting = Case.objects.open().about(found.kind, found.subject)
    if category.action != Action.LOCK or waiting.held().exists():
        return
    alone = believing.is_alone(found, category, by)
    raise_flag(
        subject_kind=found.kind, subject=found.subject, owner=found.owner,
        verdict=categories.verdict(category, suspicion=alone), source=Source.PERSON, suspected=alone,
    )  # fmt: skip


def _waiting(person: Any) -> int:
    return Case.objects.open().filter(flags__raised_by=person).distinct().count()


def _thank(report: Report) -> None:
    letters.write(
        report.contact,
        f"We have your report {report.number}",
        "Thank you. A person will look at what you reported, and we will write to you when it is decided.\n\n"
        f"What becomes of it stands here; the address is your key, so keep it to yourself:\n{links.absolute(report.receipt)}",
    )
