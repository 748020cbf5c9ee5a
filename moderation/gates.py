"""The gates: before anything is sent, while a reply streams, before a result is shown.

A check that fails to run counts as *no*: the verdict is then "review", never "allow".
"""

from typing import Literal

import structlog

from moderation import policies
from moderation.normal import normal
from moderation.verdicts import Action, Verdict, gravest

log = structlog.get_logger(__name__)

Room = Literal["parlour", "studio"]

# A rule's words and their neighbours lie within this many letters: what was seen before needs no second look.
OVERLAP = 400

FAILED = "We could not check this, so nothing was sent and nothing was charged. A person will look; you can also try again in a minute."


def before_sending(text: str, *, room: Room) -> Verdict:
    """May this prompt leave the house? The local rules, under 2 ms for a page of text."""
    return _judged(text, room, asked=True)


def while_streaming(text: str, *, room: Room = "parlour", seen: int = 0) -> Verdict:
    """May this much of an answer be shown? `seen` letters were judged before; only the rest, with an overlap, is read."""
    return _judged(text[overlap_start(text, seen) :], room, asked=False)


def overlap_start(text: str, seen: int) -> int:
    """Where reading goes on when `seen` letters were read: OVERLAP before, at a blank. Half a word reads as another."""
    start = seen - OVERLAP
    while start > max(0, seen - 2 * OVERLAP) and not text[start - 1].isspace():
        start -= 1
    return max(0, start)


def before_showing(prompt: str, *, provider_allowed: bool | None) -> Verdict:
    """May a finished picture or film be shown? None: the provider said nothing, and its silence is not a no."""
    rules = before_sending(prompt, room="studio")
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


def _judged(text: str, room: Room, *, asked: bool) -> Verdict:
    try:
        policy = policies.current()
        return gravest(_verdicts(policy, normal(text), room, asked=asked))
    except Exception as error:  # whatever it was, the check did not run
        log.exception("check_failed", check="rules", cause=type(error).__name__)
        return Verdict(action=Action.REVIEW, check="rules", policy_version="", sentence=FAILED, detail="check failed")


def _verdicts(policy: policies.Policy, text: str, room: Room, *, asked: bool) -> list[Verdict]:
    found = [Verdict(action=Action.ALLOW, check="rules", policy_version=policy.version)]
    for clause in policy.clauses:
        if room not in clause.rooms or (clause.asked_only and not asked):
            continue
        for rule in clause.rules:
            if words := rule.finds(text):
                found.append(_verdict(policy, clause, words))
                break
    return found


def _verdict(policy: policies.Policy, clause: policies.Clause, words: str) -> Verdict:
    return Verdict(
        action=clause.action,
        check="rules",
        policy_version=policy.version,
        clause=clause.id,
        sentence=clause.sentence,
        detail=words,
    )
