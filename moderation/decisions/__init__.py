"""Deciding, taking it back, leaving it to a senior. Every door comes through here."""

from moderation.decisions.alike import decide_alike, undo_bundle
from moderation.decisions.deciding import decide
from moderation.decisions.errors import AlreadyDecided, NoReason, NotYours, TooLate, Unread
from moderation.decisions.escalating import escalate
from moderation.decisions.rehearsing import rehearse
from moderation.decisions.undoing import undo
from moderation.measures import Conflict, Measure

__all__ = [
    "AlreadyDecided", "Conflict", "Measure", "NoReason", "NotYours", "TooLate", "Unread", "decide", "decide_alike",
    "escalate", "rehearse", "undo", "undo_bundle",
]  # fmt: skip
