"""Stored answers as markup. The browser draws open ones by the same rules: `tests/tables/markdown.json` holds both to them.

Parse, then sanitise, then show: no raw HTML, no picture from elsewhere, links that name their host.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import nh3
from django.utils.html import escape
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.tasklists import tasklists_plugin
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

LONGEST_CHARACTERS = 200_000  # beyond it nothing is parsed: the text stands as it is
LONGEST_CODE_CHARACTERS = 30_000  # beyond it code keeps one colour
REL = "noopener noreferrer nofollow"

_TAGS = {
    *("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "strong", "em", "s", "code", "pre", "span", "div", "a"),
    *("ul", "ol", "li", "blockquote", "table", "thead", "tbody", "tr", "th", "td", "input"),
}
_ATTRIBUTES = {
    "a": {"href", "title", "class"},
    "code": {"class"},
    "span": {"class"},
    "div": {"class", "data-language", "tabindex", "role", "aria-label"},
    "pre": {"tabindex", "role", "aria-label"},
    "th": {"data-align"},
    "td": {"data-align"},
    "ol": {"start"},
    "input": {"type", "checked", "disabled", "aria-label"},
}
_FORMATTER = HtmlFormatter(nowrap=True)
_LEAVES = re.compile(r"https?://[^/\s]|mailto:\S", re.IGNORECASE)


@lru_cache(maxsize=512)
def render(text: str) -> str:
    """Clean markup for one text. The same text is rendered once per process."""
    if len(text) > LONGEST_CHARACTERS:
        return f"<p>{escape(text)}</p>"
    return nh3.clean(
        _PARSER.render(text),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel=REL,
    )


class _Renderer(RendererHTML):
    """Where our markup differs from the library's."""

    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        info = tokens[idx].info.strip()
        return _code(tokens[idx].content, info.split(maxsplit=1)[0] if info else "")

    def code_block(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return _code(tokens[idx].content, "")

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        token = tokens[idx]
        words = self.renderInlineAsText(token.children, options, env).strip()
        address = str(token.attrGet("src") or "")
        said = f"Picture: {words}" if words else "Picture"
        return f'<a class="picture-link" href="{escape(address)}">{escape(said)} · {escape(_host(address))}</a>'

    def link_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        token = tokens[idx]
        token.attrs = {"href": token.attrGet("href") or "", "title": _host(str(token.attrGet("href") or ""))}
        return self.renderToken(tokens, idx, options, env)

    def table_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return '<div class="table" tabindex="0" role="group" aria-label="Table"><table>\n'

    def table_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return "</table></div>\n"

    def th_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return _cell(tokens[idx])

    def td_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return _cell(tokens[idx])

    def html_inline(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        # The parser makes no raw HTML of an answer; what comes here is the box of a task.
        done = "checked" in tokens[idx].content
        return (
            f'<input type="checkbox" aria-label="{"Done" if done else "To do"}"{" checked" if done else ""} disabled>'
        )


def _cell(token: Token) -> str:
    """Alignment without an inline style, which our policy forbids."""
    side = str(token.attrGet("style") or "").removeprefix("text-align:")
    return f'<{token.tag} data-align="{side}">' if side else f"<{token.tag}>"


def _code(code: str, language: str) -> str:
    name = language.lower()[:30]
    label = f"Code, {name}" if name else "Code"
    head = f'<div class="code-head"><span>{escape(name or "text")}</span></div>'
    body = f'<pre tabindex="0" role="group" aria-label="{escape(label)}"><code>{_coloured(code, name)}</code></pre>'
    return f'<div class="code" data-language="{escape(name or "text")}">{head}{body}</div>\n'


def _coloured(code: str, language: str) -> str:
    if language and len(code) <= LONGEST_CODE_CHARACTERS:
        try:
            # Lexers drop blank lines at the edges and tabs unless told not to.
            lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
            return str(highlight(code, lexer, _FORMATTER))
        except ClassNotFound:
            pass
    return str(escape(code))


def _host(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return parts.hostname or (parts.path if parts.scheme == "mailto" else "")


class _Parser(MarkdownIt):
    """Links leave for the web or for mail; a model's answer has no way into this house, and a bare name is no link."""

    def validateLink(self, url: str) -> bool:  # the library's name
        return bool(_LEAVES.match(url.strip()))


def _parser() -> MarkdownIt:
    options: Any = {"html": False, "linkify": True, "typographer": False, "breaks": False, "maxNesting": 40}
    parser = _Parser("commonmark", options, renderer_cls=_Renderer)
    if parser.linkify is not None:
        parser.linkify.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    return parser.enable(["table", "strikethrough", "linkify"]).use(tasklists_plugin)


_PARSER = _parser()
