"""What somebody asks a search: words, "phrases", -not, and filters as words. Pure: no database, no clock.

Each room says which filters it has and what their values mean; how they are written is the same everywhere.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

LONGEST = 400
MOST_TERMS = 16
PREFIX_LETTERS = 3  # a shorter word is meant as it is: "go" is not "government"
PIECE = re.compile(
    r'(?P<no>-)?(?:(?P<name>[^\W\d_]+):(?P<value>"[^"]*"?|(?!//)[^\s"]\S*)|"(?P<phrase>[^"]*)"?|(?P<word>\S+))'
)


class NotUnderstood(Exception):
    """The words say what is wrong, and what would be right."""


@dataclass(frozen=True, slots=True)
class Term:
    """Words to be found one after the other. `whole`: as they are, else the last may go on."""

    words: str
    whole: bool = False
    unwanted: bool = False


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter as it was typed, and what is asked without it."""

    said: str
    without: str


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter: its name, one of those known, and its value, never empty."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Said:
    """A question taken apart. `words` is all of it, with single spaces."""

    words: str
    terms: tuple[Term, ...]
    filters: tuple[Filter, ...]
    chips: tuple[Chip, ...]


def read(said: str, known: Mapping[str, str]) -> Said:
    """Take it apart. `known`: each filter, and what it is for. Raises NotUnderstood."""
    said = " ".join(said.replace("\x00", " ").split())
    if len(said) > LONGEST:
        raise NotUnderstood(f"That is more than {LONGEST} characters. A few words find more.")
    pieces = list(PIECE.finditer(said))
    filters = [_filter(piece, known) for piece in pieces if piece["name"]]
    chips = [
        Chip(piece[0], " ".join(each[0] for number, each in enumerate(pieces) if number != at))
        for at, piece in enumerate(pieces)
        if piece["name"]
    ]
    terms = [term for piece in pieces if not piece["name"] for term in _terms(piece)]
    if len(terms) > MOST_TERMS:
        raise NotUnderstood(f"That is more than {MOST_TERMS} words. Fewer find more.")
    if terms and all(term.unwanted for term in terms) and not chips:
        raise NotUnderstood("Say also what should be there: only words with a minus find everything else.")
    return Said(said, tuple(terms), tuple(filters), tuple(chips))


def one_of(asked: Filter, known: Mapping[str, str], unsaid: tuple[str, ...] = ()) -> str:
    """What this value means. `unsaid`: other words for the same, which the sentence leaves out. Raises NotUnderstood."""
    if asked.value.casefold() not in known:
        words = " or ".join(f"{asked.name}:{each}" for each in known if each not in unsaid)
        raise NotUnderstood(f"“{asked.name}:{asked.value}” is not known. There is {words}.")
    return known[asked.value.casefold()]


def day(asked: Filter, today: date) -> datetime:
    """The beginning of a day, a month or a year, in UTC. Raises NotUnderstood."""
    name, value = asked.name, asked.value
    found = {"today": today, "yesterday": today - timedelta(days=1)}.get(value.casefold())
    if found is None:
        parts = value.split("-")
        try:
            year, month, number = (*(int(part) for part in parts), *[1] * (3 - len(parts)))
            found = date(year, month, number)
        except (ValueError, OverflowError) as error:
            raise NotUnderstood(
                f"“{name}:{value}” names no day. Write it like {name}:2026-03-01, or {name}:2026-03."
            ) from error
    return datetime(found.year, found.month, found.day, tzinfo=UTC)


def _terms(piece: re.Match[str]) -> Iterator[Term]:
    words = piece["phrase"] if piece["word"] is None else piece["word"]
    if any(letter.isalnum() for letter in words):
        whole = piece["word"] is None or len(words) < PREFIX_LETTERS
        yield Term(words, whole=whole, unwanted=bool(piece["no"]))


def _filter(piece: re.Match[str], known: Mapping[str, str]) -> Filter:
    name, value = piece["name"].casefold(), piece["value"].strip('"').strip()
    if name not in known:
        there = ", ".join(f"{each}:" for each in known)
        raise NotUnderstood(
            f"“{name}:” is not a filter. There are {there}. For the words themselves, put them in quotation marks."
        )
    if piece["no"]:
        raise NotUnderstood(
            f"A filter cannot be turned round with a minus; leave “{piece[0]}” out, or ask for words without it."
        )
    if not value:
        raise NotUnderstood(f"“{name}:” needs a word after it: {known[name]}.")
    return Filter(name, value)
