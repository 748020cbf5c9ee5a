"""What somebody asks the search: words, "phrases", -not, and filters as words. Pure: no database, no clock but `today`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

LONGEST = 400
MOST_TERMS = 16
PREFIX_LETTERS = 3  # a shorter word is meant as it is: "go" is not "government"

FILTERS = {
    "tag": "with this tag",
    "project": "in this project",
    "engine": "answered by this engine",
    "has": "image, file or code",
    "before": "until a day: 2026-03-01",
    "after": "since a day: 2026-03-01",
    "in": "archive",
    "from": "me or grok",
}
HAS = {"image": "image", "picture": "image", "file": "file", "code": "code"}
FROM = {"me": "user", "grok": "assistant"}
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
class Asked:
    """A question to the search, understood."""

    said: str = ""
    terms: tuple[Term, ...] = ()
    tags: tuple[str, ...] = ()
    project: str = ""
    engine: str = ""
    has: frozenset[str] = frozenset()
    before: datetime | None = None
    after: datetime | None = None
    archived: bool = False
    role: str = ""
    chips: tuple[Chip, ...] = field(default=())

    @property
    def empty(self) -> bool:
        """Nothing is asked."""
        return not self.terms and not self.chips

    @property
    def about_messages(self) -> bool:
        """Whether it asks for messages; else for whole conversations."""
        return bool(self.terms or self.engine or self.has or self.before or self.after or self.role)


def parse(said: str, today: date) -> Asked:
    """Understand it. Raises NotUnderstood."""
    said = " ".join(said.replace("\x00", " ").split())
    if len(said) > LONGEST:
        raise NotUnderstood(f"That is more than {LONGEST} characters. A few words find more.")
    asked = Asked(said=said)
    pieces = list(PIECE.finditer(said))
    for at, piece in enumerate(pieces):
        if piece["name"]:
            asked = _filtered(asked, piece, today)
            rest = [each[0] for number, each in enumerate(pieces) if number != at]
            asked = replace(asked, chips=(*asked.chips, Chip(piece[0], " ".join(rest))))
        else:
            asked = replace(asked, terms=(*asked.terms, *_terms(piece)))
    if len(asked.terms) > MOST_TERMS:
        raise NotUnderstood(f"That is more than {MOST_TERMS} words. Fewer find more.")
    if asked.terms and all(term.unwanted for term in asked.terms) and not asked.chips:
        raise NotUnderstood("Say also what should be there: only words with a minus find everything else.")
    return asked


def _terms(piece: re.Match[str]) -> Iterator[Term]:
    words = piece["phrase"] if piece["word"] is None else piece["word"]
    if any(letter.isalnum() for letter in words):
        whole = piece["word"] is None or len(words) < PREFIX_LETTERS
        yield Term(words, whole=whole, unwanted=bool(piece["no"]))


def _filtered(asked: Asked, piece: re.Match[str], today: date) -> Asked:
    name, value = piece["name"].casefold(), piece["value"].strip('"').strip()
    if name not in FILTERS:
        known = ", ".join(f"{each}:" for each in FILTERS)
        raise NotUnderstood(
            f"“{name}:” is not a filter. There are {known}. For the words themselves, put them in quotation marks."
        )
    if piece["no"]:
        raise NotUnderstood(
            f"A filter cannot be turned round with a minus; leave “{piece[0]}” out, or ask for words without it."
        )
    if not value:
        raise NotUnderstood(f"“{name}:” needs a word after it: {FILTERS[name]}.")
    match name:
        case "tag":
            return replace(asked, tags=(*asked.tags, value.casefold()))
        case "project":
            return replace(asked, project=value)
        case "engine":
            return replace(asked, engine=value.casefold())
        case "has":
            return replace(asked, has=asked.has | {_one_of(name, value, HAS)})
        case "from":
            return replace(asked, role=_one_of(name, value, FROM))
        case "in":
            return replace(asked, archived=bool(_one_of(name, value, {"archive": "yes"})))
        case "before":
            return replace(asked, before=_day(name, value, today))
        case _:
            return replace(asked, after=_day(name, value, today))


def _one_of(name: str, value: str, known: dict[str, str]) -> str:
    if value.casefold() not in known:
        words = " or ".join(f"{name}:{each}" for each in known if each != "picture")
        raise NotUnderstood(f"“{name}:{value}” is not known. There is {words}.")
    return known[value.casefold()]


def _day(name: str, value: str, today: date) -> datetime:
    """The beginning of a day, a month or a year, in UTC."""
    day = {"today": today, "yesterday": today - timedelta(days=1)}.get(value.casefold())
    if day is None:
        parts = value.split("-")
        try:
            year, month, number = (*(int(part) for part in parts), *[1] * (3 - len(parts)))
            day = date(year, month, number)
        except (ValueError, OverflowError) as error:
            raise NotUnderstood(
                f"“{name}:{value}” names no day. Write it like {name}:2026-03-01, or {name}:2026-03."
            ) from error
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
