"""Stored answers as markup. The browser draws open ones by the same rules: `tests/tables/markdown.json` holds both to them.

Parse, then sanitise, then show: no raw HTML, no picture from elsewhere, links that name their host.
"""

import nh3
from django.utils.html import escape

from chatapp.markdown.kept import Kept
from chatapp.markdown.renderer import PLACE, parser

LONGEST_CHARACTERS = 200_000  # beyond it nothing is parsed: the text stands as it is
KEPT_BYTES = 32 * 2**20  # of markup, in each process
REL = "noopener noreferrer nofollow"

_TAGS = {
    *(
        "p",
        "br",
        "hr",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "strong",
        "em",
        "s",
        "sup",
        "code",
        "pre",
        "span",
        "div",
        "a",
    ),
    *("ul", "ol", "li", "blockquote", "section", "table", "thead", "tbody", "tr", "th", "td", "input"),
}
_SCROLLS = {"class", "tabindex", "role", "aria-label"}
_ATTRIBUTES = {
    "a": {"href", "title", "class", "id", "aria-label"},
    "code": {"class"},
    "h2": {"class"},
    "span": _SCROLLS,
    "sup": {"class"},
    "div": _SCROLLS | {"data-language"},
    "section": {"class", "aria-label"},
    "pre": {"tabindex", "role", "aria-label"},
    "th": {"data-align"},
    "td": {"data-align"},
    "ol": {"start"},
    "li": {"id"},
    "input": {"type", "checked", "disabled", "aria-label"},
}
_PARSER = parser()
_kept = Kept(KEPT_BYTES)


def render(text: str, place: str = "") -> str:
    """Clean markup for one text; the same text is rendered once per process. `place` keeps its footnotes' names from others'."""
    return _kept.get(text, _rendered).replace(PLACE, place)


def _rendered(text: str) -> str:
    if len(text) > LONGEST_CHARACTERS:
        return f"<p>{escape(text)}</p>"
    # What names a place cannot be written by a model: its text would name footnotes of another answer.
    return clean(_PARSER.render(text.replace(PLACE, "")))


def clean(markup: str) -> str:
    """Only what Markdown can make: holds by itself, whatever the parser lets through."""
    return nh3.clean(markup, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"http", "https", "mailto"}, link_rel=REL)
