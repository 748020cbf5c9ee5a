"""A decision as a reviewer wants it, made whole: the clause it rests on, the measures in their order."""

from collections.abc import Sequence
from typing import Any, Required, TypedDict

from moderation.decisions.carrying import Wish
from moderation.measures import Measure
from moderation.measures.agreeing import agreed
from moderation.models import Case
from moderation.models.decision import Scope


class Wanted(TypedDict, total=False):
    """What every door may say of a decision. `reviewer` None: a machine decides. `clause` empty: the first one flagged.

    `label`: the words beside a labelled thing, else the clause's title. `final`: on an appeal, which is not heard twice.
    """

    reviewer: Required[Any]
    measures: Required[Sequence[Measure]]
    reason: Required[str]
    clause: str
    scope: str
    label: str
    final: bool


def wish(case: Case, wanted: Wanted) -> Wish:
    """Raises Conflict when the measures do not go together."""
    return Wish(
        case=case,
        reviewer=wanted["reviewer"],
        measures=agreed(case, wanted["measures"]),
        reason=wanted["reason"].strip(),
        clause=wanted.get("clause") or first_clause(case),
        scope=wanted.get("scope", Scope.THING),
        label=wanted.get("label", ""),
        final=wanted.get("final", False),
    )


def first_clause(case: Case) -> str:
    """The clause that was flagged first; empty when none was."""
    return case.flags.exclude(clause="").values_list("clause", flat=True).order_by("pk").first() or ""
