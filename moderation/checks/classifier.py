"""An engine's word on a text the rules are not sure about: by structured output, off unless CLASSIFIER is on, the house pays.

It takes seconds, so a worker asks, never a page. Whatever goes wrong, the rules' "review" stands.
"""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings

import xai
from moderation.models import SecondLook
from moderation.policies import Clause, Policy
from moderation.verdicts import Action, Verdict
from usage import calls
from usage.limits import NoMoney
from usage.models import Payer
from xai.catalogue import fitting
from xai.errors import XaiError
from xai.values import ChatMessage, ChatRequest, Engine

log = structlog.get_logger(__name__)

CHECK, PURPOSE, PROMPT = "classifier", "classifier", "classifier-1"
NONE = "none"
MAX_TOKENS = 80
LONGEST = 8_000  # characters of a prompt; of a longer one it would not have read all, and a person does
NO_THINKING = "none"


class NoWord(Exception):
    """The engine could not be asked, or did not say what was asked. For logs."""


def may_settle(policy: Policy, verdict: Verdict) -> bool:
    """Whether an engine is asked before a person is: the rules want a review for a clause that names this check."""
    if not settings.CLASSIFIER or verdict.action != Action.REVIEW or verdict.check == CHECK:
        return False
    clause = policy.clause(verdict.clause)
    return clause is not None and CHECK in clause.checks


def judge(policy: Policy, text: str, verdict: Verdict, *, person: Any, subject: UUID) -> Verdict:
    """What the engine says, kept for the next time; the rules' verdict where it says nothing. Not inside a transaction."""
    key = {
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "policy_version": policy.version,
        "prompt": PROMPT,
        "asked_about": verdict.clause,
    }
    try:
        look = SecondLook.objects.filter(**key).first() or _looked(policy, text, key, person=person, subject=subject)
    except NoWord as error:
        log.warning("classifier_silent", cause=str(error), clause=verdict.clause)
        return verdict
    return _verdict(policy, look, verdict)


def _looked(policy: Policy, text: str, key: dict[str, str], *, person: Any, subject: UUID) -> SecondLook:
    by = _engine()
    if by is None or len(text) > LONGEST:
        raise NoWord("nobody to ask" if by is None else "too long")
    try:
        answer = calls.ask(
            _question(policy, text, by), purpose=PURPOSE, owner=person, payer=Payer.HOUSE, subject=subject
        )
    except (XaiError, NoMoney) as error:
        raise NoWord(type(error).__name__) from error
    clause, score = read(policy, answer.text)
    look = SecondLook(**key, engine=by.id, clause=clause, score=score, action=_action(policy, clause, score))
    SecondLook.objects.bulk_create([look], ignore_conflicts=True)  # somebody may have asked at the same moment
    return look


def read(policy: Policy, said: str) -> tuple[str, float]:
    """The clause it names ("" for none) and how sure it is, from 0 to 1. Raises NoWord: it is somebody else's text."""
    try:
        found = json.loads(said)
        clause, score = found["clause"], float(found["score"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise NoWord("no such answer") from error
    if clause not in [NONE, *_ids(policy)] or not 0 <= score <= 1:
        raise NoWord("an answer that was not offered")
    return ("" if clause == NONE else clause), score


def _action(policy: Policy, clause_id: str, score: float) -> Action:
    """Only what it is sure of is settled by it; the rest waits for a person. A suspicion is enough where a clause locks."""
    clause = policy.clause(clause_id)
    if clause is None:
        return Action.ALLOW if score >= settings.CLASSIFIER_SURE else Action.REVIEW
    if clause.action == Action.LOCK:
        return Action.LOCK
    return clause.action if score >= settings.CLASSIFIER_SURE else Action.REVIEW


def _verdict(policy: Policy, look: SecondLook, before: Verdict) -> Verdict:
    clause = policy.clause(look.clause) or policy.clause(before.clause)
    action = Action(look.action)
    # A label on what waits to be sent would be lost; and what is let through needs no sentence.
    sentence = "" if action in {Action.ALLOW, Action.LABEL} else clause.sentence if clause else before.sentence
    if action == Action.REVIEW:
        sentence = before.sentence
    return Verdict(
        action=action,
        check=CHECK,
        policy_version=look.policy_version,
        clause=look.clause or look.asked_about,
        sentence=sentence,
        detail=f"{look.engine}, {look.prompt}: {look.clause or 'no clause'}",
        score=look.score,
    )


def _question(policy: Policy, text: str, by: Engine) -> ChatRequest:
    clauses = "\n".join(f"{clause.id}: {clause.title}. {clause.says}" for clause in _clauses(policy))
    return ChatRequest(
        engine=by.id,
        effort=fitting(NO_THINKING, by),
        messages=(ChatMessage("system", f"{_prompt()}\n\n{clauses}"), ChatMessage("user", text)),
        max_output_tokens=MAX_TOKENS,
        json_schema={
            "type": "object",
            "properties": {
                "clause": {"type": "string", "enum": [NONE, *_ids(policy)]},
                "score": {"type": "number", "minimum": 0, "maximum": 1},
            },
            "required": ["clause", "score"],
            "additionalProperties": False,
        },
    )


def _clauses(policy: Policy) -> list[Clause]:
    return [clause for clause in policy.naming(CHECK) if "studio" in clause.rooms]


def _ids(policy: Policy) -> list[str]:
    return [clause.id for clause in _clauses(policy)]


def _engine() -> Engine | None:
    """HELPER_ENGINE while it is there, else the cheapest that need not think first. None: there is none."""
    if settings.HELPER_ENGINE and (named := xai.known_engine(settings.HELPER_ENGINE)):
        return named
    priced = [each for each in xai.engines() if each.prices.completion]
    return min(priced, key=lambda each: (NO_THINKING not in each.efforts, each.prices.completion), default=None)


@cache
def _prompt() -> str:
    """A changed prompt is a new file, and what was said under the old one is asked anew."""
    return (Path(__file__).parent / f"{PROMPT}.txt").read_text().strip()
