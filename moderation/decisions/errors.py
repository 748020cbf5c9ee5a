"""Why something was not decided."""

from typing import Any


class NotYours(Exception):
    """Nobody judges what is theirs, or locked to them; nobody takes back what somebody else decided."""


class AlreadyDecided(Exception):
    """Somebody decided first, or took it back first. Nothing was changed."""


class Unread(Exception):
    """It would let go of something held by a word that its reviewer has not read. Nothing was changed."""

    def __init__(self, case: Any) -> None:
        self.case = case


class NoReason(Exception):
    """A decision needs a reason its owner can read."""


class TooLate(Exception):
    """The seconds in which a decision can be taken back are over. Nothing was changed."""
