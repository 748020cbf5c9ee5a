"""What an order wears: the styles somebody may choose from, those that are chosen, and the words that come of them."""

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from accounts.models import User
from studio.models import Look, Style
from studio.orders import Styled, Worn
from studio.styles import keeping

CHOICES = ("ratio", "resolution", "quality", "engine")
FIELDS = {"preset": Look.PRESET, "guide": Look.GUIDE}


@dataclass(slots=True)
class Wardrobe:
    """All that somebody may put on. One query."""

    styles: Sequence[Style] = field(default_factory=list)

    def named(self, value: str) -> Style | None:
        """The one a form names, whatever its version; None: there is none."""
        id = value.partition(".")[0]
        return next((style for style in self.styles if str(style.public_id) == id), None)

    def of(self, look: Look) -> list[Style]:
        """Presets or guides."""
        return [style for style in self.styles if style.look == look]


def wardrobe(person: User | None) -> Wardrobe:
    """What this person may choose from."""
    return Wardrobe(list(keeping.of(person)) if person else [])


def sets(style: Style) -> dict[str, str]:
    """The choices of the form that come with it."""
    return {name: value for name in CHOICES if (value := getattr(style, name))}


def worn(style: Style) -> Worn:
    """As it is now, for good."""
    return Worn(
        id=str(style.public_id), look=style.look, name=style.name, version=style.version,
        before=style.before, after=style.words_after,
    )  # fmt: skip


def styled(typed: str, styles: Sequence[Style]) -> Styled | None:
    """The words of an order; None where nothing is worn."""
    return Styled(typed=typed, styles=tuple(map(worn, styles))) if styles else None


def unwanted(words: str, styles: Sequence[Style]) -> list[str]:
    """A sentence for each guide that does not want some of these words."""
    said = []
    for style in styles:
        found = [word for word in style.banned if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", words, re.IGNORECASE)]
        if found:
            listed = ", ".join(f"“{word}”" for word in found)
            said.append(
                f"The guide “{style.name}” does not want {listed}. Write it another way, or take the guide off."
            )
    return said


def again(person: User, order: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    """An old order as a form begins with it, and what is to be said of it.

    While its styles are as they were, they are put on again; else their words stand in the prompt, as they were sent.
    """
    then = Styled.from_columns(order.get("styled"))
    if then is None:
        return dict(order), ""
    here = wardrobe(person)
    chosen, gone = {**order, "prompt": then.typed}, []
    for each in then.styles:
        now = here.named(each.id)
        chosen[Look(each.look).value] = each.value
        if now is None or now.value != each.value:
            gone.append(f"“{each.name}”")
    if gone:
        note = f"{' and '.join(gone)} changed since, or is gone. The words below are those that were sent then."
        return {**order, "preset": "", "guide": ""}, note
    return chosen, ""


def pictures(styles: Sequence[Style]) -> list[uuid.UUID]:
    """What the guides give an engine to look at."""
    return [picture for style in styles if style.is_guide for picture in style.pictures]
