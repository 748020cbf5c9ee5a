"""What other rooms show a person on their settings page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from accounts.models import User


@dataclass(frozen=True, slots=True)
class Section:
    """One group: a template that is given what `tells` says as `told`."""

    template: str
    tells: Callable[[User], Any]


_sections: dict[str, Section] = {}


def register(name: str, *, template: str, tells: Callable[[User], Any]) -> None:
    """Called once by the room above when it is ready. `tells` runs each time the page is shown."""
    _sections[name] = Section(template, tells)


def of(person: User) -> list[Mapping[str, Any]]:
    """All of them, for this person."""
    return [{"template": section.template, "told": section.tells(person)} for section in _sections.values()]
