"""Why something was not decided."""


class NotYours(Exception):
    """Nobody judges what is theirs, or locked to them; nobody takes back what somebody else decided."""


class AlreadyDecided(Exception):
    """Somebody decided first, or took it back first. Nothing was changed."""


class NoReason(Exception):
    """A decision needs a reason its owner can read."""


class TooLate(Exception):
    """The seconds in which a decision can be taken back are over. Nothing was changed."""
