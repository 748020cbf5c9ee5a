"""From tokens to our markup, and the parser that makes the tokens."""

from collections.abc import Sequence
from typing import Any

from django.utils.html import escape
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from chatapp.markdown import links, maths

LONGEST_CODE_CHARACTERS = 30_000  # beyond it code keeps one colour
PLACE = "\ue0f0place\ue0f1"  # stands for the answer's name in those of its footnotes
_FORMATTER = HtmlFormatter(nowrap=True)


class _Renderer(RendererHTML):
    """Where our markup differs from the library's."""

    def heading_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        # A page has one first heading, and it is not a model's: an answer's stands under it, and looks as it was meant.
        return '<h2 class="title">' if tokens[idx].tag == "h1" else self.renderToken(tokens, idx, options, env)

    def heading_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return "</h2>\n" if tokens[idx].tag == "h1" else self.renderToken(tokens, idx, options, env)

    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        info = tokens[idx].info.strip()
        return _code(tokens[idx].content, info.split(maxsplit=1)[0] if info else "")

    def code_block(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return _code(tokens[idx].content, "")

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        token = tokens[idx]
        said = links.picture_words(self.renderInlineAsText(token.children, options, env))
        address = str(token.attrGet("src") or "")
        host = links.host_of(address)
        return f'<a class="picture-link" href="{escape(address)}">{escape(said)} · {escape(host)}</a>'

    def link_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        token = tokens[idx]
        address = str(token.attrGet("href") or "")
        token.attrs = {"href": address, "title": links.host_of(address)}
        return self.renderToken(tokens, idx, options, env)

    def link_host(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return f'<span class="link-host"> {escape(tokens[idx].content)}</span>'

    def maths(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return maths.markup("span", tokens[idx].content, display=bool(tokens[idx].meta["display"]))

    def maths_block(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return maths.markup("div", tokens[idx].content, display=True) + "\n"

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


def _note(token: Token) -> str:
    return f"note-{PLACE}-{token.meta['id'] + 1}"


def _note_from(token: Token) -> str:
    return f"{_note(token)}-from-{token.meta.get('subId', 0) + 1}"


def _note_ref(_: Any, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
    token, number = tokens[idx], tokens[idx].meta["id"] + 1
    names = f'href="#{_note(token)}" id="{_note_from(token)}" aria-label="Footnote {number}"'
    return f'<sup class="note-ref"><a {names}>{number}</a></sup>'


def _notes_open(*_: Any) -> str:
    return '<section class="notes" aria-label="Footnotes"><ol>\n'


def _notes_close(*_: Any) -> str:
    return "</ol></section>\n"


def _note_open(_: Any, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
    return f'<li id="{_note(tokens[idx])}">'


def _note_close(*_: Any) -> str:
    return "</li>\n"


def _note_back(_: Any, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
    return f' <a class="note-back" href="#{_note_from(tokens[idx])}" aria-label="Back to the text">↩\ufe0e</a>'


_NOTES: dict[str, Any] = {
    "footnote_ref": _note_ref,
    "footnote_block_open": _notes_open,
    "footnote_block_close": _notes_close,
    "footnote_open": _note_open,
    "footnote_close": _note_close,
    "footnote_anchor": _note_back,
}


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # the library's name
        return links.may_follow(url)


def parser() -> MarkdownIt:
    """A parser that writes our markup."""
    options: Any = {"html": False, "linkify": True, "typographer": False, "breaks": False, "maxNesting": 40}
    made = _Parser("commonmark", options, renderer_cls=_Renderer)
    if made.linkify is not None:
        made.linkify.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    made.enable(["table", "strikethrough", "linkify"])
    made.use(links.hosts).use(tasklists_plugin).use(maths.maths).use(footnote_plugin, inline=False)
    for name, rule in _NOTES.items():
        made.add_render_rule(name, rule)
    return made
