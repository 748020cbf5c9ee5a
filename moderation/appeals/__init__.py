"""Appeals: the owner of what was decided about asks once, talks with the desk, and is heard by somebody else."""

from moderation.appeals.judging import judge, rehearse
from moderation.appeals.opening import Closed, NoWords, appeal, may_appeal
from moderation.appeals.talking import say
from moderation.decisions import AlreadyDecided, Conflict, NoReason, NotYours

__all__ = [
    "AlreadyDecided", "Closed", "Conflict", "NoReason", "NoWords", "NotYours", "appeal", "judge", "may_appeal", "rehearse", "say",
]  # fmt: skip
