"""What stands behind a suspension: the desk knows, and the page that says so asks it."""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.models import User


@dataclass(frozen=True, slots=True)
class Behind:
    """`page`: where its decision is read and appealed, or nothing. `removes`: something of theirs was removed, by whatever decision."""

    page: str = ""
    removes: bool = False


_tells: list[Callable[[User], Behind]] = []


def register(tells: Callable[[User], Behind]) -> None:
    """Called once by the room above when it is ready."""
    _tells[:] = [tells]


def behind(person: User) -> Behind:
    """Of the suspension they are under; nothing where an administrator set it."""
    return _tells[0](person) if _tells else Behind()
