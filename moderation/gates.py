"""The gates: before anything is sent, while a reply streams, before a result is shown.

A check that fails to run counts as *no*: the verdict is then "review", never "allow". Only while the database is away there is
none, and its error is raised: nobody could write a verdict down, and whoever asks asks again.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any, Literal
from uuid import UUID

import structlog

from foundation.outages import DATABASE_AWAY
from moderation import policies
from moderation.checks import classifier, hashes
from moderation.checks.rule import AROUND
from moderation.policies import Clause, Policy
from moderation.verdicts import Action, Verdict, gravest

log = structlog.get_logger(__name__)

Room = Literal["parlour", "studio"]

# A rule's words and their neighbours lie within this many letters: what was seen before needs no second look.
OVERLAP = 400

FAILED = "We could not check this, so nothing was sent and nothing was charged. A person will look; you can also try again in a minute."


def before_sending(text: str, *, room: Room, person: Any = None, allowed: Collection[str] = ()) -> Verdict:
    """May this prompt leave the house? The local rules, under 2 ms for a page of text.

    `person`: who asks. To somebody below the age of the studio the stricter clauses apply, and the studio is closed.
    `allowed`: the clauses in spite of which a person let these words go on (`moderation.allowed`).
    """
    return _judged(text, room, asked=True, minor=is_minor(person), allowed=allowed)


def while_streaming(
    text: str, *, room: Room = "parlour", seen: int = 0, minor: bool = False, ended: bool = False, cut: bool = False
) -> Verdict:
    """May this much of an answer be shown? `seen` letters were judged before; only the rest, with an overlap, is read.

    Until it has `ended`, a phrase that may yet turn out innocent is waited for. `cut`: this is such a rest already.
    """
    start = overlap_start(text, seen)
    judged = AROUND if cut or start else 0
    return _judged(text[start:], room, asked=False, minor=minor, growing=not ended, judged=judged)


def overlap_start(text: str, seen: int) -> int:
    """Where reading goes on when `seen` letters were read: OVERLAP before, at a blank. Half a word reads as another."""
    start = seen - OVERLAP
    while start > max(0, seen - 2 * OVERLAP) and not text[start - 1].isspace():
        start -= 1
    return max(0, start)


def before_showing(prompt: str, *, provider_allowed: bool | None, person: Any = None) -> Verdict:
    """May a finished picture or film be shown? None: the provider said nothing, and its silence is not a no."""
    rules = before_sending(prompt, room="studio", person=person)
    if provider_allowed is False:
        blocked = Verdict(
            action=Action.REFUSE,
            check="provider",
            policy_version=rules.policy_version,
            clause="provider.1",
            sentence="The provider withheld this result.",
        )
        return gravest([rules, blocked])
    return rules


def of_file(*, sha256s: Collection[str], pdq: str = "", frames: Collection[str] = ()) -> Verdict:
    """May a file that was brought, or made, be kept and shown? By its hashes; `pdq` empty: none could be made. `frames`: of a film."""
    try:
        return hashes.judge(policies.current(), sha256s=sha256s, pdq=pdq, frames=frames)
    except DATABASE_AWAY:
        raise
    except Exception as error:  # whatever it was, the check did not run
        return failed("hashes", error)


def may_be_settled(verdict: Verdict) -> bool:
    """Whether an engine is asked (`second_look`) before a person is."""
    try:
        return classifier.may_settle(policies.current(), verdict)
    except policies.BadPolicy:
        return False


def second_look(text: str, verdict: Verdict, *, person: Any, subject: UUID, allowed: Collection[str] = ()) -> Verdict:
    """What an engine makes of a review the rules want; their verdict where it is not to be asked, or says nothing.

    `allowed`: as before. Takes seconds and costs the house money: for workers, and not inside a transaction.
    """
    if not may_be_settled(verdict):
        return verdict
    try:
        said = classifier.judge(policies.current(), text, verdict, person=person, subject=subject)
        return _without(said, allowed)
    except DATABASE_AWAY:
        raise
    except Exception as error:  # whatever it was, the check did not run
        return replace(failed("classifier", error), clause=verdict.clause)


def _without(said: Verdict, allowed: Collection[str]) -> Verdict:
    """An engine's doubt that a person has answered is none."""
    clause = policies.current().clause(said.clause)
    settled = said.action == Action.REVIEW and clause is not None and clause.settled_by(allowed)
    return replace(said, action=Action.ALLOW) if settled else said


def is_minor(person: Any) -> bool:
    """Whether the stricter clauses apply: also to somebody who never told us their age. Nobody: a check without a person."""
    return person is not None and not person.is_adult


def findings(
    policy: Policy,
    text: str,
    *,
    room: Room,
    asked: bool = True,
    minor: bool = False,
    growing: bool = False,
    judged: int = 0,
    allowed: Collection[str] = (),
) -> Iterator[Verdict]:
    """What each clause says of a text, for those it breaks; in the order of the files."""
    reading = policy.lexicon.read(text, judged=judged)
    for clause in policy.clauses:
        if not clause.concerns(room, asked=asked, minor=minor) or clause.settled_by(allowed):
            continue
        if clause.minors_only and "birth_date" in clause.checks:
            yield verdict_of(policy, clause, check="birth_date")
        for rule in clause.rules:
            if room not in rule.rooms or rule.asked not in {None, asked}:
                continue
            if words := rule.finds(reading, growing=growing):
                yield verdict_of(policy, clause, check=rule.check, detail=words)
                break


def verdict_of(policy: Policy, clause: Clause, *, check: str, **found: Any) -> Verdict:
    """A check found this clause broken."""
    return Verdict(
        action=clause.action,
        check=check,
        policy_version=policy.version,
        clause=clause.id,
        sentence=clause.sentence,
        **found,
    )


def failed(check: str, error: BaseException) -> Verdict:
    """A check did not run, whatever it was: a person looks."""
    log.error("check_failed", check=check, cause=type(error).__name__, exc_info=error)
    return Verdict(action=Action.REVIEW, check=check, policy_version="", sentence=FAILED, detail="check failed")


def _judged(text: str, room: Room, **how: Any) -> Verdict:
    try:
        policy = policies.current()
        allowed = Verdict(action=Action.ALLOW, check="rules", policy_version=policy.version)
        return gravest([allowed, *findings(policy, text, room=room, **how)])
    except Exception as error:  # whatever it was, the check did not run
        return failed("rules", error)
