"""The three signs by which a file is known, each found or not: credentials, the invisible mark, and that it is a copy."""

from dataclasses import dataclass
from enum import StrEnum


class Seal(StrEnum):
    """Content credentials."""

    INTACT = "intact"  # this house's, and they fit
    CHANGED = "changed"  # this house's, and they do not
    THEIRS = "theirs"  # somebody else's
    NONE = "none"


class Ink(StrEnum):
    """The invisible mark."""

    FITS = "fits"  # this house's, and it looks like what was given it
    DIFFERS = "differs"  # this house's, and it looks like something else: cut, changed, or the mark was copied onto it
    OURS = "ours"  # this house's; what was given it is not kept any more, or cannot be compared
    NONE = "none"
    NOT_LOOKED_FOR = "not_looked_for"  # films carry none

    @property
    def is_ours(self) -> bool:
        """It is there."""
        return self in (Ink.FITS, Ink.DIFFERS, Ink.OURS)


class Copy(StrEnum):
    """Whether something made here has these bytes, or looks like it."""

    BYTES = "bytes"
    UNSIGNED = "unsigned"  # those from before it was signed
    NEAR = "near"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Signs:
    """All three."""

    seal: Seal = Seal.NONE
    ink: Ink = Ink.NOT_LOOKED_FOR
    copy: Copy = Copy.NONE
