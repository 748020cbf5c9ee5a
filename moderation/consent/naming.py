"""Who is named in an order's words: the clause about them is answered once each of them has agreed."""

import re
from collections.abc import Callable, Sequence

from moderation.checks.rule import JOINED
from moderation.consent import needed
from moderation.lexicon import words_of
from moderation.models import Consent
from moderation.verdicts import Verdict

Judge = Callable[[str], Verdict]
MOST = 8  # names; an order with more of them is read by a person
SOMEBODY = "somebody"


def answered(text: str, found: Verdict, judge: Judge, *, own: Consent | None, others: Sequence[Consent]) -> Verdict:
    """What the rules say of the rest, where all who are named have agreed; else what they found.

    `own`: the consent that was given to these very words, `others`: to what the order is made from. Somebody agrees for
    themselves alone: who is named beside them is still to be asked.
    """
    names, rest = _taken_out(text, found, judge)
    if needed.by_prompt(rest):
        return found
    unheard = _unheard(names, [each for each in [own, *others] if each is not None])
    if unheard and not (own is not None and len(names) == 1):
        return found
    return rest


def _taken_out(text: str, found: Verdict, judge: Judge) -> tuple[list[str], Verdict]:
    """The names the rules find, one after another, and what they say of the words without them."""
    names: list[str] = []
    while needed.by_prompt(found) and len(names) < MOST:
        name = found.detail.partition(JOINED)[0]
        text, times = (
            re.subn(rf"(?<!\w){re.escape(name)}(?!\w)", SOMEBODY, text, flags=re.IGNORECASE) if name else (text, 0)
        )
        if not times:  # written in a disguise, or it was an engine that found it: a person reads it
            break
        names.append(name)
        found = judge(text)
    return names, found


def _unheard(names: Sequence[str], signed: Sequence[Consent]) -> list[str]:
    """Whom nobody signed for. Each signature is one person's: who writes two names into one answers for one of them."""
    left, unheard = list(signed), []
    for name in names:
        theirs = next((each for each in left if _is(name, each)), None)
        if theirs is None:
            unheard.append(name)
        else:
            left.remove(theirs)
    return unheard


def _is(name: str, consent: Consent) -> bool:
    """Whether somebody signed with this name, in this order. “Anna Schmidt” did not sign for Anna Berger."""
    signed = iter(words_of(consent.signature))
    return all(word in signed for word in words_of(name))
