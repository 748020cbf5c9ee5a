"""Carrying measures out, one after the other, and saying what came of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from moderation import measures, policies, statements
from moderation.measures import Done, Measure, Words
from moderation.models import Case
from moderation.policies import Clause


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a reviewer wants: everything of a decision but its effects. `measures` went through `agreeing.agreed`."""

    case: Case
    reviewer: Any
    measures: Sequence[Measure]
    reason: str
    clause: str
    scope: str
    label: str
    final: bool = False

    @property
    def rule(self) -> Clause | None:
        """The clause it rests on, as it reads today."""
        return policies.current().clause(self.clause)

    @property
    def restricts(self) -> bool:
        """Whether any of it takes something from the owner."""
        return any(measures.of(each.name).restricts for each in self.measures)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it."""

    done: Sequence[tuple[Measure, Done]]
    statement: str


def carried_out(wish: Wish) -> Outcome:
    """Do all of it. The statement follows from what that did."""
    done = [(each, measures.of(each.name).do(_words(wish, each))) for each in wish.measures]
    facts = statements.Facts(
        case=wish.case,
        restricts=wish.restricts,
        by_machine=wish.reviewer is None,
        clause=wish.rule,
        reason=wish.reason,
        effects=[each.effect for _, each in done],
        ends=_ends(wish.measures),
        final=wish.final,
    )
    return Outcome(done, statements.of_reasons(facts))


def _words(wish: Wish, each: Measure) -> Words:
    return Words(
        reviewer=wish.reviewer,
        case=wish.case,
        clause=wish.clause,
        reason=wish.reason,
        in_its_place=statements.in_its_place(wish.reason),
        beside=statements.beside(wish.rule, wish.label),
        scope=wish.scope,
        until=each.until,
    )


def _ends(chosen: Iterable[Measure]) -> dict[str, datetime | None]:
    """When each of the two that something was taken from has all of it back; None: never."""
    ends: dict[str, datetime | None] = {}
    for each in chosen:
        act = measures.of(each.name)
        if act.restricts and each.name != "warn":
            what = statements.ACCOUNT if act.of_person else statements.THING
            ends[what] = _later(ends.get(what, each.until), each.until)
    return ends


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max(one, other) if one and other else None
