"""What a check that reads words is: a rule of a clause, made once for a policy and asked about every text."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from moderation.lexicon import Hit, Reading, words_of

Lists = Mapping[str, Sequence[str]]
ROOMS = ("parlour", "studio")
WITHIN, FURTHEST = 80, 300
JOINED = " … "  # between the words found and those beside them
# How far around what was found `also` and `spared_by` look.
AROUND = 200


class Rule(Protocol):
    """Finds what breaks a clause in a text that was read once for all rules."""

    @property
    def check(self) -> str:
        """The check's name, as clauses and verdicts say it."""

    @property
    def rooms(self) -> frozenset[str]:
        """Where it holds, of the rooms its clause names."""

    @property
    def asked(self) -> bool | None:
        """Whether it is about what is asked for alone, or about answers alone; None: about both."""

    @property
    def watched(self) -> Iterable[str]:
        """The terms by which it may begin to hold."""

    @property
    def excused(self) -> Iterable[str]:
        """The terms by which it may cease to hold."""

    def finds(self, reading: Reading, *, growing: bool = False) -> str:
        """The words found, or nothing. `growing`: more may follow, so what an innocent phrase begins with is not judged yet."""


@dataclass(frozen=True, slots=True)
class Terms:
    """One of `words`, and one of `beside` within so many letters when there are any; but not as part of one of `unless`.

    Around both stands one of `also`, when there are any, and none of `spared_by`.
    """

    check: str
    words: frozenset[str]
    beside: frozenset[str]
    also: frozenset[str]
    unless: frozenset[str]
    spared_by: frozenset[str]
    within: int
    rooms: frozenset[str]
    asked: bool | None

    @property
    def watched(self) -> Iterable[str]:
        return self.words | self.beside | self.also

    @property
    def excused(self) -> Iterable[str]:
        return self.unless | self.spared_by

    def finds(self, reading: Reading, *, growing: bool = False) -> str:
        also, spares = _begins(reading, self.also), _begins(reading, self.spared_by)
        for pair in self._pairs(reading, growing=growing):
            if self.also and not _around(also, pair):
                continue
            # What spares it may have stood before the part that is read; it was judged with that in sight.
            if self.spared_by and (min(hit.begin for hit in pair) < reading.judged or _around(spares, pair)):
                continue
            return JOINED.join(dict.fromkeys(hit.term_in(reading) for hit in pair))
        return ""

    def _pairs(self, reading: Reading, *, growing: bool) -> Iterator[tuple[Hit, ...]]:
        """What was found, with what stands beside it when something must."""
        found = self._guilty(reading, self.words, growing=growing)
        if not self.beside:
            yield from ((hit,) for hit in found)
        if not found or not self.beside:
            return
        others = self._guilty(reading, self.beside, growing=growing)
        begins = [hit.begin for hit in others]
        for hit in found:
            near = bisect_left(begins, hit.begin)
            for other in others[max(0, near - 1) : near + 1]:
                if other.begin - hit.end <= self.within and hit.begin - other.end <= self.within:
                    yield hit, other

    def _guilty(self, reading: Reading, terms: frozenset[str], *, growing: bool) -> list[Hit]:
        hits = [hit for term in reading.hits.keys() & terms for hit in reading.hits[term]]
        if not hits:
            return hits
        hits.sort(key=lambda hit: hit.begin)
        if self.unless:
            excuses = [hit for term in reading.hits.keys() & self.unless for hit in reading.hits[term]]
            excuses.sort(key=lambda hit: hit.begin)
            hits = _without(hits, excuses)
            if growing:
                hits = [hit for hit in hits if not self._may_be_excused(hit, reading)]
        return hits

    def _may_be_excused(self, hit: Hit, reading: Reading) -> bool:
        """Whether the text ends in the middle of an innocent phrase."""
        if len(reading.plain) - hit.begin > max(map(len, self.unless)):
            return False
        tail = " ".join(words_of(reading.plain[hit.begin :]))
        return any(term.startswith(tail) and term != tail for term in self.unless)


def _begins(reading: Reading, terms: frozenset[str]) -> list[int]:
    return sorted(hit.begin for term in reading.hits.keys() & terms for hit in reading.hits[term])


def _around(begins: list[int], pair: tuple[Hit, ...]) -> bool:
    """Whether one of them is to be read around what was found, not as a part of it."""
    first, last = min(hit.begin for hit in pair) - AROUND, max(hit.end for hit in pair) + AROUND
    near = begins[bisect_left(begins, first) : bisect_right(begins, last)]
    return any(all(not hit.begin <= begin < hit.end for hit in pair) for begin in near)


def _without(hits: list[Hit], excuses: list[Hit]) -> list[Hit]:
    """The hits that lie in no excuse. Both in order; excuses that begin later may end earlier, so the furthest end counts."""
    left, at, reach = [], 0, -1
    for hit in hits:
        while at < len(excuses) and excuses[at].begin <= hit.begin:
            reach = max(reach, excuses[at].end)
            at += 1
        if hit.end > reach and not any(each.begin < hit.end for each in excuses[at : at + 1]):
            left.append(hit)
    return left


FIELDS = {
    "check", "rooms", "asked", "words", "beside", "within", "also", "unless", "spared_by", "given", "nobody",
}  # fmt: skip


def terms_rule(check: str, raw: dict[str, Any], lists: Lists, more: Iterable[str] = ()) -> Terms:
    """From what stands in a clause's file. `more`: terms the check brings itself. Raises KeyError, ValueError."""
    if unknown := sorted((set(raw) - FIELDS) | (set(raw.get("rooms", ())) - set(ROOMS))):
        raise ValueError(f"nobody knows {', '.join(unknown)}")
    return Terms(
        check=check,
        words=frozenset([*_listed(raw.get("words", []), lists), *more]),
        beside=frozenset(_listed(raw.get("beside", []), lists)),
        also=frozenset(_listed(raw.get("also", []), lists)),
        unless=frozenset(_listed(raw.get("unless", []), lists)),
        spared_by=frozenset(_listed(raw.get("spared_by", []), lists)),
        within=_within(raw),
        rooms=frozenset(raw.get("rooms", ROOMS)),
        asked=None if "asked" not in raw else bool(raw["asked"]),
    )


def _within(raw: dict[str, Any]) -> int:
    """Not further than what of a growing answer is read twice (`moderation.gates.OVERLAP`)."""
    within = int(raw.get("within", WITHIN))
    if not 0 <= within <= FURTHEST:
        raise ValueError(f"within is from 0 to {FURTHEST}")
    return within


def _listed(terms: Sequence[str], lists: Lists) -> Iterable[str]:
    """Terms, and those of the list named by an @."""
    for term in terms:
        if term.startswith("@"):
            yield from lists[term[1:]]
        elif words_of(term):
            yield term
        else:
            raise ValueError(f"{term!r} has no letter to look for")
