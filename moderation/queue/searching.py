"""Finding cases, waiting or decided: by number, by person, by the words they were flagged or decided with."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q

from accounts.models import User
from moderation import policies
from moderation.models import Case, Decision, Flag, Report, Takedown
from moderation.models.case import CaseQuerySet
from moderation.models.takedown import Reached, TakedownQuerySet
from moderation.queue import waiting
from moderation.queue.waiting import Waiting

LONGEST = 200
MOST_WORDS = 8  # of one search; the rest is not looked for
# "R-2ACBC2BF", "A-442454D1", "Case 0eb2b00c", the whole of an id: a letter says what it is the number of.
NUMBER = re.compile(r"(?:case\s+)?(?:(?P<of>[ra])-)?(?P<id>[0-9a-f]{4}[0-9a-f-]{0,32})", re.IGNORECASE)
DIGITS = 32
ALONG = ("flags__report", "decisions__measures", "decisions__reversal")


@dataclass(frozen=True, slots=True)
class Found:
    """Cases, those that wait first, then the newest; and requests for removal by their number alone."""

    cases: CaseQuerySet
    takedowns: Sequence[Takedown] = ()


def plain(said: str) -> str:
    """What was typed, as it can be looked for."""
    return " ".join(said.replace("\0", " ").split())[:LONGEST]


def find(said: str, reviewer: Any) -> Found:
    """Everything that this reviewer may open and that these words fit; nothing for no words."""
    shown, said = Case.objects.shown_to(reviewer), plain(said)
    if not said:
        return Found(Case.objects.none())
    number = NUMBER.fullmatch(said)
    requests = _requests(number, reviewer) if number else Takedown.objects.none()
    fits = _numbered(number, requests) if number else Q(pk__in=())
    if not (number and number["of"]):
        fits |= Q(owner__in=_people(said)) | _words(said)
    newest = shown.filter(fits).order_by(F("decided_at").desc(nulls_first=True), "-opened_at", "-pk")
    newest = newest.select_related("claimed_by").prefetch_related(*ALONG)
    return Found(newest, list(requests[:MOST_WORDS]))


def lines(cases: Iterable[Case], reviewer: Any) -> list[tuple[Waiting, Decision | None]]:
    """These as the list shows them, each with the decision it was closed by. As many queries for thirty as for one."""
    return [(line, _closed_by(line.case)) for line in waiting.listed(list(cases), reviewer)]


def _closed_by(case: Case) -> Decision | None:
    """As `Case.last_decision`, of what was loaded along."""
    if case.decided_at is None:
        return None
    made = sorted(case.decisions.all(), key=lambda each: each.pk)
    return next(iter([each for each in reversed(made) if each.stands] or reversed(made)), None)


def _requests(number: "re.Match[str]", reviewer: Any) -> TakedownQuerySet:
    if (number["of"] or "a").lower() != "a":
        return Takedown.objects.none()
    return Takedown.objects.shown_to(reviewer).filter(public_id__range=_between(number["id"])).order_by("-pk")


def _numbered(number: "re.Match[str]", requests: TakedownQuerySet) -> Q:
    """A case by its own number, by one of its reports', or by one of a request that reached what it is about."""
    between, of = _between(number["id"]), (number["of"] or "").lower()
    reached = Reached.objects.filter(takedown__in=requests)
    ways = {
        "": Q(public_id__range=between),
        "r": Q(pk__in=Report.objects.filter(public_id__range=between).values("flag__case")),
        "a": Q(Exists(reached.filter(kind=OuterRef("subject_kind"), subject=OuterRef("subject")))),
    }
    return ways[of] if of else ways[""] | ways["r"] | ways["a"]


def _between(said: str) -> tuple[UUID, UUID]:
    """The first and the last id that begin so."""
    digits = said.replace("-", "").lower()[:DIGITS]
    return UUID(digits.ljust(DIGITS, "0")), UUID(digits.ljust(DIGITS, "f"))


def _people(said: str) -> Any:
    """A name by any part of it; an address by the whole alone, so that nobody finds one out letter by letter.

    Who chose no name is called by what stands before the @.
    """
    named = Q(display_name__icontains=said) | Q(email__iexact=said) | Q(display_name="", email__istartswith=f"{said}@")
    return User.objects.filter(named, is_active=True).values("pk")


def _words(said: str) -> Q:
    """Each word stands in something that was said of the case: by a check, a report, a clause or a decision."""
    return reduce(and_, map(_word, said.split()[:MOST_WORDS]))


def _word(word: str) -> Q:
    known = [each.id for each in policies.current().clauses if word.casefold() in each.title.casefold()]
    clause = Q(clause__in=known) | Q(clause__istartswith=word)
    flags = Flag.objects.filter(clause | Q(detail__icontains=word)).values("case")
    reports = Report.objects.filter(why__icontains=word).values("flag__case")
    decisions = Decision.objects.filter(clause | Q(reason__icontains=word)).values("case")
    return Q(pk__in=flags) | Q(pk__in=reports) | Q(pk__in=decisions)
