"""What the owner reads when somebody decided: what, where, for how long, on what facts, by which rule, what to do next."""

import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts import links
from accounts.sentences import objection
from moderation.models import Case
from moderation.models.flag import Source
from moderation.policies import Clause
from moderation.verdicts import REMOVAL

THINGS = {
    "message": "your answer in the parlour",
    "order": "your order in the studio",
    "asset": "your work in the studio",
    "prompt": "your prompt",
    "consent": "what was answered to “Who is this?”",
}
FOUND_BY = {
    Source.RULE: "our rules matched it by themselves",
    Source.PROVIDER: "the provider of the engine withheld it",
    Source.CLASSIFIER: "an engine marked it by itself",
    Source.PERSON: "somebody reported it",
}
ASKED_FOR = "somebody who says that they are shown asked for it to be removed"
THING, ACCOUNT = "for what was decided about", "for your account"
# What each paragraph is about, in the order in which they are read.
HAPPENED, REASON, REACH, FOUND = "What happened", "Their reason", "Where and how long", "How it was found"
RULE, DECIDED, APPEAL = "The rule", "Who decided", "To appeal"
HEADS = (
    REASON,
    REACH,
    FOUND,
    RULE,
    DECIDED,
    APPEAL,
)  # the first needs none: it stands alone where there is little room
PARTS = re.compile(rf"\n\n({'|'.join(HEADS)}): ")
# A room keeps this much in the place of what is hidden.
LONGEST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a statement is made of.

    `effects` are what each measure says of itself; `ends` when what it took is given back, by what it took it from (THING,
    ACCOUNT), None where never.
    """

    case: Case
    restricts: bool
    by_machine: bool
    clause: Clause | None
    reason: str
    effects: Sequence[str]
    ends: Mapping[str, datetime | None]
    final: bool = False


def of_reasons(facts: Facts) -> str:
    """The statement: what happened, then paragraphs with a head each. Kept with the decision, word for word."""
    thing = THINGS.get(facts.case.subject_kind, "what you made")
    who, effect = "Our rules" if facts.by_machine else "A reviewer", " ".join(filter(None, facts.effects))
    looked = "decided about" if facts.by_machine else "looked at"
    outcome = "decided against it" if facts.restricts else "allowed it"
    said = {REASON: re.sub(r"\s*\n\s*", "\n", facts.reason)}  # so that no reason can look like another paragraph
    if facts.restricts:
        said |= {
            REACH: _reach(facts),
            FOUND: _found(facts),
            RULE: facts.clause.says if facts.clause else "It rests on no clause of our policy but on this reason.",
            DECIDED: "No person looked at it before." if facts.by_machine else "A person decided this.",
            APPEAL: f"This was decided on an appeal and is final here. {objection()}" if facts.final else _appeal(),
        }
    happened = f"{who} {looked} {thing} and {outcome}. {effect}".strip()
    return "\n\n".join([happened, *(f"{head}: {words}" for head, words in said.items() if words)])


def parts(statement: str) -> list[tuple[str, str]]:
    """Its paragraphs, each with its head; of one from before they had heads, all of it under none."""
    first, *rest = PARTS.split(statement)
    more = [(head, words.strip()) for head, words in zip(rest[::2], rest[1::2], strict=True)]
    return [(HAPPENED if more else "", first.strip()), *more]


def in_its_place(reason: str) -> str:
    """What stands where a thing was hidden: short, and without a word about money, which its room knows."""
    return _short(f"A reviewer decided against this. Their reason: {reason}")


def beside(clause: Clause | None, label: str) -> str:
    """What stands beside a thing that was labelled, for everybody who sees it."""
    rule = f" because of a rule of this house: {clause.title}." if clause else "."
    words = label.strip() or f"A reviewer marked this{rule}"
    return _short(words)


def _short(words: str) -> str:
    """One line of LONGEST letters at most; also of one endless word so much as fits."""
    line = " ".join(words.split())
    if len(line) <= LONGEST:
        return line
    kept = textwrap.shorten(line, LONGEST, placeholder=" …")
    return kept if len(kept) > LONGEST // 2 else f"{line[: LONGEST - 2]} …"


def day(moment: datetime) -> str:
    """ "23 May 2027"."""
    return f"{moment.astimezone(UTC):%-d %B %Y}"


def appeal_ends(decided_at: datetime) -> datetime:
    """Until when somebody may ask for another look."""
    return decided_at + timedelta(days=settings.APPEAL_DAYS)


def _reach(facts: Facts) -> str:
    ends = {what: f"until {day(end)}" if end else "without an end" for what, end in facts.ends.items()}
    words = [f"{what} {end}" for what, end in ends.items()] if len(ends) > 1 else [*ends.values()]
    return f"It counts everywhere in this house, {' and '.join(words)}." if words else ""


def _found(facts: Facts) -> str:
    flags = facts.case.flags.order_by("pk").values_list("source", "check_name")
    how = [ASKED_FOR if check == REMOVAL else FOUND_BY[Source(source)] for source, check in flags]
    said = " and ".join(dict.fromkeys(how))
    return f"{said[0].upper()}{said[1:]}." if said else ""


def _appeal() -> str:
    until, where = day(appeal_ends(timezone.now())), links.absolute(reverse("decisions"))
    return f"You can appeal once, until {until}: then another person looks. You do it at {where}"
