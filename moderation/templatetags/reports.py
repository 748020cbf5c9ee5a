"""What people reported about a case, as it stands on the desk beside it: never who."""

from typing import Any

from django import template

from moderation.models import Case
from moderation.reports import showing

register = template.Library()


@register.inclusion_tag("moderation/reports/_beside.html", takes_context=True)
def case_reports(context: dict[str, Any], case: Case) -> dict[str, Any]:
    """Every report, the newest last."""
    return {"reports": showing.of(case), "csrf_token": context.get("csrf_token")}
