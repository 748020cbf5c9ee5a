"""Whose word locks what they report: not that of a stranger alone, for anybody can click."""

from typing import Any

from django.db.models import Q

from moderation.finding import Found
from moderation.models import Case, Flag, Report
from moderation.models.flag import Source
from moderation.reports import categories, weights
from moderation.reports.categories import Category
from moderation.verdicts import Action

ENOUGH = 1.0  # what the word of one person with an account weighs who did not report in bad faith lately


def is_alone(found: Found, category: Category, by: Any) -> bool:
    """Whether a word that would lock stands alone: no check says the same of what waits, nor do people with accounts.

    Strangers never add up: nobody can tell two of them from one.
    """
    if category.action != Action.LOCK:
        return False
    waiting = Case.objects.open().about(found.kind, found.subject)
    return not _a_check_agrees(waiting, category) and _weight(waiting, category, by) < ENOUGH


def _a_check_agrees(waiting: Any, category: Category) -> bool:
    chapter = category.clause.partition(".")[0]
    same = Q(action=Action.LOCK) | Q(clause__startswith=f"{chapter}.")
    return Flag.objects.filter(same, case__in=waiting).exclude(source=Source.PERSON).exists()


def _weight(waiting: Any, category: Category, by: Any) -> float:
    """Of all who have an account and say so, each counted once."""
    grave = [
        each.key for each in categories.CATEGORIES if each.action == Action.LOCK and each.clause == category.clause
    ]
    said = Report.objects.filter(flag__case__in=waiting, category__in=grave, owner__isnull=False)
    names = {*said.values_list("reporter", flat=True), *([weights.name(by)] if by is not None else [])} - {""}
    lowered = weights.of_all(names)
    return sum(lowered.get(name, 1.0) for name in names)
