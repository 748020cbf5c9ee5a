"""What somebody asks the wall: words, and filters as words. How it is written is `foundation.asking`'s. Pure."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime

from foundation.asking import Chip, Filter, NotUnderstood, Term, day, one_of, read
from studio.models.asset import BEST_RATING, Origin
from studio.models.job import Kind
from studio.verbs import Verb

FILTERS = {
    "verb": "imagine, edit, animate, film, change or extend",
    "engine": "made by this engine",
    "ratio": "of this ratio: 16:9",
    "length": "of a film: 8s, <5s or >8s",
    "board": "on this board, or none",
    "rating": "3, >=4 or none",
    "is": "starred, picture or film",
    "tag": "with this tag",
    "before": "until a day: 2026-03-01",
    "after": "since a day: 2026-03-01",
    "origin": "made, uploaded or trimmed",
}
IS = {"starred": "starred", "picture": Kind.PICTURE, "film": Kind.VIDEO, "video": Kind.VIDEO}
NO_BOARD = "none"
NEARLY = 0.5  # seconds: what a player shows as the same length
COMPARED = re.compile(r"(?P<how><=|>=|<|>|=)?(?P<number>\d{1,5}(?:\.\d{1,3})?)(?P<unit>s|m)?")
RATIO = re.compile(r"\d{1,2}(?:\.\d)?:\d{1,2}(?:\.\d)?|auto")
HOW = {"<": "lt", "<=": "lte", ">": "gt", ">=": "gte"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to the wall, understood. `bounds` are conditions on columns, such as ("rating__gte", 4)."""

    said: str = ""
    terms: tuple[Term, ...] = ()
    tags: tuple[str, ...] = ()
    verb: str = ""
    engine: str = ""
    ratio: str = ""
    board: str = ""
    kind: str = ""
    origin: str = ""
    starred: bool = False
    before: datetime | None = None
    after: datetime | None = None
    bounds: tuple[tuple[str, float], ...] = ()
    chips: tuple[Chip, ...] = ()

    @property
    def empty(self) -> bool:
        """Nothing is asked: the whole wall."""
        return not self.terms and not self.chips


def parse(said: str, today: date) -> Asked:
    """Understand it. Raises NotUnderstood."""
    taken = read(said, FILTERS)
    asked = Asked(said=taken.words, terms=taken.terms, chips=taken.chips)
    for each in taken.filters:
        asked = _filtered(asked, each, today)
    return asked


def tag_of(words: str) -> str:
    """A tag as it is kept and compared."""
    return " ".join(words.replace("\x00", " ").split()).casefold().strip("#")[:40].strip()


def _filtered(asked: Asked, by: Filter, today: date) -> Asked:
    match by.name:
        case "verb":
            return replace(asked, verb=one_of(by, {verb.value: verb.value for verb in Verb}))
        case "engine":
            return replace(asked, engine=by.value.casefold())
        case "ratio":
            return replace(asked, ratio=_ratio(by))
        case "length":
            return replace(asked, bounds=(*asked.bounds, *_length(by)))
        case "rating":
            return replace(asked, bounds=(*asked.bounds, *_rating(by)))
        case "board":
            return replace(asked, board=by.value)
        case "tag":
            return replace(asked, tags=(*asked.tags, tag_of(by.value)))
        case "origin":
            return replace(asked, origin=one_of(by, {origin.value: origin.value for origin in Origin}))
        case "before":
            return replace(asked, before=day(by, today))
        case "after":
            return replace(asked, after=day(by, today))
        case _:
            meant = one_of(by, IS, unsaid=("video",))
            return replace(asked, starred=True) if meant == "starred" else replace(asked, kind=meant)


def _ratio(by: Filter) -> str:
    if not RATIO.fullmatch(by.value.casefold()):
        raise NotUnderstood(f"“ratio:{by.value}” is no ratio. Write it like ratio:16:9.")
    return by.value.casefold()


def _length(by: Filter) -> tuple[tuple[str, float], ...]:
    found = COMPARED.fullmatch(by.value.casefold())
    if not found:
        raise NotUnderstood(f"“length:{by.value}” is no length. Write it like length:8s, length:<5s or length:>8s.")
    seconds = float(found["number"]) * (60 if found["unit"] == "m" else 1)
    if found["how"] in HOW:
        return ((f"seconds__{HOW[found['how']]}", seconds),)
    return (("seconds__gte", seconds - NEARLY), ("seconds__lt", seconds + NEARLY))


def _rating(by: Filter) -> tuple[tuple[str, float], ...]:
    found = COMPARED.fullmatch("0" if by.value.casefold() == "none" else by.value)
    if not found or found["unit"] or float(found["number"]) not in range(BEST_RATING + 1):
        raise NotUnderstood(f"“rating:{by.value}” is no rating. Write it like rating:5, rating:>=4 or rating:none.")
    return ((f"rating__{HOW.get(found['how'], 'exact')}", int(found["number"])),)
