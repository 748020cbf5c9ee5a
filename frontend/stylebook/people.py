"""Who looks at the stylebook, and what the house would know of them."""

from dataclasses import dataclass

from django.http import HttpRequest

CENT = 100_000_000


@dataclass(frozen=True)
class Person:
    """As much of a person as the templates ask about."""

    name: str = "Demo creator"
    email: str = "creator@demo.salon"
    is_authenticated: bool = True
    may_create: bool = True
    may_review: bool = True
    may_administer: bool = True
    theme: str = "system"


@dataclass(frozen=True)
class Standing:
    """A month's allowance, in ticks."""

    limit: int = 1000 * CENT
    spent: int = 381 * CENT
    held: int = 56 * CENT
    left: int = 563 * CENT


@dataclass(frozen=True)
class Notice:
    """One sentence from the house."""

    sentence: str
    subject_url: str = "/"


ROOMS = {"": "parlour", "c": "parlour", "studio": "studio", "desk": "desk"}


def house(request: HttpRequest) -> dict[str, object]:
    """What every page knows. `?demo` shows the word demo, `?notice` the strip, `?toast` a word in passing."""
    told = Notice("A reviewer looked at “Desk, morning” and kept it. Nothing changes for you.")
    return {
        "user": Person(),
        "standing": Standing(),
        "demo": "demo" in request.GET,
        "room": ROOMS.get(request.path.split("/")[1], ""),
        "unread": 2,
        "notices": [told] if "notice" in request.GET else [],
        "messages": [_Message("Renamed.", "success")] if "toast" in request.GET else [],
    }


@dataclass(frozen=True)
class _Message:
    text: str
    level_tag: str

    def __str__(self) -> str:
        return self.text
