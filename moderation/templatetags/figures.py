"""Numbers of the desk in words."""

from django import template

register = template.Library()


@register.filter
def lasted(seconds: float | None) -> str:
    """ "40 s", "3 min", "2.5 h": how long something took; a dash where nobody counted."""
    if seconds is None:
        return "–"
    if seconds < 90:
        return f"{round(seconds)} s"
    return f"{round(seconds / 60)} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
