"""The audit as somebody reads it: narrowed, the newest first, with what each act changed."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django.db.models import Q, QuerySet

from accounts import acts_words, audit
from accounts.models import AuditEntry, User
from foundation.spreadsheets import cell

# Enough for years of a small house; a larger one takes it along by the month.
EXPORTED = 50_000
# What is offered to choose from is taken from the newest acts: looking through all of them would take a while.
NEWEST = 5_000
HOUSE = "house"
COLUMNS = ("number", "at", "actor", "action", "target", "reason", "before", "after", "request_id", "hash")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing an act changed; a side that says nothing is empty."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list is narrowed to. Empty words narrow nothing."""

    target: str = ""
    actor: str = ""  # a person's public id, or "house"
    action: str = ""  # how its key begins, or words it is told in
    since: date | None = None
    until: date | None = None
    looks: bool = True

    def words(self) -> dict[str, str]:
        """As an address says it."""
        said = {"target": self.target, "actor": self.actor, "action": self.action}
        dates = {"since": self.since.isoformat() if self.since else "", "until": str(self.until or "")}
        return {**said, **dates, "looks": "" if self.looks else "no"}


def found(asked: Asked) -> "QuerySet[AuditEntry]":
    """The acts asked for, the newest first."""
    acts = AuditEntry.objects.select_related("actor").order_by("-number")
    if asked.target:
        acts = acts.filter(target__icontains=asked.target)
    if asked.actor:
        acts = acts.filter(actor=None) if asked.actor == HOUSE else acts.filter(actor__public_id=asked.actor)
    if asked.action:
        named = acts_words.keys_of(asked.action)
        acts = acts.filter(Q(action__startswith=asked.action) | Q(action__in=named))
    if asked.since:
        acts = acts.filter(at__gte=_midnight(asked.since))
    if asked.until:
        acts = acts.filter(at__lte=datetime.combine(asked.until, time.max, UTC))
    return acts if asked.looks else acts.exclude(action__endswith=audit.LOOKED)


def actions() -> list[str]:
    """What was done of late, by name."""
    newest = AuditEntry.objects.order_by("-number").values_list("action", flat=True)[:NEWEST]
    return sorted(set(newest))


def actors() -> list[User]:
    """Who did something of late, and is still here."""
    newest = AuditEntry.objects.exclude(actor=None).order_by("-number").values_list("actor", flat=True)[:NEWEST]
    return sorted(User.objects.filter(pk__in=set(newest), is_active=True), key=lambda person: person.name.casefold())


def changes(entry: AuditEntry) -> list[Change]:
    """What it changed, name by name; what stayed as it was is not named."""
    before, after = _named(entry.before), _named(entry.after)
    names = [*before, *(name for name in after if name not in before)]
    told = [
        Change(name.replace("_", " "), acts_words.value(before.get(name)), acts_words.value(after.get(name)))
        for name in names
        if before.get(name) != after.get(name) or not (before and after)
    ]
    return [change for change in told if change.before or change.after]


def as_csv(acts: Iterable[AuditEntry]) -> str:
    """One line per act, with its hash, so that a line can be held against the chain."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(COLUMNS)
    for row in _rows(acts):
        writer.writerow([cell(value) for value in row])
    return table.getvalue()


def _rows(acts: Iterable[AuditEntry]) -> Iterator[tuple[object, ...]]:
    for act in acts:
        actor = act.actor.public_id if act.actor else HOUSE
        told = (act.number, act.at.astimezone(UTC).isoformat(), actor, act.action, act.target, act.reason)
        yield (*told, _json(act.before), _json(act.after), act.request_id, act.hash)


def _named(value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    return value if isinstance(value, dict) else {"": value}


def _json(value: Any) -> str:
    return "" if value is None else json.dumps(value, sort_keys=True, ensure_ascii=False)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
