"""Amounts in templates: {{ ticks|money }}, {{ ticks|money_exact }}, and {% amount ticks %} with the exact one on hover."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from usage import money as amounts

register = template.Library()


@register.filter
def money(ticks: int | None) -> str:
    """ "0.31 ¢" or "$1.24"; nothing for no amount."""
    return "" if ticks is None else amounts.cents(ticks)


@register.filter
def money_exact(ticks: int | None) -> str:
    """Every digit: "$0.0031245"; nothing for no amount."""
    return "" if ticks is None else amounts.exact(ticks)


@register.simple_tag
def amount(ticks: int | None, *, estimated: bool = False) -> SafeString | str:
    """An amount to be read, exact on hover; an estimated one says "about"."""
    if ticks is None:
        return ""
    about, note = ("about ", ", estimated") if estimated else ("", "")
    return format_html(
        '<span class="tabular" title="{}{}">{}{}</span>', amounts.exact(ticks), note, about, amounts.cents(ticks)
    )


@register.simple_tag
def seconds(milliseconds: float | None) -> str:
    """ "0.4 s"; nothing for what was not measured."""
    return "" if milliseconds is None else f"{milliseconds / 1000:.1f} s"


@register.filter
def words(code: str) -> str:
    """A row's code as words: "timed out"."""
    return code.replace("_", " ")
