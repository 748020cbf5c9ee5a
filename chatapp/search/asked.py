"""What somebody asks the search of the parlour. How it is written is `foundation.asking`'s; here is what it can be about."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from foundation.asking import Chip, Filter, NotUnderstood, Term, day, one_of, read

__all__ = ["FILTERS", "Asked", "NotUnderstood", "Term", "parse"]

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
    chips: tuple[Chip, ...] = ()

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
    taken = read(said, FILTERS)
    asked = Asked(said=taken.words, terms=taken.terms, chips=taken.chips)
    for each in taken.filters:
        asked = _filtered(asked, each, today)
    return asked


def _filtered(asked: Asked, by: Filter, today: date) -> Asked:
    match by.name:
        case "tag":
            return replace(asked, tags=(*asked.tags, by.value.casefold()))
        case "project":
            return replace(asked, project=by.value)
        case "engine":
            return replace(asked, engine=by.value.casefold())
        case "has":
            return replace(asked, has=asked.has | {one_of(by, HAS, unsaid=("picture",))})
        case "from":
            return replace(asked, role=one_of(by, FROM))
        case "in":
            return replace(asked, archived=bool(one_of(by, {"archive": "yes"})))
        case "before":
            return replace(asked, before=day(by, today))
        case _:
            return replace(asked, after=day(by, today))
