"""A prompt made better by an engine, at the price shown: a proposal beside the person's own words, never in their place."""

import re
import time
import uuid
from dataclasses import dataclass
from difflib import SequenceMatcher

import structlog
from django.conf import settings
from django.core.cache import cache as kept
from django.db import transaction

import xai
from accounts.models import User
from foundation import outbox
from foundation.outages import REDIS_AWAY
from moderation import gates
from studio import helping
from studio.lineage.words import Piece
from studio.verbs import Verb
from usage import calls, money
from usage.limits import NoMoney
from usage.models import Charge, Payer
from xai.errors import TimedOut, XaiError
from xai.values import Answer, ChatRequest, Engine

log = structlog.get_logger(__name__)

PROMPT = "improve-1"
PURPOSE = "improve"
TASK = "studio.tasks.improve_prompt"
MAX_TOKENS = 400  # and one for each letter that was typed: no script needs more of them for as long a text
SLOW_SECONDS = 8  # from then on the page says that it takes longer
SAID_SECONDS = 300  # so long a page that was away finds the proposal
NO = "NO"
TYPICAL_INPUT, TYPICAL_OUTPUT = 400, 120
# What engines say instead of a prompt, in the languages they say it in most.
REFUSAL = re.compile(
    r"^(?:i['’ ]?m sorry|i am sorry|sorry|i can(?:no|['’])t|i cannot|i['’]m not able|i['’]m unable|as an ai|unfortunately"
    r"|es tut mir leid|ich kann (?:das|dies|dir|ihnen|leider)|je (?:suis désolé|ne peux)|lo siento|no puedo)\b",
    re.IGNORECASE,
)
WORD = re.compile(r"\s*(?:\w[\w'’-]*|[^\w\s])")  # a comma is a word of its own: one that comes changes no other
HEADING = re.compile(
    r"^(?:\**(?:(?:improved|rewritten|better|new)\s+)?prompt\**\s*:\**|sure[,!.][^\n]*\n)\s*", re.IGNORECASE
)


class NotImproved(Exception):
    """There is no better prompt, and why: the text is for the person. Their own words are as they were."""


@dataclass(frozen=True, slots=True)
class Improved:
    """`pieces` lead from the one to the other; `ticks` is what it cost, None where the ledger does not say."""

    before: str
    after: str
    pieces: tuple[Piece, ...]
    ticks: int | None


@dataclass(frozen=True, slots=True)
class Asking:
    """One question that is under way: `began` by the clock of the house."""

    id: uuid.UUID
    typed: str
    verb: Verb
    began: float

    @property
    def is_slow(self) -> bool:
        """It takes longer than usual."""
        return time.time() - self.began > SLOW_SECONDS


def engine() -> Engine | None:
    """HELPER_ENGINE; else the cheapest that need not think first, else the cheapest. None: there is none."""
    if settings.HELPER_ENGINE and (named := xai.known_engine(settings.HELPER_ENGINE)):
        return named
    priced = [each for each in xai.engines() if each.prices.completion]
    return helping.cheapest(priced, _typical)


def price() -> int | None:
    """What it costs at most, in ticks, for the longest prompt there may be; None: nobody can be asked."""
    by = engine()  # no verb has more words of ours around it than an edit
    return calls.at_most(_question("x" * settings.MAX_PROMPT_CHARACTERS, Verb.EDIT, by)) if by else None


def ask(owner: User, typed: str, verb: Verb) -> Asking:
    """Have a worker ask an engine. One question at a time for each person: while one is under way, this is that one.

    Raises NotImproved for what need not be asked.
    """
    asking = Asking(uuid.uuid4(), _checked(owner, typed), verb, time.time())
    # A claim whose holder died ends by itself.
    while not kept.add(_claim(owner), asking, timeout=_late()):
        if before := under_way(owner):
            return before
    kept.delete(_said(owner))
    with transaction.atomic():
        outbox.ring(TASK, owner.pk, queue="calls")
    return asking


def under_way(owner: User) -> Asking | None:
    """What is being asked for this person right now."""
    found: Asking | None = kept.get(_claim(owner))
    return found


def to_wait_for(owner: User) -> Asking | None:
    """The same for a page that has more to show: nothing, also while Redis is away."""
    try:
        return under_way(owner)
    except REDIS_AWAY as error:
        log.warning("asking_unread", cause=type(error).__name__)
        return None


def answer(owner_key: int) -> None:
    """Ask, once for each claim, and lay down what comes of it: a proposal, or the sentence why there is none."""
    owner = User.objects.filter(pk=owner_key).first()
    asking = under_way(owner) if owner else None
    # A bell that rings twice must not be paid for twice.
    if owner is None or asking is None or not kept.add(f"improve:asked:{asking.id}", 1, timeout=_late()):
        return
    said: Improved | str = (
        "This could not be asked. Your words are as they were; your usage says whether it cost anything."
    )
    try:
        said = improve(owner, asking)
    except NotImproved as error:
        said = str(error)
    finally:
        kept.set(_said(owner), said, SAID_SECONDS)
        kept.delete(_claim(owner))


def outcome(owner: User) -> Improved:
    """What came of the last question. Raises NotImproved."""
    said: Improved | str | None = kept.get(_said(owner))
    if isinstance(said, Improved):
        return said
    raise NotImproved(said or "No answer came. Your words are as they were; your usage says whether it cost anything.")


def improve(owner: User, asking: Asking) -> Improved:
    """Ask, book, and find the difference. Not inside a transaction: it takes seconds. Raises NotImproved."""
    by = engine()
    if by is None:
        raise NotImproved("No engine can be asked at present. Nothing was asked and nothing charged.")
    said = _answered(owner, asking, by)
    ticks = _paid(asking)
    after = _usable(said, asking.typed, ticks)
    return Improved(asking.typed, after, difference(asking.typed, after), ticks)


def _checked(owner: User, typed: str) -> str:
    """The words as they are asked about. Raises NotImproved."""
    typed = typed.replace("\r\n", "\n").strip()
    if not typed:
        raise NotImproved("Write a prompt first. Nothing was asked.")
    if len(typed) > settings.MAX_PROMPT_CHARACTERS:
        raise NotImproved(f"This is longer than {settings.MAX_PROMPT_CHARACTERS:,} characters. Nothing was asked.")
    verdict = gates.before_sending(typed, room="studio", person=owner)
    if not verdict.passes:
        raise NotImproved(
            f"{verdict.sentence or 'The rules of this house do not allow these words.'} Nothing was asked."
        )
    return typed


def difference(before: str, after: str) -> tuple[Piece, ...]:
    """All the words of both, in order, each with the blank before it: those that stay, those that go, those that come."""
    old, new = WORD.findall(before), WORD.findall(after)
    pieces: list[Piece] = []
    same = SequenceMatcher(None, [each.strip() for each in old], [each.strip() for each in new], autojunk=False)
    for does, a, b, c, d in same.get_opcodes():
        if does == "equal":
            pieces.append(Piece("same", "".join(new[c:d])))
            continue
        if b > a:
            pieces.append(Piece("removed", "".join(old[a:b])))
        if d > c:
            pieces.append(Piece("added", "".join(new[c:d])))
    return tuple(pieces)


def _answered(owner: User, asking: Asking, by: Engine) -> Answer:
    try:
        return calls.ask(
            _question(asking.typed, asking.verb, by),
            purpose=PURPOSE,
            owner=owner,
            payer=Payer.PERSON,
            subject=asking.id,
        )
    except NoMoney as error:
        raise NotImproved(
            "Your allowance does not cover this. Nothing was asked. Your words are as they were."
        ) from error
    except TimedOut as error:
        raise NotImproved("The engine took too long. Your words are as they were, and you were not charged.") from error
    except XaiError as error:
        raise NotImproved(
            "The engine could not be asked now. Your words are as they were; your usage says whether it cost anything."
        ) from error


def _usable(said: Answer, typed: str, ticks: int | None) -> str:
    """What was said, as a prompt. Raises NotImproved for what is none."""
    cost = "What it cost stands in your usage." if ticks is None else f"It cost {money.cents(ticks)}."
    paid = f"{cost} Your words are as they were."
    if said.reason == "length":
        raise NotImproved(f"The engine did not finish: it wrote more than was asked for. {paid}")
    words = HEADING.sub("", "".join(each for each in said.text if each.isprintable() or each == "\n").strip()).strip(
        ' "“”'
    )
    if not words:
        raise NotImproved(f"The engine gave no words. {paid}")
    if words == NO or REFUSAL.match(words):
        raise NotImproved(f"The engine would not rewrite this. {paid}")
    if len(words) > settings.MAX_PROMPT_CHARACTERS or len(words) > 1_000 + 3 * len(typed):
        raise NotImproved(f"The engine wrote far too much to be a prompt. {paid}")
    if not gates.before_showing(words, provider_allowed=None).passes:
        raise NotImproved(f"The rules of this house do not allow what the engine wrote. {paid}")
    if words.split() == typed.split():
        raise NotImproved(f"The engine would change nothing. {paid}")
    return words


def _question(typed: str, verb: Verb, by: Engine) -> ChatRequest:
    makes = {"imagine": "a picture", "edit": "a change of a picture", "change": "a change of a film"}
    said = f"For {makes.get(verb, 'a short film')}. The prompt:\n{typed}"
    return helping.question(by, PROMPT, said, most=MAX_TOKENS + len(typed))


def _paid(asking: Asking) -> int | None:
    """What this very question cost its owner."""
    charge = Charge.objects.filter(hold__subject=asking.id, hold__purpose=PURPOSE).first()
    return charge.person_ticks if charge else None


def _claim(owner: User) -> str:
    return f"improve:asking:{owner.pk}"


def _said(owner: User) -> str:
    return f"improve:said:{owner.pk}"


def _late() -> int:
    """Seconds after which nobody can be at it any more."""
    return int(2 * settings.CALL_SECONDS) + 5


def _typical(each: Engine) -> int:
    return each.prices.prompt * TYPICAL_INPUT + each.prices.completion * TYPICAL_OUTPUT
