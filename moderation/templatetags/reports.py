"""What people reported about a case, as it stands on the desk beside it: never who."""

from typing import Any

from django import template

from moderation.models import Case
from moderation.reports import showing
from moderation.takedowns import showing as showing_removals

register = template.Library()


@register.inclusion_tag("moderation/reports/_beside.html", takes_context=True)
def case_reports(context: dict[str, Any], case: Case) -> dict[str, Any]:
    """Every report, the newest last."""
    return {"reports": showing.of(case), "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("moderation/takedowns/_clocks.html")
def removal_clocks(reviewer: Any) -> dict[str, Any]:
    """The requests for removal that wait for this reviewer."""
    return {"lines": showing_removals.waiting(reviewer)}
