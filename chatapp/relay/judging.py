"""The local rules over an answer as it grows: everything is judged before it is shown, and nearly for nothing.

A full look costs some 100 µs, as much as everything else a token costs together. But a rule can only begin to hold when
one of its terms has just been completed, and that is cheap to see: with case, disguises and everything that is no letter
taken off, a term of the policy is a plain substring. Only then the whole tail goes to the gate.
"""

import re
from functools import cache

from moderation import gates, policies
from moderation.normal import LOOKALIKES, normal
from moderation.verdicts import Verdict

_NOT_LETTERS = re.compile(r"[\W_]+")
_LIST_OF_TERMS = re.compile(r"\\b\(\?:(.*)\)\\b", re.DOTALL)


def bare(text: str) -> str:
    """Letters only, disguises off. Of two joined texts it is the two bare ones, joined."""
    plain = text.lower() if text.isascii() else normal(text)
    return _NOT_LETTERS.sub("", plain.translate(LOOKALIKES))


class Terms:
    """Every term of a policy, bare. `any` None: they cannot be told, so everything is looked at in full."""

    def __init__(self, policy: policies.Policy) -> None:
        found: set[str] = set()
        readable = True
        for pattern in _patterns(policy):
            listed = _LIST_OF_TERMS.fullmatch(pattern.pattern)
            readable = readable and listed is not None
            if listed:
                found |= {bare(_unescaped(term)) for term in listed[1].split("|")}
        readable = readable and "" not in found and bool(found)
        self.longest = max(map(len, found), default=1)
        self.any = re.compile("|".join(sorted(map(re.escape, found)))) if readable else None


class Judge:
    """Judges one growing text. `seen`: what was judged elsewhere before (the kept text of a continued answer)."""

    def __init__(self, seen: str = "") -> None:
        self._terms = _current()
        self._bare = bare(seen[-self._terms.longest * 4 :])[-self._terms.longest + 1 :]
        self._tail = seen[gates.overlap_start(seen, len(seen)) :]

    def judge(self, new: str) -> Verdict | None:
        """The gate's verdict on the text with this added; None: nothing in it can have changed it."""
        probe = self._bare + bare(new)
        self._bare = probe[-self._terms.longest + 1 :] if self._terms.longest > 1 else ""
        text = self._tail + new
        self._tail = text[gates.overlap_start(text, len(text)) :]
        if self._terms.any is not None and not self._terms.any.search(probe):
            return None
        return gates.while_streaming(text)


def _current() -> Terms:
    try:
        return _terms(policies.current())
    except Exception:  # without a policy the gate itself says no; it logs why
        return Terms(policies.Policy(version="", clauses=()))


@cache
def _terms(policy: policies.Policy) -> Terms:
    return Terms(policy)


def _patterns(policy: policies.Policy) -> list[re.Pattern[str]]:
    rules = [rule for clause in policy.clauses for rule in clause.rules]
    return [pattern for rule in rules for pattern in (rule.words, rule.beside) if pattern is not None]


def _unescaped(term: str) -> str:
    return re.sub(r"\\(.)", r"\1", term.removesuffix(r"\w*"))
