"""Sentences of the table, for templates that hand them to a script."""

from django import template

from chatapp.help.away import AWAY

register = template.Library()


@register.simple_tag
def said(code: str) -> str:
    """The sentence of this code."""
    return AWAY[code]
