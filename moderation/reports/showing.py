"""Reports as a reviewer sees them: what is wrong, in whose kind of words, and how much the word weighs."""

from dataclasses import dataclass

from moderation.models import Case, Report
from moderation.reports import categories, weights

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """One report, without a name."""

    report: Report
    what: str
    whose: str
    weight: float

    @property
    def weighs(self) -> str:
        """Its weight in words; nothing for a full one."""
        return f"weighs {self.weight:.0%}" if self.weight < 1 else ""


def of(case: Case) -> list[Shown]:
    """Those about one case, the oldest first. Two queries."""
    rows = Report.objects.filter(flag__case=case).select_related("flag").order_by("pk")
    reports = list(rows[:SHOWN])
    weight = weights.of_all([each.reporter for each in reports])
    return [
        Shown(each, categories.of(each.category).words, _whose(each, case), weight.get(each.reporter, 1.0))
        for each in reports
    ]


def _whose(report: Report, case: Case) -> str:
    if report.owner_id is None:
        return "somebody without an account"
    return "its owner" if report.owner_id == case.owner_id else "somebody with an account"
