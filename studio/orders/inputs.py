"""What an order is made from: pictures and films of the person's own, each in its part."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from xai.values import MediaIn


class Role(models.TextChoices):
    """The part an input plays; also what a line of the lineage says."""

    SOURCE = "source", "what is worked on"
    REFERENCE = "reference", "to look at"
    FIRST_FRAME = "first_frame", "first frame"
    LAST_FRAME = "last_frame", "last frame"


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One asset by its public id, with what a price and a shape need to know of it. `seconds` is 0 for a picture."""

    role: Role
    asset: str
    width: int
    height: int
    seconds: float = 0.0

    def columns(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "role": str(self.role),
            "asset": self.asset,
            "width": self.width,
            "height": self.height,
            "seconds": self.seconds,
        }

    @classmethod
    def from_columns(cls, columns: Mapping[str, Any]) -> "Input":
        """The value again."""
        return cls(**{**columns, "role": Role(columns["role"])})

    @property
    def shape(self) -> str:
        """Its ratio, by the usual name where it has one: "16:9", else "1000:300"."""
        return named_ratio(self.width, self.height)


@dataclass(frozen=True, slots=True)
class Given:
    """An input with its bytes as the provider takes them, for the moment of sending."""

    input: Input
    media: MediaIn = field(repr=False)


RATIOS = (
    "1:1",
    "16:9",
    "9:16",
    "4:3",
    "3:4",
    "3:2",
    "2:3",
    "2:1",
    "1:2",
    "19.5:9",
    "9:19.5",
    "20:9",
    "9:20",
    "21:9",
    "5:2",
)
NEAR = 0.015


def number(ratio: str) -> float:
    """`16:9` as a number."""
    width, height = ratio.split(":")
    return float(width) / float(height)


def named_ratio(width: int, height: int) -> str:
    """How people call this shape."""
    nearest = min(RATIOS, key=lambda ratio: abs(number(ratio) * height / width - 1))
    return nearest if abs(number(nearest) * height / width - 1) < NEAR else f"{width}:{height}"


def in_part(given: Iterable[Given], role: Role) -> tuple[MediaIn, ...]:
    """The bytes of the inputs that play this part, in their order."""
    return tuple(each.media for each in given if each.input.role == role)
