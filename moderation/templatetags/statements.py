"""A statement of reasons in its paragraphs."""

from django import template

from moderation import statements

register = template.Library()


@register.filter
def paragraphs(statement: str) -> list[tuple[str, str]]:
    """Each with what it is about: see `moderation.statements.parts`."""
    return statements.parts(statement)
