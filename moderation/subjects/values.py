"""What the desk is told of a thing by the room it belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Glance:
    """What a reviewer sees of a thing in a list: an address of a picture, or else its words and what is beside them; and who made it."""

    preview: str = ""
    excerpt: str = ""
    made_by: str = ""
    pictures: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Stamp:
    """How a thing stands in a list: what it is, as "Film, 0:08", and where its small picture is, if it has one."""

    title: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Kin:
    """A thing that this one was made from, or that was made from it. `how`: in a few words; `stamp`: a small picture.

    `is_it`: this one itself. Of what this reviewer may not see there are neither words of its owner's nor a picture.
    """

    how: str
    stamp: str = ""
    is_it: bool = False


@dataclass(frozen=True, slots=True)
class Family:
    """Where a thing stands: the way to it from the first it was made from, and what was made from it.

    `before`: how many stand further back; `further`: how many more were made from it, or from what was.
    """

    line: Sequence[Kin]
    below: Sequence[Kin] = ()
    before: int = 0
    further: int = 0


@dataclass(frozen=True, slots=True)
class Film:
    """A film on the desk: its `sheet` of frames row by row (`state`: ready, drawing or failed), the second each shows."""

    state: str
    sheet: str
    plays: str
    times: Sequence[float]
    upright: bool


@dataclass(frozen=True, slots=True)
class Around:
    """One thing that was said beside the one in question. `is_it`: that one itself."""

    who: str
    words: str
    is_it: bool = False


@dataclass(frozen=True, slots=True)
class Hashes:
    """By what a file is known again, in hexadecimal: its very bytes, as they came and as we keep them, and its looks."""

    sha256: Sequence[str]
    pdq: str = ""
    frames: Sequence[str] = ()  # of a film, hashes like `pdq`
