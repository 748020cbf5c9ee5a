"""How long something has waited, in a word or two, and how urgent that is."""

from datetime import datetime

from django import template
from django.utils import timezone

register = template.Library()

MINUTE, HOUR, DAY = 60, 3600, 86_400
# An owner waits for an answer: after an hour it is time, after a day it is late.
SOON, LATE = HOUR, DAY


@register.filter
def waited(since: datetime) -> str:
    """ "just now", "4 min", "9 h", "3 days": as frontend/src/lib/time.ts says it."""
    seconds = (timezone.now() - since).total_seconds()
    if seconds < 45:
        return "just now"
    if seconds < HOUR:
        return f"{max(1, round(seconds / MINUTE))} min"
    if seconds < DAY:
        return f"{round(seconds / HOUR)} h"
    days = round(seconds / DAY)
    return "1 day" if days == 1 else f"{days} days"


@register.filter
def urgency(since: datetime) -> str:
    """The class of such a word: nothing, "clock" or "late"."""
    seconds = (timezone.now() - since).total_seconds()
    return "late" if seconds > LATE else "clock" if seconds > SOON else ""
