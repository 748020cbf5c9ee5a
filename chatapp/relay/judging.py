"""The local rules over an answer as it grows: everything is judged before it is shown, and nearly for nothing.

A full look costs some 100 µs, as much as everything else a token costs together. But a rule can only begin to hold when
one of its terms has just been completed, and that is cheap to see: with case, disguises and everything that is no letter
taken off, a term of the policy is a plain substring. Only then the whole tail goes to the gate.
"""

import re
from functools import cache

from moderation import gates, policies
from moderation.normal import LETTERS, LOOKALIKES, each_folded
from moderation.verdicts import Verdict

_NOT_LETTERS = re.compile(r"[\W_]+")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_STRETCHED_ANY = re.compile(r"([^\W\d_])\1+")
# Whatever may stand for another letter does here; only a rule tells a 1 that is an i from one that is an l.
_DRAWN_ALIKE = LOOKALIKES | {ord("l"): "i"}


def bare(text: str) -> str:
    """Letters and digits only. Of two joined texts it is the two bare ones, joined."""
    return _NOT_LETTERS.sub("", each_folded(text).translate(LETTERS))


def undisguised(text: str) -> str:
    """Letters only, disguises off. Of two joined texts it is the two undisguised ones, joined."""
    return _NOT_LETTERS.sub("", each_folded(text).translate(_DRAWN_ALIKE))


class Terms:
    """Every term that an answer is watched for, without blanks. `any` None: there are none, so all is looked at in full.

    A term with digits ("15yo") stands in a text as it is; another one perhaps disguised, or with letters stretched.
    """

    def __init__(self, policy: policies.Policy, *, minor: bool = False) -> None:
        terms = {bare(term.rstrip("*")) for term in policy.watched("parlour", minor=minor)}
        digits = {term for term in terms if any(map(str.isdigit, term))}
        letters = {undisguised(term) for term in terms - digits}
        excused = (bare(term) for clause in policy.clauses for rule in clause.rules for term in rule.excused)
        self.longest = max([*map(len, terms), *map(len, excused)], default=1)
        readable = bool(terms) and "" not in terms | letters
        self.any = _one_of(letters) if readable else None
        self._stretched = _one_of({_STRETCHED_ANY.sub(r"\1", term) for term in letters})
        self._digits = _one_of(digits)

    def may_stand_in(self, raw: str, plain: str) -> bool:
        """Whether one of them can stand in a text, given bare and undisguised: perhaps yes too often, never no."""
        if self.any is None or self.any.search(plain) or self._digits.search(raw):
            return True
        return bool(_STRETCHED.search(plain)) and bool(self._stretched.search(_STRETCHED_ANY.sub(r"\1", plain)))


def _one_of(terms: set[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _shortest(terms)))) or r"(?!)")


def _shortest(terms: set[str]) -> set[str]:
    """Without those that another one is part of: where they stand, that one is found."""
    kept: set[str] = set()
    for term in sorted(terms, key=len):
        if not any(term[begin:end] in kept for begin in range(len(term)) for end in range(begin + 1, len(term) + 1)):
            kept.add(term)
    return kept


class Judge:
    """Judges one growing text. `seen`: what was judged elsewhere before (the kept text of a continued answer).

    `minor`: whoever reads it is under age, and stricter clauses apply.
    """

    def __init__(self, seen: str = "", *, minor: bool = False) -> None:
        self._terms, self._minor = _current(minor=minor), minor
        end = seen[-self._terms.longest * 4 :]
        self._raw, self._plain = self._kept(bare(end)), self._kept(undisguised(end))
        self._tail, self._cut = "", False
        self._keep(seen)

    def judge(self, new: str) -> Verdict | None:
        """The gate's verdict on the text with this added; None: nothing in it can have changed it."""
        raw, plain = self._raw + bare(new), self._plain + undisguised(new)
        self._raw, self._plain = self._kept(raw), self._kept(plain)
        text, cut = self._tail + new, self._cut
        self._keep(text)
        if not self._terms.may_stand_in(raw, plain):
            return None
        return gates.while_streaming(text, minor=self._minor, cut=cut)

    def _keep(self, text: str) -> None:
        start = gates.overlap_start(text, len(text))
        self._tail, self._cut = text[start:], self._cut or start > 0

    def _kept(self, probe: str) -> str:
        """What of it the next look needs: a term may end there. Twice its length, as letters may be stretched."""
        return probe[-2 * self._terms.longest :]

    def last(self) -> Verdict:
        """The gate's verdict on how the text ends, now that nothing more comes."""
        return gates.while_streaming(self._tail, minor=self._minor, ended=True, cut=self._cut)


def _current(*, minor: bool) -> Terms:
    try:
        return _terms(policies.current(), minor=minor)
    except Exception:  # without a policy the gate itself says no; it logs why
        return Terms(policies.Policy(version="", clauses=()))


@cache
def _terms(policy: policies.Policy, *, minor: bool) -> Terms:
    return Terms(policy, minor=minor)
