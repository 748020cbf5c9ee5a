"""What money is spent on, as the rooms that spend it know it. Each registers its purposes in `AppConfig.ready()`."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from accounts.models import User


@dataclass(frozen=True, slots=True)
class Line:
    """One subject in a list: what it is called, and where it is; no `url` for what is gone."""

    title: str
    url: str | None = None


Describe = Callable[[User, Collection[UUID]], Mapping[UUID, Line]]
Over = Callable[[Collection[UUID]], Collection[UUID]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A purpose: how it is called, how its subjects are, and which of them have ended."""

    words: str
    describe: Describe | None = None
    over: Over | None = None


_kinds: dict[str, Kind] = {}


def register(purpose: str, *, words: str, describe: Describe | None = None, over: Over | None = None) -> None:
    """Make a purpose known. `words` is for people ("Reply"); `describe(person, ids)` names those of this person's
    subjects that are still there, all at once; `over(ids)` says which have ended, so that no hold waits for them.
    """
    _kinds[purpose] = Kind(words, describe, over)


def words(purpose: str) -> str:
    """What people call it."""
    kind = _kinds.get(purpose)
    return kind.words if kind else purpose.replace("_", " ").capitalize()


def described(person: User, subjects: Iterable[tuple[str, UUID]]) -> dict[UUID, Line]:
    """Title and address of each (purpose, id) that is still there; one call per purpose."""
    by_purpose: dict[str, set[UUID]] = {}
    for purpose, subject in subjects:
        by_purpose.setdefault(purpose, set()).add(subject)
    found: dict[UUID, Line] = {}
    for purpose, ids in by_purpose.items():
        kind = _kinds.get(purpose)
        if kind and kind.describe:
            found.update(kind.describe(person, ids))
    return found


def is_over(purpose: str, subject: UUID) -> bool:
    """Whether nothing will be sent for it any more. A purpose that cannot say is over when its hold is due."""
    kind = _kinds.get(purpose)
    return kind is None or kind.over is None or subject in kind.over([subject])
